"""What the same keepers would have cost otherwise."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofpress.domain.counterfactuals import direct_cost, fixed_multiple_cost

DRAFT, FINAL = Decimal("0.0336"), Decimal("0.067")


@pytest.mark.parametrize(
    ("want", "accept_rate", "published"),
    [(1, 0.05, 0.774), (1, 0.35, 0.207), (1, 0.9, 0.168), (100, 0.1, 0.403), (100, 0.2, 0.234), (100, 0.35, 0.169)],
)
def test_a_keeper_by_a_fixed_three_costs_the_published_dollars(want: int, accept_rate: float, published: float) -> None:
    assert float(fixed_multiple_cost(1, want, accept_rate, DRAFT, FINAL)) == pytest.approx(published, rel=0.01)


def test_drafts_that_are_always_accepted_are_bought_three_times() -> None:
    assert float(fixed_multiple_cost(10, 5, 1.0, DRAFT, FINAL)) == pytest.approx(10 * (3 * 0.0336 + 0.067))


def test_ten_thousand_wanted_keepers_are_no_harder_than_one() -> None:
    assert float(fixed_multiple_cost(1, 10_000, 0.2, DRAFT, FINAL)) == pytest.approx(0.0336 / 0.2 + 0.067)


@given(keepers=st.integers(1, 1000), accept_rate=st.floats(0.01, 1))
def test_a_better_accept_rate_makes_no_way_dearer(keepers: int, accept_rate: float) -> None:
    better, tolerance = min(1.0, accept_rate * 1.1), Decimal("1e-9")
    assert fixed_multiple_cost(keepers, 4, better, DRAFT, FINAL) <= tolerance + fixed_multiple_cost(
        keepers, 4, accept_rate, DRAFT, FINAL
    )
    assert direct_cost(keepers, better, FINAL) <= tolerance + direct_cost(keepers, accept_rate, FINAL)


def test_the_final_model_alone_pays_for_every_picture_it_draws() -> None:
    assert float(direct_cost(10, 0.5, FINAL, Decimal("0.003"))) == pytest.approx(10 * 0.07 / 0.5)


def test_no_keepers_would_have_cost_nothing() -> None:
    assert fixed_multiple_cost(0, 1, 0.0, DRAFT, FINAL) == direct_cost(0, 0.0, FINAL) == 0
