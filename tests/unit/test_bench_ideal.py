"""The bounds of the throughput bench."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.ideal import Pace, all_busy, best_order

PACE = Pace({"draft": 4.0, "review": 0.5, "final": 4.0}, concurrency=2)


def test_with_all_places_busy_the_seconds_of_the_calls_are_shared_by_the_places() -> None:
    assert all_busy([[True, False], [False]], PACE) == pytest.approx((3 * 4.5 + 4.0) / 2)


def test_one_draft_takes_its_review_and_its_final_in_turn() -> None:
    assert best_order([[True]], PACE) == pytest.approx(8.5)


def test_nothing_asked_for_takes_no_time() -> None:
    assert best_order([], PACE) == 0
    assert all_busy([], PACE) == 0


def test_a_wave_waits_for_the_reviews_before_it_and_not_for_the_finals() -> None:
    assert best_order([[False], [False]], PACE) == pytest.approx(9.0)
    assert best_order([[True], [False]], PACE) == pytest.approx(9.0)


def test_calls_that_do_not_fit_into_one_round_take_two() -> None:
    assert best_order([[False, False, False]], Pace({"draft": 4.0, "review": 0.0, "final": 4.0}, 2)) == pytest.approx(
        8.0
    )


@given(
    waves=st.lists(st.lists(st.booleans(), min_size=1, max_size=12), min_size=1, max_size=3),
    concurrency=st.integers(1, 6),
)
def test_the_best_order_is_never_faster_than_all_places_busy_nor_slower_than_one_call_at_a_time(
    waves: list[list[bool]], concurrency: int
) -> None:
    pace = Pace(PACE.seconds, concurrency)
    fastest, slowest = all_busy(waves, pace), all_busy(waves, Pace(PACE.seconds, 1))
    assert fastest - 1e-9 <= best_order(waves, pace) <= slowest + 1e-9


@given(
    waves=st.lists(st.lists(st.booleans(), min_size=1, max_size=12), min_size=1, max_size=3),
)
def test_with_a_place_for_everything_only_the_chain_counts(waves: list[list[bool]]) -> None:
    waves_alone = 4.5 * len(waves)
    ends = [4.5 * (place + 1) + 4.0 * any(wave) for place, wave in enumerate(waves)]
    assert best_order(waves, Pace(PACE.seconds, 100)) == pytest.approx(max([waves_alone, *ends]))
