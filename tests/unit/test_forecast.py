"""The bill before the first call: its expectation against simulated batches, its worst case against the formula."""

import random
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofpress.domain.expectation import expected
from proofpress.domain.forecast import ItemForecast, StageBill, forecast, worst_bill
from proofpress.domain.planning import BatchCounts, ItemCounts, item_cap, next_wave

VALUE, COST = 0.433, 0.0336


def an_item(**changes: object) -> ItemForecast:
    fields: dict[str, object] = {
        "want": 1,
        "waves": 4,
        "cap": 12,
        "accept_rate": 0.35,
        "limit": Decimal("0.50"),
        "draft": Decimal("0.03"),
        "review": Decimal("0.0036"),
        "final": Decimal("0.067"),
        "draft_worst": Decimal("0.123"),
        "review_worst": Decimal("0.002"),
        "final_worst": Decimal("0.25"),
    }
    return ItemForecast(**{**fields, **changes})  # type: ignore[arg-type]


def simulated(want: int, waves: int, mean: float, runs: int) -> tuple[float, float]:
    """Mean drafts and keepers of lone items whose true accept rates are what the planner believes."""
    chance, batch, cap = random.Random(7), BatchCounts(mean), item_cap(want, VALUE, COST)
    drafts = keepers = 0
    for _ in range(runs):
        rate, made, liked, done = chance.betavariate(4 * mean, 4 - 4 * mean), 0, 0, 0
        while size := next_wave(
            ItemCounts(want, max(0, want - liked), made, liked, done, waves, cap - made, VALUE, COST), batch
        ).size:
            liked += sum(chance.random() < rate for _ in range(size))
            made, done = made + size, done + 1
        drafts, keepers = drafts + made, keepers + min(liked, want)
    return drafts / runs, keepers / runs


@pytest.mark.parametrize("mean", [0.15, 0.35, 0.7])
@pytest.mark.parametrize(("want", "waves", "runs"), [(1, 1, 4000), (1, 4, 4000), (5, 4, 2000), (30, 3, 1000)])
def test_expected_drafts_and_keepers_are_those_of_the_simulated_planner(
    want: int, waves: int, runs: int, mean: float
) -> None:
    drafts, keepers = simulated(want, waves, mean, runs)
    one = expected(want, waves, item_cap(want, VALUE, COST), leverage=VALUE / COST, accept_rate=mean)
    assert one.drafts == pytest.approx(drafts, rel=0.1)
    assert one.keepers == pytest.approx(keepers, rel=0.1)


@given(want=st.integers(1, 20), waves=st.integers(1, 4), cap=st.integers(0, 60), accept_rate=st.floats(0.05, 0.9))
def test_no_expectation_passes_the_cap_or_what_is_wanted(want: int, waves: int, cap: int, accept_rate: float) -> None:
    one = expected(want, waves, cap, leverage=12.9, accept_rate=accept_rate)
    assert 0 <= one.drafts <= cap + 1e-6
    assert 0 <= one.keepers <= min(want, one.drafts) + 1e-6


def test_a_huge_want_is_scaled_from_a_smaller_one() -> None:
    hundred = expected(100, 4, 1280, leverage=12.9, accept_rate=0.35)
    million = expected(1_000_000, 4, 12_800_000, leverage=12.9, accept_rate=0.35)
    assert million.drafts == pytest.approx(10_000 * hundred.drafts)
    assert million.keepers == pytest.approx(10_000 * hundred.keepers)


def test_the_expected_bill_prices_each_stage_by_its_own_count() -> None:
    bill = forecast([an_item()] * 100)
    assert float(bill.expected.draft) == pytest.approx(bill.drafts * 0.03 * 1.05)
    assert float(bill.expected.review) == pytest.approx(bill.drafts * 0.0036)
    assert float(bill.expected.final) == pytest.approx(bill.keepers * 0.067 / 0.95)
    assert bill.expected.total == bill.expected.draft + bill.expected.review + bill.expected.final


def test_a_dear_final_leaves_less_to_spend_on_drafts() -> None:
    bill = forecast([an_item(final=Decimal("0.40"))])
    assert bill.drafts == pytest.approx(expected(1, 4, 12, leverage=0.1 / 0.0336, accept_rate=0.35).drafts)
    assert bill.drafts < forecast([an_item()]).drafts


def test_a_binding_cap_of_the_batch_shrinks_the_expectation() -> None:
    free, tight = forecast([an_item()] * 100), forecast([an_item()] * 100, max_attempts=100)
    assert tight.drafts == pytest.approx(100)
    assert tight.keepers / free.keepers == pytest.approx(100 / free.drafts)
    assert float(tight.expected.total / free.expected.total) == pytest.approx(100 / free.drafts)


def test_the_worst_bill_is_the_formula_to_the_cent() -> None:
    items = [an_item(want=2, cap=24), an_item(want=3, cap=36)]
    leases, renders, slots, wanted = 2, 3, 60, 5
    assert worst_bill(items) == StageBill(
        draft=leases * slots * Decimal("0.123"),
        review=leases * slots * Decimal("0.002"),
        final=leases * renders * wanted * Decimal("0.25"),
    )


def test_under_the_batchs_cap_the_dearest_slots_count_as_taken() -> None:
    cheap, dear = an_item(cap=10), an_item(cap=10, draft_worst=Decimal(1))
    assert worst_bill([cheap, dear], max_attempts=12).draft == 2 * (10 * Decimal(1) + 2 * Decimal("0.123"))


def test_a_cap_of_the_batch_above_its_items_changes_nothing() -> None:
    assert worst_bill([an_item()], max_attempts=1000) == worst_bill([an_item()])


def test_ten_thousand_prompts_of_different_length_are_forecast_from_few_expectations() -> None:
    items = [an_item(draft=Decimal("0.0336") + Decimal("0.00000025") * tokens) for tokens in range(10_000)]
    assert forecast(items).drafts > 10_000
    asked = {f"{float((item.limit - item.final) / (item.draft + item.review)):.3g}" for item in items}
    assert len(asked) < 100
