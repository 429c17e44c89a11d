"""What keepers would cost otherwise, by the planner's own belief about accept rates."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofpress.domain.counterfactuals import believed_multiple_cost, fixed_multiple_cost, planned_cost
from proofpress.domain.forecast import ItemForecast, forecast
from proofpress.domain.routing import FINALS_FAILED, REGENERATED

ITEM = ItemForecast(
    want=1,
    waves=4,
    cap=12,
    accept_rate=0.35,
    limit=Decimal("0.50"),
    draft=Decimal("0.0336"),
    review=Decimal(0),
    final=Decimal("0.067"),
    draft_worst=Decimal("0.12"),
    review_worst=Decimal(0),
    final_worst=Decimal("0.12"),
)


@pytest.mark.parametrize(("want", "published"), [(1, 0.225), (5, 0.207), (100, 0.200)])
def test_a_fixed_three_of_mixed_prompts_costs_the_published_dollars(want: int, published: float) -> None:
    # The published figures count neither regenerated drafts nor repeated finals.
    drafts = Decimal("0.0336") / Decimal(1 + REGENERATED)
    finals = Decimal("0.067") * Decimal(1 - FINALS_FAILED)
    item = replace(ITEM, want=want, draft=drafts, final=finals)
    assert float(believed_multiple_cost(item)) == pytest.approx(published, abs=0.002)


@given(rate=st.floats(0.05, 0.95), want=st.integers(1, 50))
def test_prompts_that_differ_cost_more_than_prompts_that_are_alike(rate: float, want: int) -> None:
    item = replace(ITEM, accept_rate=rate, want=want)
    draft, final = item.draft * Decimal(1 + REGENERATED), item.final / Decimal(1 - FINALS_FAILED)
    assert believed_multiple_cost(item) >= fixed_multiple_cost(1, want, rate, draft, final) - Decimal("1e-9")


def test_the_planned_cost_is_the_forecasts_own() -> None:
    bill = forecast([ITEM])
    assert planned_cost(ITEM) == bill.expected.total / Decimal(bill.keepers)


def test_an_item_that_is_not_worth_a_draft_has_no_planned_cost() -> None:
    assert planned_cost(replace(ITEM, limit=Decimal("0.068"))) is None
