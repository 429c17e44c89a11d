"""The figures on top of a sheet: how many keepers there are, what they cost so far, and what comes next."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from proofpress.domain.money import ZERO
from proofpress.domain.planning import BatchCounts, ItemCounts, belief
from proofpress.domain.records import Batch, Cohort, Item
from proofpress.domain.states import LIKED, AttemptState, BatchState, ItemState
from proofpress.entry.desk.board import Board
from proofpress.entry.desk.frames import Frame, Kind, Print

_HELD = (AttemptState.ACCEPTED, AttemptState.DELIVERED)
_JUDGED = (*LIKED, AttemptState.REJECTED, AttemptState.DECLINED)


@dataclass(frozen=True)
class Strip:
    """A batch, or one of its items, at one moment."""

    state: BatchState
    wanted: int
    keepers: int
    """Accepted and delivered."""
    accepted: int
    """Accepted, and their finals due."""
    waiting: int
    spent: Decimal
    perhaps: Decimal
    possible: Decimal
    """Most that the calls still outstanding may cost."""
    next_usd: tuple[Decimal, Decimal] | None
    """Least and most that the next accept should cost, over the items that are short; None where none is."""
    drafts_needed: int | None
    """Drafts expected to be made yet, besides those that wait; None where nothing is drafted any more."""
    counts: dict[Kind, int]
    finals: int


def strip_of(board: Board, item: str | None = None) -> Strip:
    """The figures of a board, or of one item of it by its key."""
    frames = [frame for frame in board.frames() if item in (None, frame.item)]
    items = [each for each in board.items() if item in (None, each.key)]
    batch = board.batch
    counts = Counter(frame.kind for frame in frames)
    prints = [frame.print for frame in frames if frame.print]
    calls: list[Frame | Print] = [*frames, *(board.prints() if item is None else prints)]
    short = _short(items, frames)
    return Strip(
        state=batch.state if batch else BatchState.CANCELLED,
        wanted=sum(each.spec.want for each in items),
        keepers=sum(frame.state is AttemptState.DELIVERED for frame in frames),
        accepted=sum(frame.state is AttemptState.ACCEPTED for frame in frames),
        waiting=counts[Kind.WAITING],
        spent=_sum(each.usd for each in calls),
        perhaps=_sum(each.perhaps for each in calls),
        possible=_sum(each.possible for each in calls),
        next_usd=_next(items, short),
        drafts_needed=_needed(items, frames, short, board.cohorts) if _is_open(batch) else None,
        counts={kind: counts[kind] for kind in Kind if counts[kind]},
        finals=sum(frame.has_final for frame in frames),
    )


def _is_open(batch: Batch | None) -> bool:
    return batch is not None and batch.state in (BatchState.INTAKE, BatchState.OPEN)


def _short(items: Sequence[Item], frames: Sequence[Frame]) -> dict[str, int]:
    """Keepers that each item still lacks."""
    held = Counter(frame.item for frame in frames if frame.state in _HELD)
    return {item.key: max(0, item.spec.want - held[item.key]) for item in items}


def _next(items: Sequence[Item], short: dict[str, int]) -> tuple[Decimal, Decimal] | None:
    prices = [item.final_usd for item in items if short[item.key]]
    return (min(prices), max(prices)) if prices else None


def _needed(items: Sequence[Item], frames: Sequence[Frame], short: dict[str, int], cohorts: Iterable[Cohort]) -> int:
    """Drafts that the items that are short should still take, by what the planner believes of their accept rates."""
    of_item: dict[str, list[Frame]] = defaultdict(list)
    for frame in frames:
        of_item[frame.item].append(frame)
    learnt = {cohort.key: cohort for cohort in cohorts}
    missing = (item for item in items if short[item.key] and item.state is not ItemState.STOPPED)
    return sum(_of_item(item, of_item[item.key], short[item.key], learnt.get(item.cohort)) for item in missing)


def _of_item(item: Item, frames: Sequence[Frame], short: int, cohort: Cohort | None) -> int:
    judged = sum(frame.state in _JUDGED for frame in frames)
    liked = sum(frame.state in LIKED for frame in frames)
    left = max(0, item.max_attempts - item.allocated)
    counts = ItemCounts(item.spec.want, short, judged, liked, item.waves, item.spec.waves, left, value=1.0, cost=1.0)
    a, b = belief(counts, _batch(item, cohort))
    # The mean of 1/p over a Beta distribution, which is above 1 / the mean of p; for a <= 1 it has none.
    looks = short * ((a + b - 1) / (a - 1) if a > 1 else (a + b) / a)
    under_way = sum(frame.kind in (Kind.WAITING, Kind.SPARE, Kind.COMING) for frame in frames)
    return min(left, max(0, math.ceil(looks - under_way)))


def _batch(item: Item, cohort: Cohort | None) -> BatchCounts:
    if cohort is None:
        return BatchCounts(item.spec.accept_rate)
    return BatchCounts(item.spec.accept_rate, cohort.first_waves, cohort.first_wave_rates)


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, ZERO)
