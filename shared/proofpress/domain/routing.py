"""Which models an item should pass through, by what a keeper is expected to cost on each route."""

from dataclasses import dataclass

from proofpress.domain.spec import Route

REGENERATED = 0.05
"""Share of draft calls that come back empty or broken and are made once more, until it is measured."""

FINALS_FAILED = 0.05
"""Share of finals that have to be rendered again, until it is measured."""


@dataclass(frozen=True)
class RouteQuotes:
    """Dollars of single calls for one item."""

    draft: float
    final: float
    """The final model's picture, without the draft as reference."""
    direct: float | None = None
    """The same picture made as a draft, where drafts have a lane of their own; None: like `final`."""
    review: float = 0.0
    reference: float = 0.0
    """What the draft adds to a final's price as its reference image."""
    final_review: float = 0.0
    """Another look at the final, where there is one."""
    same: bool = False
    """Draft and final are the same model at the same size."""


@dataclass(frozen=True)
class RouteChoice:
    """The route, and the dollars per keeper that speak for it."""

    route: Route
    two_tier: float
    direct: float
    cheap: float | None
    """None where nobody knows how often a draft is good enough to ship."""
    threshold: float
    """Accept rate below which two tiers are cheaper than the final model alone; at 0 or less they never are."""
    why: str


def choose(
    quotes: RouteQuotes,
    accept_rate: float,
    direct_rate: float | None = None,
    ship_rate: float | None = None,
    *,
    wanted: Route | None = None,
    regenerated: float = REGENERATED,
    finals_failed: float = FINALS_FAILED,
) -> RouteChoice:
    """Choose the cheapest route, or keep to the wanted one, and say why.

    `direct_rate` is the share of the final model's own pictures that are accepted, taken to be `accept_rate`
    until it is measured; `ship_rate` the share of drafts that may be shipped as they are. All rates above 0.
    """
    draft = quotes.draft * (1 + regenerated) + quotes.review
    direct = (quotes.final if quotes.direct is None else quotes.direct) * (1 + regenerated) + quotes.review
    final = (quotes.final + quotes.reference + quotes.final_review) / (1 - finals_failed)
    better = (direct_rate or accept_rate) / accept_rate
    costs = {
        Route.TWO_TIER: draft / accept_rate + final,
        Route.DIRECT: direct / (direct_rate or accept_rate),
    }
    if ship_rate is not None:
        costs[Route.CHEAP] = draft / ship_rate
    threshold = (direct - better * draft) / (better * final)
    route = wanted or _cheapest(costs, same=quotes.same)
    why = _why(route, costs, accept_rate, threshold, wanted=wanted, same=quotes.same)
    return RouteChoice(route, costs[Route.TWO_TIER], costs[Route.DIRECT], costs.get(Route.CHEAP), threshold, why)


def _cheapest(costs: dict[Route, float], *, same: bool) -> Route:
    if same:
        return Route.DIRECT
    return min(costs, key=lambda route: costs[route])


def _why(
    route: Route,
    costs: dict[Route, float],
    accept_rate: float,
    threshold: float,
    *,
    wanted: Route | None,
    same: bool,
) -> str:
    if wanted is None and same:
        return (
            f"draft and final are the same picture: ${costs[Route.DIRECT]:.3f} a keeper, at {accept_rate:.0%} accepted"
        )
    figures = _compared(route, costs)
    asked = " (as the manifest asks)" if wanted else ""
    return f"{_NAMES[route]}{asked}: {figures}, at {accept_rate:.0%} accepted; {_pays(threshold)}"


_ROUNDS_TO_NOTHING = 0.005
_NAMES = {Route.TWO_TIER: "two tiers", Route.DIRECT: "the final model alone", Route.CHEAP: "the draft model alone"}


def _compared(route: Route, costs: dict[Route, float]) -> str:
    others = " and ".join(f"${usd:.3f} by {_NAMES[other]}" for other, usd in costs.items() if other is not route)
    return f"${costs[route]:.3f} a keeper against {others}" if route in costs else f"against {others}"


def _pays(threshold: float) -> str:
    if threshold < _ROUNDS_TO_NOTHING:
        return "two tiers never pay at these prices"
    if threshold >= 1:
        return "two tiers always pay at these prices"
    return f"two tiers pay below {threshold:.0%}"
