"""Three ways to ask for drafts: a fixed multiple, the product's planner, and an oracle that knows every accept rate."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bench.mixes import Prompt
from proofpress.domain.planning import BatchCounts, ItemCounts, item_cap, next_wave, share_out

DRAFT: Final = 0.0336
FINAL: Final = 0.067
LIMIT: Final = 0.50
"""Most dollars that a keeper is worth."""

VALUE: Final = LIMIT - FINAL
WAVES: Final = 4
EXPECTED_RATE: Final = 0.35
"""What the planner is told about every mix, right or wrong: the product's default."""


@dataclass(frozen=True)
class Outcome:
    """What a policy made of one batch."""

    usd: float
    keepers: int
    wanted: int

    @property
    def loss(self) -> float:
        """Dollars spent, and the limit for every keeper that is missing."""
        return self.usd + LIMIT * (self.wanted - self.keepers)


def fixed_multiple(prompts: list[Prompt], want: int) -> Outcome:
    """Three drafts for every keeper wanted, once."""
    return _outcome([(3 * want, prompt.accepted(3 * want)) for prompt in prompts], want)


def oracle(prompts: list[Prompt], want: int) -> Outcome:
    """One draft at a time until filled or at the item's cap, for prompts whose keepers are worth their drafts."""
    cap = item_cap(want, VALUE, DRAFT)
    worthy = [prompt for prompt in prompts if prompt.rate * VALUE >= DRAFT]
    made = [(drafts, prompt.accepted(drafts)) for prompt in worthy for drafts in [min(cap, prompt.drafts_for(want))]]
    return _outcome(made + [(0, 0)] * (len(prompts) - len(worthy)), want)


def planner(prompts: list[Prompt], want: int) -> Outcome:
    """The product's own waves."""
    made = [(0, 0)] * len(prompts)
    batch = BatchCounts(EXPECTED_RATE)
    for done in range(WAVES):
        granted = _allocate(made, want, done, batch)
        made = [
            (drafts + granted[i], prompt.accepted(drafts + granted[i]))
            for i, (prompt, (drafts, _)) in enumerate(zip(prompts, made, strict=True))
        ]
        if done == 0:
            rates = [accepted / drafts for drafts, accepted in made if drafts]
            batch = BatchCounts(EXPECTED_RATE, len(rates), sum(rates))
    return _outcome(made, want)


POLICIES: Final[dict[str, Callable[[list[Prompt], int], Outcome]]] = {
    "A": fixed_multiple,
    "C": planner,
    "D": oracle,
}


def _allocate(made: list[tuple[int, int]], want: int, done: int, batch: BatchCounts) -> dict[int, int]:
    cap = item_cap(want, VALUE, DRAFT)
    items = [
        ItemCounts(want, max(0, want - accepted), drafts, accepted, done, WAVES, cap - drafts, VALUE, DRAFT)
        for drafts, accepted in made
    ]
    # Prompts with the same counts get the same wave: each is computed once.
    sizes = {item: next_wave(item, batch).size for item in set(items)}
    asked = [(i, item, sizes[item]) for i, item in enumerate(items)]
    return share_out(asked, batch, slots=cap * len(items) - sum(drafts for drafts, _ in made))


def _outcome(made: list[tuple[int, int]], want: int) -> Outcome:
    keepers = sum(min(accepted, want) for _, accepted in made)
    usd = DRAFT * sum(drafts for drafts, _ in made) + FINAL * keepers
    return Outcome(usd, keepers, want * len(made))
