"""Makes a plan of a manifest: the same prices, routes and caps that intake will settle."""

from datetime import UTC, datetime
from decimal import Decimal

from proofpress.domain.catalog import Catalog
from proofpress.domain.dividing import Division, divide
from proofpress.domain.forecast import BillForecast, ItemForecast, StageBill, forecast
from proofpress.domain.money import ZERO
from proofpress.domain.quotes import Quote, quote
from proofpress.domain.records import MAX_LEASES, MAX_SLOT_RENDERS, Item
from proofpress.domain.spec import BatchSpec, ReviewMode, Route
from proofpress.entry.planning.doubts import doubts
from proofpress.entry.planning.lanes import all_live, lane_plan, late, uses_batch_lane
from proofpress.entry.planning.model import Caps, Expected, LanePlan, PlannedItem, PlanView, StageUsd, Worst
from proofpress.entry.planning.otherwise import forecast_of, otherwise
from proofpress.entry.planning.pace import pace_of
from proofpress.entry.planning.routes import routes_of
from proofpress.entry.settings import Settings
from proofpress.reporting.numbers import WouldHaveCost

_UNNAMED = "plan"
"""Stands in for the batch's name, which nothing in a plan depends on."""

_DECIMALS = 9
"""Nanodollars: what is expected comes with many more digits than it is good for."""


def plan_of(
    catalog: Catalog, spec: BatchSpec, settings: Settings | None = None, at: datetime | None = None
) -> PlanView:
    """Plan a manifest at the pace of the settings; UnknownPrice where models.toml lacks a price it needs.

    `at` is when it begins, from which its lanes follow; None: now.
    """
    at = at or datetime.now(UTC)
    division = divide(catalog, _UNNAMED, spec, at)
    quotes = [quote(catalog, item.spec, at) for item in division.items]
    forecasts = [
        forecast_of(item.spec, item.max_attempts, quoted, item.most_waves)
        for item, quoted in zip(division.items, quotes, strict=True)
    ]
    bill = forecast(forecasts, spec.max_attempts)
    expected = _expected(bill, spec.max_usd)
    worst = _worst(bill.worst, division.wanted, _slots(spec, division.items))
    planned = tuple(_planned(catalog, *pair) for pair in zip(division.items, quotes, strict=True))
    return PlanView(
        name=spec.name,
        wanted=division.wanted,
        expected=expected,
        worst=worst,
        worst_usd=worst.usd.total if spec.max_usd is None else min(spec.max_usd, worst.usd.total),
        caps=Caps(max_attempts=spec.max_attempts, max_usd=spec.max_usd),
        lanes=_lanes(catalog, spec, division, at),
        would_have_cost=_rounded(otherwise(catalog, division.items, forecasts, _share(forecasts, expected.keepers))),
        pace=pace_of(planned, expected, settings or Settings()),
        warnings=(*spec.warnings, *doubts(spec, division, bill.expected.total), *late(division, at)),
        routes=routes_of(planned),
        items=planned,
    )


def _expected(bill: BillForecast, max_usd: Decimal | None) -> Expected:
    """Where the cap in dollars is below what is expected, everything shrinks in proportion."""
    total = bill.expected.total
    share = Decimal(1) if max_usd is None or total <= max_usd else max_usd / total
    keepers = bill.keepers * float(share)
    return Expected(
        drafts=round(bill.drafts * float(share), 3),
        keepers=round(keepers, 3),
        usd=_stages(bill.expected, share),
        usd_per_keeper=round(total * share / Decimal(keepers), _DECIMALS) if keepers else None,
    )


def _stages(bill: StageBill, share: Decimal = Decimal(1)) -> StageUsd:
    parts = (bill.draft, bill.review, bill.final, bill.total)
    draft, review, render, total = (round(part * share, _DECIMALS) for part in parts)
    return StageUsd(draft=draft, review=review, render=render, total=total)


def _lanes(catalog: Catalog, spec: BatchSpec, division: Division, at: datetime) -> LanePlan | None:
    if not uses_batch_lane(division.items):
        return None
    live = _expected(all_live(catalog, spec), spec.max_usd)
    return lane_plan(division, live.usd, live.keepers, at)


def _slots(spec: BatchSpec, items: tuple[Item, ...]) -> int:
    slots = sum(item.max_attempts for item in items)
    return slots if spec.max_attempts is None else min(slots, spec.max_attempts)


def _worst(bill: StageBill, wanted: int, slots: int) -> Worst:
    return Worst(
        leases=MAX_LEASES,
        slots=slots,
        draft_and_review_usd=round((bill.draft + bill.review) / (MAX_LEASES * slots), _DECIMALS) if slots else ZERO,
        wanted=wanted,
        renders=MAX_SLOT_RENDERS,
        final_usd=bill.final / (MAX_LEASES * MAX_SLOT_RENDERS * wanted),
        usd=_stages(bill),
    )


def _planned(catalog: Catalog, item: Item, quoted: Quote) -> PlannedItem:
    spec, two_tier = item.spec, item.route is Route.TWO_TIER
    by_model = spec.review.mode is ReviewMode.MODEL
    return PlannedItem(
        id=spec.id,
        want=spec.want,
        route=item.route,
        why=item.why,
        draft_model=catalog.model(item.draft_tier).id,
        draft_size=item.draft_size,
        final_model=catalog.model(spec.final).id if two_tier else None,
        final_size=spec.image_size if two_tier else None,
        review=catalog.model(spec.review.tier).id if by_model else spec.review.mode.value,
        draft_lane=item.draft_lane,
        final_lane=item.final_lane,
        draft_usd=quoted.verdict_usd,
        final_usd=quoted.final_usd if two_tier else None,
        max_attempts=item.max_attempts,
    )


def _share(forecasts: list[ItemForecast], keepers: float) -> Decimal:
    """What the batch's caps leave of the keepers that its items expect by themselves."""
    uncapped = forecast(forecasts).keepers
    return Decimal(keepers / uncapped) if uncapped else ZERO


def _rounded(ways: WouldHaveCost) -> WouldHaveCost:
    known = {name: round(usd, _DECIMALS) for name, usd in ways if usd is not None}
    return WouldHaveCost(**known)
