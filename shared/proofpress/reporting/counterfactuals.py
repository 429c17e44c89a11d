"""Prices the same keepers by other ways: a fixed multiple of drafts, and the final model alone."""

from collections.abc import Iterable
from decimal import Decimal

from proofpress.domain.catalog import Catalog
from proofpress.domain.counterfactuals import direct_cost, fixed_multiple_cost
from proofpress.domain.errors import UnknownPrice
from proofpress.domain.money import ZERO
from proofpress.domain.quotes import Quote, quote
from proofpress.domain.records import Item
from proofpress.domain.spec import Route
from proofpress.reporting.numbers import Numbers, WouldHaveCost


def would_have_cost(catalog: Catalog, item: Item, keepers: int, accept_rate: float | None) -> WouldHaveCost:
    """What an item's keepers would have cost otherwise, at the batch's accept rate and today's prices."""
    if not keepers or not accept_rate:
        return WouldHaveCost()
    tiers, alone = _quote(catalog, item, Route.TWO_TIER), _quote(catalog, item, Route.DIRECT)
    want = item.spec.want
    return WouldHaveCost(
        fixed_multiple=tiers and fixed_multiple_cost(keepers, want, accept_rate, tiers.verdict_usd, tiers.final_usd),
        final_alone=alone and direct_cost(keepers, accept_rate, alone.draft_usd, alone.review_usd),
    )


def add_up(items: Iterable[Numbers]) -> WouldHaveCost:
    """The sums over the items that have keepers; None where one of them is unknown."""
    known = [item.would_have_cost for item in items if item.keepers]
    return WouldHaveCost(
        fixed_multiple=_sum(each.fixed_multiple for each in known),
        final_alone=_sum(each.final_alone for each in known),
    )


def _quote(catalog: Catalog, item: Item, route: Route) -> Quote | None:
    try:
        return quote(catalog, item.spec.model_copy(update={"route": route}))
    except UnknownPrice:
        return None


def _sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    total: Decimal | None = None
    for amount in amounts:
        if amount is None:
            return None
        total = (total or ZERO) + amount
    return total
