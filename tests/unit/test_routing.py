"""Routes, thresholds and savings, against the published table of model pairs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofpress.domain.routing import RouteChoice, RouteQuotes, choose
from proofpress.domain.spec import Route

LITE, BATCH_LITE, STANDARD, PRO = 0.0336, 0.0168, 0.067, 0.134
PERSON = 0.0417
"""Five seconds at $30 an hour."""

PAIRS = {
    "lite to standard": (LITE, STANDARD),
    "lite to pro": (LITE, PRO),
    "batch lite to standard": (BATCH_LITE, STANDARD),
    "batch lite to pro": (BATCH_LITE, PRO),
    "equal prices": (LITE, LITE),
}


def bare(quotes: RouteQuotes, accept_rate: float, *, finals_failed: float = 0.0, **rates: float | None) -> RouteChoice:
    """A choice without regenerations and, unless told, without failed finals, as the table has it."""
    return choose(
        quotes,
        accept_rate,
        rates.get("direct_rate"),
        rates.get("ship_rate"),
        regenerated=0.0,
        finals_failed=finals_failed,
    )


@pytest.mark.parametrize(
    ("pair", "threshold", "fifth_fail", "person"),
    [
        ("lite to standard", 0.50, 0.40, 0.31),
        ("lite to pro", 0.75, 0.60, 0.57),
        ("batch lite to standard", 0.75, 0.60, 0.46),
        ("batch lite to pro", 0.875, 0.70, 0.67),
        ("equal prices", 0.0, 0.0, 0.0),
    ],
)
def test_two_tiers_pay_below_the_published_accept_rate(
    pair: str, threshold: float, fifth_fail: float, person: float
) -> None:
    draft, final = PAIRS[pair]
    quotes = RouteQuotes(draft, final)
    judged = RouteQuotes(draft, final, review=PERSON, final_review=PERSON)
    assert bare(quotes, 0.35).threshold == pytest.approx(threshold, abs=0.005)
    assert bare(quotes, 0.35, finals_failed=0.2).threshold == pytest.approx(fifth_fail, abs=0.005)
    assert bare(judged, 0.35).threshold == pytest.approx(person, abs=0.005)


@pytest.mark.parametrize(
    ("pair", "savings"),
    [
        ("lite to standard", (30, 15, 0, -20)),
        ("lite to pro", (55, 40, 25, 5)),
        ("batch lite to pro", (67, 52, 37, 17)),
        ("equal prices", (-20, -35, -50, -70)),
    ],
)
def test_two_tiers_save_the_published_share(pair: str, savings: tuple[int, ...]) -> None:
    for accept_rate, saving in zip((0.2, 0.35, 0.5, 0.7), savings, strict=True):
        choice = bare(RouteQuotes(*PAIRS[pair]), accept_rate)
        assert 100 * (1 - choice.two_tier / choice.direct) == pytest.approx(saving, abs=0.6)


@pytest.mark.parametrize(
    ("pair", "direct_rate", "ship_rate"),
    [
        ("lite to standard", 0.41, 0.21),
        ("lite to pro", 0.58, 0.15),
        ("batch lite to pro", 0.74, 0.09),
    ],
)
def test_the_other_routes_win_from_their_published_rates_on(pair: str, direct_rate: float, ship_rate: float) -> None:
    quotes = RouteQuotes(*PAIRS[pair])
    assert bare(quotes, 0.35, direct_rate=direct_rate - 0.01).route is Route.TWO_TIER
    assert bare(quotes, 0.35, direct_rate=direct_rate + 0.01).route is Route.DIRECT
    assert bare(quotes, 0.35, ship_rate=ship_rate - 0.01).route is Route.TWO_TIER
    assert bare(quotes, 0.35, ship_rate=ship_rate + 0.01).route is Route.CHEAP


price = st.floats(0.001, 1)
rate = st.floats(0.01, 0.99)


@given(draft=price, final=price, review=price, accept_rate=rate, better=st.floats(0.5, 1))
def test_the_threshold_is_where_the_two_routes_change_places(
    draft: float, final: float, review: float, accept_rate: float, better: float
) -> None:
    quotes = RouteQuotes(draft, final, review, reference=0.001)
    choice = choose(quotes, accept_rate, direct_rate=better * accept_rate)
    gap = choice.direct - choice.two_tier
    assert abs(gap) < 1e-9 or (gap > 0) == (accept_rate < choice.threshold)


def test_regenerations_and_failed_finals_are_paid_for() -> None:
    quotes = RouteQuotes(0.04, 0.1, review=0.01, reference=0.005, final_review=0.02)
    choice = choose(quotes, 0.5, regenerated=0.25, finals_failed=0.5)
    assert choice.two_tier == pytest.approx((0.05 + 0.01) / 0.5 + 0.125 / 0.5)
    assert choice.direct == pytest.approx((0.125 + 0.01) / 0.5)


def test_the_same_model_at_the_same_size_needs_no_second_picture() -> None:
    choice = choose(RouteQuotes(LITE, LITE, same=True), 0.35)
    assert choice.route is Route.DIRECT
    assert choice.why == "draft and final are the same picture: $0.101 a keeper, at 35% accepted"


def test_the_same_model_is_not_used_twice_even_where_its_drafts_come_cheaper() -> None:
    assert choose(RouteQuotes(BATCH_LITE, LITE), 0.1).route is Route.TWO_TIER
    assert choose(RouteQuotes(BATCH_LITE, LITE, same=True), 0.1).route is Route.DIRECT


def test_the_reason_gives_the_figures_of_the_choice() -> None:
    choice = choose(RouteQuotes(LITE, PRO), 0.35)
    assert choice.why == (
        "two tiers: $0.242 a keeper against $0.402 by the final model alone, at 35% accepted; two tiers pay below 75%"
    )


@pytest.mark.parametrize("route", list(Route))
def test_the_users_route_stands_and_the_reason_says_whose_it_is(route: Route) -> None:
    choice = choose(RouteQuotes(LITE, PRO), 0.35, wanted=route)
    assert choice.route is route
    assert "as the manifest asks" in choice.why


def test_equal_prices_are_said_never_to_pay() -> None:
    choice = choose(RouteQuotes(LITE, LITE), 0.35)
    assert choice.route is Route.DIRECT
    assert choice.why.endswith("two tiers never pay at these prices")


def test_a_very_cheap_draft_is_said_always_to_pay() -> None:
    choice = choose(RouteQuotes(0.0001, PRO), 0.35, direct_rate=0.2)
    assert choice.route is Route.TWO_TIER
    assert choice.why.endswith("two tiers always pay at these prices")
