"""What a run can take at best: bounds that need no engine, only the calls that were made."""

import heapq
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Final, Literal

Step = Literal["draft", "review", "final"]
STEPS: Final[tuple[Step, ...]] = ("draft", "review", "final")


@dataclass(frozen=True)
class Pace:
    """Seconds of each call, and how many calls may be under way at once."""

    seconds: dict[Step, float]
    concurrency: int


Waves = Sequence[Sequence[bool]]
"""For every draft of every wave, in the order of asking, whether a final follows from it."""


def all_busy(waves: Waves, pace: Pace) -> float:
    """Seconds if every place were taken from the first moment to the last: the calls' seconds over the concurrency.

    Nothing can be faster. Nothing gets there either: at the end some places have nothing left to do.
    """
    drafts = [has_final for wave in waves for has_final in wave]
    calls = {"draft": len(drafts), "review": len(drafts), "final": sum(drafts)}
    return sum(calls[step] * pace.seconds[step] for step in STEPS) / pace.concurrency


def best_order(waves: Waves, pace: Pace) -> float:
    """Seconds without any overhead if a review follows its draft, a final its review, a wave the reviews before it.

    The same calls are given to places as these come free, by a fixed order of urgency, and the best such order counts.
    Calls that cannot be cut or foretold leave places empty at the end, which `all_busy` does not know.
    """
    return min(_schedule(waves, pace, urgency) for urgency in permutations(STEPS))


def _schedule(waves: Waves, pace: Pace, urgency: Sequence[Step]) -> float:
    coming = iter(waves)
    waiting: dict[Step, deque[bool]] = {step: deque() for step in STEPS}
    running: list[tuple[float, int, Step, bool]] = []
    now, started = 0.0, 0
    while _ask_on(coming, waiting, running):
        for step in _startable(waiting, urgency, pace.concurrency - len(running)):
            heapq.heappush(running, (now + pace.seconds[step], started, step, waiting[step].popleft()))
            started += 1
        now, _, step, has_final = heapq.heappop(running)
        if step == "draft":
            waiting["review"].append(has_final)
        elif step == "review" and has_final:
            waiting["final"].append(has_final)
    return now


def _ask_on(
    coming: Iterator[Sequence[bool]],
    waiting: dict[Step, deque[bool]],
    running: Sequence[tuple[float, int, Step, bool]],
) -> bool:
    """Ask for the next wave where every verdict is in; False where nothing is left to do."""
    unsettled = waiting["draft"] or waiting["review"] or any(step != "final" for _, _, step, _ in running)
    if not unsettled:
        waiting["draft"].extend(next(coming, ()))
    return bool(running) or any(waiting.values())


def _startable(waiting: dict[Step, deque[bool]], urgency: Sequence[Step], free: int) -> list[Step]:
    """Steps of the calls that start now, most urgent first."""
    return [step for step in urgency for _ in waiting[step]][:free]
