"""A resolved manifest as ledger records: items priced and routed, cohorts with their parts of the caps. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_DOWN, Decimal

from proofpress.domain.catalog import Catalog
from proofpress.domain.deadlines import TOO_LATE, most_waves
from proofpress.domain.lanes import LaneChoice
from proofpress.domain.planning import LEAST_COST, item_cap
from proofpress.domain.quotes import Quote, quote
from proofpress.domain.records import Cohort, Item
from proofpress.domain.spec import BatchSpec, ItemSpec, ReviewMode

COHORT_SIZE = 100
"""Items planned together. Large enough for the shared prior to outweigh its assumption of ten items."""


@dataclass(frozen=True)
class Division:
    """What intake writes."""

    items: tuple[Item, ...]
    cohorts: tuple[Cohort, ...]

    @property
    def wanted(self) -> int:
        """Keepers wanted in all."""
        return sum(item.spec.want for item in self.items)


def divide(catalog: Catalog, batch: str, spec: BatchSpec, at: datetime | None = None) -> Division:
    """Price and route every item, group items into cohorts, and divide the batch's caps among them.

    The parts are settled here, once, so that no two planners ever draw on one counter. `at` is when the batch began, by
    which lanes are chosen (see `quotes.quote`).
    UnknownPrice where models.toml lacks a price that some item needs.
    """
    cohorts: list[Cohort] = []
    items: list[Item] = []
    for number, members in enumerate(_groups(spec.items), start=1):
        key = f"{batch}/{number:04d}"
        priced = [
            _item(batch, key, len(items) + place, member, quote(catalog, member, at), at)
            for place, member in enumerate(members)
        ]
        cohorts.append(Cohort(batch=batch, number=number, max_attempts=sum(item.max_attempts for item in priced)))
        items += priced
    return Division(tuple(items), tuple(_capped(spec, items, cohorts)))


def _groups(items: Sequence[ItemSpec]) -> Iterator[list[ItemSpec]]:
    """Neighbouring items, up to COHORT_SIZE; an item that a person reviews waits for nobody else's decisions."""
    group: list[ItemSpec] = []
    for item in items:
        by_hand = item.review.mode is ReviewMode.HAND
        if group and (by_hand or len(group) == COHORT_SIZE or group[-1].review.mode is ReviewMode.HAND):
            yield group
            group = []
        group.append(item)
    if group:
        yield group


def _item(batch: str, cohort: str, position: int, spec: ItemSpec, quoted: Quote, at: datetime | None) -> Item:
    value = float(spec.max_usd_per_keeper - quoted.final_usd)
    own = item_cap(spec.want, value, max(float(quoted.verdict_usd), LEAST_COST)) if value > 0 else 0
    return Item(
        batch=batch,
        cohort=cohort,
        position=position,
        spec=spec,
        route=quoted.route,
        why=quoted.why,
        draft_tier=quoted.draft_tier,
        draft_size=quoted.draft_size,
        draft_usd=quoted.verdict_usd,
        final_usd=quoted.final_usd,
        draft_worst_usd=quoted.verdict_worst_usd,
        review_worst_usd=quoted.review_worst_usd,
        final_worst_usd=quoted.final_worst_usd,
        max_attempts=spec.max_attempts if spec.max_attempts is not None else own,
        draft_lane=quoted.draft_lane,
        final_lane=quoted.final_lane,
        rounds=_rounds(spec, quoted, at or TOO_LATE),
    )


def _rounds(spec: ItemSpec, quoted: Quote, at: datetime) -> int | None:
    if quoted.draft_lane is LaneChoice.LIVE:
        return None
    return most_waves(quoted.draft_lane, spec.lanes, spec.waves, at)


def _capped(spec: BatchSpec, items: Sequence[Item], cohorts: Sequence[Cohort]) -> Iterator[Cohort]:
    """The cohorts with their parts of the batch's caps, in proportion to what they may and are likely to use."""
    slots = [cohort.max_attempts for cohort in cohorts]
    if spec.max_attempts is not None and spec.max_attempts < sum(slots):
        slots = _shares(spec.max_attempts, slots)
    weights = {cohort.key: Decimal(0) for cohort in cohorts}
    for item in items:
        weights[item.cohort] += likely_usd(item)
    total = sum(weights.values()) or Decimal(1)
    for cohort, part in zip(cohorts, slots, strict=True):
        usd = None
        if spec.max_usd is not None:
            usd = (spec.max_usd * weights[cohort.key] / total).quantize(Decimal("1e-9"), rounding=ROUND_DOWN)
        yield cohort.having(max_attempts=part, max_usd=usd)


def likely_usd(item: Item) -> Decimal:
    """Dollars that an item's keepers take if drafts are accepted at the assumed rate."""
    return item.spec.want * (item.draft_usd / Decimal(str(item.spec.accept_rate)) + item.final_usd)


def _shares(total: int, weights: Sequence[int]) -> list[int]:
    """`total` divided in proportion to the weights, whole numbers, adding up to it exactly (largest remainders)."""
    whole = sum(weights)
    exact = [total * weight / whole for weight in weights]
    shares = [int(part) for part in exact]
    behind = sorted(range(len(weights)), key=lambda place: shares[place] - exact[place])
    for place in behind[: total - sum(shares)]:
        shares[place] += 1
    return shares
