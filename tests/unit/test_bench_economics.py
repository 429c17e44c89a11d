"""The bench of dollars per keeper, in small."""

import pytest

from bench.economics import measure
from bench.mixes import Prompt


@pytest.mark.parametrize(("mix", "want"), [("easy", 1), ("mid", 5), ("mixed", 5)])
def test_the_planner_meets_its_published_figures(mix: str, want: int) -> None:
    cell = measure(mix, want, scale=0.1)
    assert abs(cell.usd_points) < 2
    assert abs(cell.delivered_points) < 2


def test_all_policies_meet_the_same_drafts_of_a_prompt() -> None:
    first, second = Prompt(0.3, seed=5), Prompt(0.3, seed=5)
    needed = first.drafts_for(4)
    assert [second.accepted(needed - 1), second.accepted(needed)] == [3, 4]


def test_a_prompt_is_accepted_as_often_as_its_rate_says() -> None:
    assert sum(Prompt(0.2, seed).accepted(50) for seed in range(400)) / 20_000 == pytest.approx(0.2, abs=0.01)
