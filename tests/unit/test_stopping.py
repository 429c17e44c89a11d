"""The bad-prompt test and Wilson's interval, against their published figures."""

import math
from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofpress.domain.stopping import hopeless_message, looks_hopeless, wilson


def looked_at_always(rate: float, drafts: int) -> tuple[float, float]:
    """Chance that a prompt is ever called bad, and the mean number of drafts until then, looking after each."""
    alive, stopped, weighted = {0: 1.0}, 0.0, 0.0
    for n in range(1, drafts + 1):
        following: defaultdict[int, float] = defaultdict(float)
        for accepted, chance in alive.items():
            following[accepted + 1] += chance * rate
            following[accepted] += chance * (1 - rate)
        hopeless = {k for k in following if looks_hopeless(k, n - k)}
        stopped += sum(following[k] for k in hopeless)
        weighted += n * sum(following[k] for k in hopeless)
        alive = {k: chance for k, chance in following.items() if k not in hopeless and chance > 1e-12}
    return stopped, weighted / stopped


@pytest.mark.parametrize(("good_enough", "rejections"), [(1 / 3, 15), (0.2, 27), (0.1, 58)])
def test_so_many_rejections_in_a_row_make_a_prompt_hopeless(good_enough: float, rejections: int) -> None:
    assert not looks_hopeless(0, rejections - 1, good_enough)
    assert looks_hopeless(0, rejections, good_enough)


@pytest.mark.parametrize(("rate", "at_most", "at_least"), [(0.2, 0.01, 0.008), (0.35, 1e-4, 0)])
def test_a_good_prompt_is_called_bad_at_most_once_in_a_hundred(rate: float, at_most: float, at_least: float) -> None:
    assert at_least <= looked_at_always(rate, 500)[0] <= at_most


def test_a_prompt_accepted_once_in_twenty_stops_after_about_fifty_drafts() -> None:
    stopped, drafts = looked_at_always(0.05, 1500)
    assert stopped > 0.99
    assert drafts == pytest.approx(50, abs=3)


@given(st.integers(0, 300), st.integers(0, 300))
def test_an_accept_never_makes_a_prompt_look_worse(accepted: int, rejected: int) -> None:
    if looks_hopeless(accepted + 1, rejected):
        assert looks_hopeless(accepted, rejected)


def test_early_accepts_go_on_counting_for_a_prompt() -> None:
    assert not looks_hopeless(1, 34)
    assert looks_hopeless(1, 35)


def test_the_message_gives_the_counts_and_says_what_to_do() -> None:
    message = hopeless_message(0, 27)
    assert "0 of 27 drafts" in message
    assert "at most 12%" in message
    assert "revisit the prompt" in message


@pytest.mark.parametrize(
    ("k", "n", "low", "high"), [(18, 50, 0.2414, 0.4986), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0)]
)
def test_wilson_gives_its_known_intervals(k: int, n: int, low: float, high: float) -> None:
    assert wilson(k, n) == pytest.approx((low, high), abs=1e-4)


def test_wilson_says_nothing_before_the_first_trial() -> None:
    assert wilson(0, 0) == (0.0, 1.0)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_holds_the_measured_rate_and_is_symmetric(counts: tuple[int, int]) -> None:
    k, n = counts
    low, high = wilson(k, n)
    assert 0 <= low <= k / n + 1e-12
    assert k / n - 1e-12 <= high <= 1
    assert math.isclose(low, 1 - wilson(n - k, n)[1], abs_tol=1e-12)
