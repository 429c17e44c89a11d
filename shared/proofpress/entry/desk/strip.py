"""The figures on top of a sheet: how many keepers there are, what they cost so far, and what comes next."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from proofpress.domain.money import ZERO
from proofpress.domain.planning import BatchCounts, ItemCounts, belief
from proofpress.domain.records import Batch, Cohort, Item
from proofpress.domain.states import AttemptState, BatchState, ItemState
from proofpress.entry.desk.board import Board
from proofpress.entry.desk.frames import Kind
from proofpress.entry.desk.tally import Tally


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
    rows = [_Row(each, board.tally(each.key)) for each in board.items() if item in (None, each.key)]
    kinds = sum((row.tally.kinds for row in rows), Counter[Kind]())
    batch = board.batch
    return Strip(
        state=batch.state if batch else BatchState.CANCELLED,
        wanted=sum(row.item.spec.want for row in rows),
        keepers=sum(row.tally.of(AttemptState.DELIVERED) for row in rows),
        accepted=sum(row.tally.of(AttemptState.ACCEPTED) for row in rows),
        waiting=kinds[Kind.WAITING],
        spent=sum((row.tally.spent for row in rows), ZERO),
        perhaps=sum((row.tally.perhaps for row in rows), ZERO),
        possible=sum((row.tally.possible for row in rows), ZERO),
        next_usd=_next(rows),
        drafts_needed=_needed(rows, board.cohorts()) if _is_open(batch) else None,
        counts=dict(kinds),
        finals=sum(row.tally.finals for row in rows),
    )


@dataclass(frozen=True)
class _Row:
    item: Item
    tally: Tally

    @property
    def short(self) -> int:
        """Keepers that the item still lacks."""
        return max(0, self.item.spec.want - self.tally.held)


def _is_open(batch: Batch | None) -> bool:
    return batch is not None and batch.state in (BatchState.INTAKE, BatchState.OPEN)


def _next(rows: Sequence[_Row]) -> tuple[Decimal, Decimal] | None:
    prices = [row.item.final_usd for row in rows if row.short]
    return (min(prices), max(prices)) if prices else None


def _needed(rows: Sequence[_Row], cohorts: Iterable[Cohort]) -> int:
    """Drafts that the items that are short should still take, by what the planner believes of their accept rates."""
    learnt = {cohort.key: cohort for cohort in cohorts}
    missing = (row for row in rows if row.short and row.item.state is not ItemState.STOPPED)
    return sum(_of_item(row, learnt.get(row.item.cohort)) for row in missing)


def _of_item(row: _Row, cohort: Cohort | None) -> int:
    item, tally = row.item, row.tally
    left = max(0, item.max_attempts - item.allocated)
    counts = ItemCounts(
        item.spec.want, row.short, tally.judged, tally.liked, item.waves, item.spec.waves, left, value=1.0, cost=1.0
    )
    a, b = belief(counts, _batch(item, cohort))
    # Within a tenth of what domain.expectation sums up over every outcome of every wave, at no cost.
    looks = row.short * (a + b) / a
    return min(left, max(0, math.ceil(looks - tally.under_way)))


def _batch(item: Item, cohort: Cohort | None) -> BatchCounts:
    if cohort is None:
        return BatchCounts(item.spec.accept_rate)
    return BatchCounts(item.spec.accept_rate, cohort.first_waves, cohort.first_wave_rates)
