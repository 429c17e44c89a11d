"""What a plan should make its reader doubt: caps that stop the batch short of what it wants."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from proofpress.domain.dividing import Division
from proofpress.domain.money import dollars
from proofpress.domain.records import Item
from proofpress.domain.spec import BatchSpec

_NAMED = 3


def doubts(spec: BatchSpec, division: Division, expected_usd: Decimal) -> Iterator[str]:
    """Warnings in words, each with its mend."""
    if spec.max_usd is not None and expected_usd > spec.max_usd:
        yield f"max_usd of {dollars(spec.max_usd)} is below the {dollars(expected_usd)} that all keepers should cost."
    if short := [item for item in division.items if item.max_attempts < item.spec.want]:
        yield f"Not enough drafts are allowed for {_names(short)}: raise max_usd_per_keeper or the item's max_attempts."
    if starved := _starved(division):
        yield (
            f"max_usd of {dollars(spec.max_usd or 0)} leaves no room for one draft and one final, at their worst "
            f"price, of {_names(starved)}: raise max_usd."
        )


def _starved(division: Division) -> list[Item]:
    """Items whose part of the dollars does not allow a single call."""
    room = {cohort.key: cohort.max_usd for cohort in division.cohorts}
    return [
        item
        for item in division.items
        if (usd := room[item.cohort]) is not None and usd < item.draft_worst_usd + item.final_worst_usd
    ]


def _names(items: Sequence[Item]) -> str:
    names = ", ".join(item.spec.id for item in items[:_NAMED])
    more = len(items) - _NAMED
    return f"{names} and {more} more" if more > 0 else names
