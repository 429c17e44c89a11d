"""Builds the report of a batch from the ledger, finished or not."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TypeVar

from proofpress.domain import queries
from proofpress.domain.catalog import Catalog
from proofpress.domain.errors import BadInput
from proofpress.domain.queries import Query
from proofpress.domain.records import Attempt, Batch, Final, Item, Record
from proofpress.domain.states import AttemptState, StopReason
from proofpress.ports import Ledger
from proofpress.reporting.advice import advice_on_batch, advice_on_item
from proofpress.reporting.counterfactuals import add_up, would_have_cost
from proofpress.reporting.entries import draft_of, keeper_of
from proofpress.reporting.model import BatchReport, DraftReport, ItemReport, KeeperReport, Report, Times
from proofpress.reporting.screen_tally import ScreenTally
from proofpress.reporting.tally import Tally

R = TypeVar("R", bound=Record)

SHEET_LIMIT = 400
"""Attempts up to which a report lists every one; beyond it lists the keepers only, so that its size follows theirs."""

_PAGE = 500


def build(ledger: Ledger, batch_id: str, catalog: Catalog) -> Report:
    """Read a batch once and report on it; memory follows the number of items and keepers, not of attempts.

    Raises:
        BadInput: the ledger has no such batch.
    """
    batch = ledger.get(Batch, batch_id)
    if batch is None:
        raise BadInput(f"There is no batch {batch_id!r} here: `proofpress status` lists those there are.")
    gathered = _Gathered()
    # In the order opposite to the one they are written in: a batch under way then shows no keeper without its final.
    for attempt in _pages(ledger, queries.attempts(batch_id)):
        gathered.add_attempt(attempt)
    for final in _pages(ledger, queries.finals(batch_id)):
        gathered.add_final(final)
    items = sorted(_pages(ledger, queries.items(batch_id)), key=lambda item: item.position)
    return _report(batch, items, gathered, catalog)


@dataclass
class _Gathered:
    whole: Tally = field(default_factory=Tally)
    screen: ScreenTally = field(default_factory=ScreenTally)
    of_item: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    delivered: dict[str, dict[int, Attempt]] = field(default_factory=lambda: defaultdict(dict))
    finals: dict[str, list[Final]] = field(default_factory=lambda: defaultdict(list))
    drafts: dict[str, list[DraftReport]] = field(default_factory=lambda: defaultdict(list))
    attempts: int = 0

    def add_attempt(self, attempt: Attempt) -> None:
        self.whole.add_attempt(attempt)
        self.screen.add(attempt)
        self.of_item[attempt.item].add_attempt(attempt)
        if attempt.state is AttemptState.DELIVERED:
            self.delivered[attempt.item][attempt.number] = attempt
        if attempt.state is not AttemptState.CANCELLED:
            self._add_draft(attempt)

    def add_final(self, final: Final) -> None:
        self.whole.add_final(final)
        self.of_item[final.item].add_final(final)
        if final.number in self.delivered.get(final.item, {}):
            self.finals[final.attempt].append(final)

    def _add_draft(self, attempt: Attempt) -> None:
        self.attempts += 1
        if self.attempts <= SHEET_LIMIT:
            self.drafts[attempt.item].append(draft_of(attempt))
        else:
            self.drafts.clear()

    def keepers_of(self, item: Item) -> Iterator[KeeperReport]:
        for _, attempt in sorted(self.delivered.get(item.key, {}).items()):
            finals = sorted(self.finals.get(attempt.key, []), key=lambda final: final.render)
            keeper = keeper_of(item, attempt, finals)
            if keeper is not None:
                yield keeper

    def drafts_of(self, item: Item) -> list[DraftReport]:
        return sorted(self.drafts.get(item.key, []), key=lambda draft: draft.attempt)


def _report(batch: Batch, items: list[Item], gathered: _Gathered, catalog: Catalog) -> Report:
    rate = gathered.whole.accept_rate().rate
    reports = tuple(_item(item, gathered.of_item[item.key], catalog, rate) for item in items)
    return Report(
        batch=_batch(batch, items, reports, gathered.whole),
        items=reports,
        keepers=tuple(keeper for item in items for keeper in gathered.keepers_of(item)),
        drafts=tuple(draft for item in items for draft in gathered.drafts_of(item)),
        screening=gathered.screen.report({item.key: item for item in items}),
    )


def _item(item: Item, tally: Tally, catalog: Catalog, rate: float | None) -> ItemReport:
    otherwise = would_have_cost(catalog, item, tally.keepers, rate)
    numbers = tally.numbers(wanted=item.spec.want, waves=item.waves, would_have_cost=otherwise)
    return ItemReport(
        **dict(numbers),
        id=item.spec.id,
        position=item.position,
        prompt=item.spec.prompt,
        aspect_ratio=item.spec.aspect_ratio,
        state=item.state,
        route=item.route,
        why=item.why,
        stop_reason=item.stop_reason,
        advice=advice_on_item(item, numbers),
    )


def _batch(batch: Batch, items: list[Item], reports: tuple[ItemReport, ...], whole: Tally) -> BatchReport:
    waves = max((item.waves for item in items), default=0)
    numbers = whole.numbers(wanted=batch.wanted, waves=waves, would_have_cost=add_up(reports))
    stopped = _stopped(items)
    seconds = (batch.closed - batch.created).total_seconds() if batch.closed else None
    return BatchReport(
        **dict(numbers),
        id=batch.id,
        state=batch.state,
        items=batch.items,
        stopped=stopped,
        advice=advice_on_batch(stopped, numbers),
        warnings=batch.warnings,
        times=Times(created=batch.created, closed=batch.closed, seconds=seconds),
    )


def _stopped(items: list[Item]) -> dict[StopReason, int]:
    counts = Counter(item.stop_reason for item in items if item.stop_reason)
    return {reason: counts[reason] for reason in StopReason if counts[reason]}


def _pages(ledger: Ledger, query: Query[R]) -> Iterator[R]:
    page = replace(query, limit=_PAGE)
    while found := ledger.find(page):
        yield from found
        page = replace(page, after=found[-1].key)
