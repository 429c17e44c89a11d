"""The worth of one more draft, against the sum that defines it."""

import math
from fractions import Fraction
from itertools import islice, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofpress.domain.marginals import drafts_worth, marginal, marginals, needed

shape = st.floats(0.05, 50)


def rising(x: Fraction, steps: int) -> Fraction:
    return math.prod((x + i for i in range(steps)), start=Fraction(1))


def by_definition(n: int, short: int, a: Fraction, b: Fraction) -> Fraction:
    """The sum over the outcomes of the n-1 drafts before, in exact fractions."""
    total = Fraction(0)
    for k in range(min(short, n)):
        outcome = math.comb(n - 1, k) * rising(a, k) * rising(b, n - 1 - k) / rising(a + b, n - 1)
        total += outcome * (a + k) / (a + b + n - 1)
    return total


@given(
    n=st.integers(1, 40),
    short=st.integers(1, 15),
    a=st.fractions(Fraction(1, 20), 20),
    b=st.fractions(Fraction(1, 20), 20),
)
def test_the_walk_agrees_with_the_sum_over_all_outcomes(n: int, short: int, a: Fraction, b: Fraction) -> None:
    assert marginal(n, short, float(a), float(b)) == pytest.approx(float(by_definition(n, short, a, b)), abs=1e-12)


@given(short=st.integers(1, 200), a=shape, b=shape)
def test_one_more_draft_is_never_worth_more_than_the_one_before(short: int, a: float, b: float) -> None:
    chances = list(islice(needed(short, a, b), 400))
    assert chances[:short] == [1.0] * short
    assert all(later <= earlier for earlier, later in pairwise(chances))
    assert chances[-1] >= 0


@given(short=st.integers(1, 20), a=shape, b=shape)
def test_the_worth_of_all_drafts_adds_up_to_no_more_than_is_short(short: int, a: float, b: float) -> None:
    assert sum(islice(marginals(short, a, b), 2000)) <= short + 1e-6


def test_thousands_of_keepers_and_drafts_do_not_wear_the_figures_out() -> None:
    a, b, short, n = 3501.0, 6503.0, 10_000, 28_800
    mean, spread = a / (a + b), math.sqrt(a * b / (a + b) ** 2 / (a + b + 1))
    deviations = (short - n * mean) / math.sqrt(n * mean * (1 - mean) + (n * spread) ** 2)
    normal = (1 + math.erf(deviations / math.sqrt(2))) / 2
    assert marginal(n, short, a, b) / mean == pytest.approx(normal, abs=0.01)


def test_the_number_of_drafts_stops_at_the_floor_or_at_the_limit() -> None:
    assert drafts_worth(1, 1, 1, floor=1 / 3, limit=100) == 2, "needed with 1, 1/3, 1/6 under a flat belief"
    assert drafts_worth(1, 1, 1, floor=0.3, limit=1) == 1
    assert drafts_worth(5, 1, 1, floor=1.0, limit=100) == 5
