"""What the keepers that a plan expects would cost by other ways, by the same belief about accept rates."""

from collections.abc import Iterable
from decimal import Decimal

from proofpress.domain.catalog import Catalog
from proofpress.domain.counterfactuals import believed_multiple_cost, planned_cost
from proofpress.domain.errors import UnknownPrice
from proofpress.domain.forecast import ItemForecast, forecast
from proofpress.domain.money import ZERO
from proofpress.domain.planning import LEAST_COST, item_cap
from proofpress.domain.quotes import Quote, quote
from proofpress.domain.records import Item
from proofpress.domain.spec import ItemSpec, Route
from proofpress.reporting.numbers import WouldHaveCost


def forecast_of(spec: ItemSpec, cap: int, quoted: Quote, waves: int | None = None) -> ItemForecast:
    """An item with the prices of a route, as the forecast wants it; `waves` where they are not the spec's."""
    return ItemForecast(
        want=spec.want,
        waves=spec.waves if waves is None else waves,
        cap=cap,
        accept_rate=spec.accept_rate,
        limit=spec.max_usd_per_keeper,
        draft=quoted.draft_usd,
        review=quoted.review_usd,
        final=quoted.final_usd,
        draft_worst=quoted.draft_worst_usd,
        review_worst=quoted.review_worst_usd,
        final_worst=quoted.final_worst_usd,
    )


def otherwise(
    catalog: Catalog, items: Iterable[Item], forecasts: Iterable[ItemForecast], share: Decimal
) -> WouldHaveCost:
    """Dollars of the keepers expected, of which the batch's caps leave a share; None where a way cannot be priced."""
    multiple: Decimal | None = ZERO
    alone: Decimal | None = ZERO
    for item, own in zip(items, forecasts, strict=True):
        keepers = Decimal(forecast([own]).keepers) * share
        multiple = _plus(multiple, keepers, _multiple(catalog, item.spec))
        alone = _plus(alone, keepers, _alone(catalog, item.spec))
    return WouldHaveCost(fixed_multiple=multiple, final_alone=alone)


def _multiple(catalog: Catalog, spec: ItemSpec) -> Decimal | None:
    quoted = _quote(catalog, spec, Route.TWO_TIER)
    return None if quoted is None else believed_multiple_cost(forecast_of(spec, 0, quoted))


def _alone(catalog: Catalog, spec: ItemSpec) -> Decimal | None:
    quoted = _quote(catalog, spec, Route.DIRECT)
    if quoted is None:
        return None
    own = item_cap(spec.want, float(spec.max_usd_per_keeper), max(float(quoted.verdict_usd), LEAST_COST))
    return planned_cost(forecast_of(spec, own if spec.max_attempts is None else spec.max_attempts, quoted))


def _quote(catalog: Catalog, spec: ItemSpec, route: Route) -> Quote | None:
    try:
        return quote(catalog, spec.model_copy(update={"route": route}))
    except UnknownPrice:
        return None


def _plus(total: Decimal | None, keepers: Decimal, each: Decimal | None) -> Decimal | None:
    return None if total is None or each is None else total + keepers * each
