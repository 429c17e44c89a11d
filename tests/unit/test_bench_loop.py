"""The sequential loop that the throughput bench compares with."""

import pytest

from bench.ideal import Step
from bench.loop import calls_of, extrapolate


def test_the_loop_draws_until_it_has_what_is_wanted_and_no_further() -> None:
    assert calls_of([[False, True, True, True]], want=2) == {"draft": 3, "review": 3, "final": 2}


def test_a_prompt_that_falls_short_uses_up_its_drafts() -> None:
    assert calls_of([[False, True, False]], want=2) == {"draft": 3, "review": 3, "final": 1}


def test_the_calls_of_all_prompts_add_up() -> None:
    assert calls_of([[True], [False, True]], want=1) == {"draft": 3, "review": 3, "final": 2}


def test_extrapolation_counts_each_call_at_the_median_of_its_step() -> None:
    took: dict[Step, list[float]] = {"draft": [4.0, 4.2, 9.0], "review": [0.5], "final": [4.0, 6.0]}
    assert extrapolate(took, {"draft": 10, "review": 10, "final": 2}) == pytest.approx(10 * 4.2 + 10 * 0.5 + 2 * 5.0)


def test_a_step_that_was_never_needed_need_not_have_been_timed() -> None:
    assert extrapolate({"draft": [1.0], "review": [], "final": []}, {"draft": 3, "review": 0, "final": 0}) == 3.0
