"""What an item is priced at."""

from decimal import Decimal

import pytest

from proofpress.domain.errors import UnknownPrice
from proofpress.domain.quotes import Quote, quote
from proofpress.domain.spec import ItemSpec, ReviewMode, ReviewSpec, Route
from tests.support.pipeline import catalog


def quoted(route: Route | None = None, review: ReviewMode = ReviewMode.NONE, **changes: object) -> Quote:
    item = ItemSpec(
        id="sea",
        prompt="abc",
        template="t",
        final="pro",
        route=route,
        review=ReviewSpec(mode=review),
        max_usd_per_keeper=Decimal(1),
    )
    return quote(catalog(), item.model_copy(update=changes))


def test_two_tiers_draft_by_the_cheap_model_and_render_by_the_final_one() -> None:
    prices = quoted(Route.TWO_TIER, image_size="2K")
    assert (prices.route, prices.draft_tier, prices.draft_size) == (Route.TWO_TIER, "lite", "1K")
    assert prices.draft_usd == Decimal("0.03360025")  # 1 x $0.25/M + 1,120 x $30/M
    assert prices.draft_worst_usd == Decimal("0.12288025")  # the limit of 4,096 tokens instead
    assert prices.final_usd > Decimal("0.1344")  # 1,120 x $120/M, besides the prompt and the draft
    assert prices.final_worst_usd > Decimal("0.737")  # 6,144 x $120/M


@pytest.mark.parametrize(
    ("route", "tier", "size"), [(Route.DIRECT, "pro", "1K"), (Route.CHEAP, "lite", "1K")], ids=["direct", "cheap"]
)
def test_an_accepted_draft_that_is_the_final_costs_nothing_more(route: Route, tier: str, size: str) -> None:
    prices = quoted(route)
    assert (prices.draft_tier, prices.draft_size) == (tier, size)
    assert prices.final_usd == prices.final_worst_usd == 0


def test_only_the_vision_reviewer_is_paid() -> None:
    assert quoted(review=ReviewMode.NONE).review_usd == quoted(review=ReviewMode.HAND).review_worst_usd == 0
    reviewed = quoted(Route.TWO_TIER, ReviewMode.MODEL)
    assert 0 < reviewed.review_usd < reviewed.review_worst_usd
    assert reviewed.verdict_usd == reviewed.draft_usd + reviewed.review_usd
    assert reviewed.verdict_worst_usd == reviewed.draft_worst_usd + reviewed.review_worst_usd


@pytest.mark.parametrize("route", Route)
@pytest.mark.parametrize("prompt", ["a", "a long prompt " * 200])
def test_what_is_expected_is_never_more_than_the_worst(route: Route, prompt: str) -> None:
    prices = quoted(route, ReviewMode.MODEL, prompt=prompt)
    assert prices.verdict_usd <= prices.verdict_worst_usd
    assert prices.final_usd <= prices.final_worst_usd


def test_a_route_that_is_not_asked_for_is_chosen_with_a_reason() -> None:
    prices = quoted(None)
    assert prices.route in Route
    assert prices.why


def test_a_price_that_is_not_listed_stops() -> None:
    with pytest.raises(UnknownPrice):
        quoted(Route.DIRECT, image_size="512")
    with pytest.raises(UnknownPrice, match="knows no tier or model"):
        quoted(Route.DIRECT, final="unheard-of")
