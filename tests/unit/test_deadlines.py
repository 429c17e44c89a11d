"""Which lane a wave and its finals take, by what the manifest says and how near the deadline is."""

from datetime import UTC, datetime, timedelta

import pytest

from proofpress.domain.catalog import Lane
from proofpress.domain.deadlines import (
    RESERVE,
    TOO_LATE,
    lane_of_drafts,
    lane_of_finals,
    most_time,
    most_waves,
    planned_time,
)
from proofpress.domain.jobs import PLANNED_TIME, WORST_TIME
from proofpress.domain.lanes import DEFAULT_BATCH_WAVES, LaneChoice, LaneSpec

NOW = datetime(2026, 3, 1, tzinfo=UTC)
SECOND = timedelta(seconds=1)
AUTO, BATCH, LIVE = LaneChoice.AUTO, LaneChoice.BATCH, LaneChoice.LIVE


def lanes(left: timedelta, final: LaneChoice = LIVE) -> LaneSpec:
    return LaneSpec(draft=AUTO, final=final, needed_by=NOW + left)


def test_what_the_manifest_says_outright_holds_at_any_time() -> None:
    for moment in (NOW, TOO_LATE):
        assert lane_of_drafts(BATCH, lanes(SECOND), moment) is Lane.BATCH
        assert lane_of_drafts(LIVE, lanes(1000 * WORST_TIME), moment) is Lane.LIVE
        assert lane_of_finals(BATCH, lanes(SECOND), moment) is Lane.BATCH


@pytest.mark.parametrize("final", [LIVE, AUTO])
def test_a_wave_takes_the_batch_lane_while_live_finals_still_fit_after_its_worst(final: LaneChoice) -> None:
    least = WORST_TIME + RESERVE
    assert lane_of_drafts(AUTO, lanes(least, final), NOW) is Lane.BATCH
    assert lane_of_drafts(AUTO, lanes(least - SECOND, final), NOW) is Lane.LIVE


def test_finals_that_must_go_to_the_batch_lane_are_left_their_time() -> None:
    least = 2 * WORST_TIME + RESERVE
    assert lane_of_drafts(AUTO, lanes(least, BATCH), NOW) is Lane.BATCH
    assert lane_of_drafts(AUTO, lanes(least - SECOND, BATCH), NOW) is Lane.LIVE
    assert lane_of_finals(AUTO, lanes(WORST_TIME + RESERVE), NOW) is Lane.BATCH
    assert lane_of_finals(AUTO, lanes(WORST_TIME + RESERVE - SECOND), NOW) is Lane.LIVE


def test_no_moment_leaves_time_for_what_nobody_needs_by_a_moment() -> None:
    assert lane_of_drafts(AUTO, LaneSpec(draft=AUTO), NOW) is Lane.LIVE


def test_two_batch_waves_stand_for_four_live_ones_where_both_fit() -> None:
    both = DEFAULT_BATCH_WAVES * WORST_TIME + RESERVE
    assert most_waves(BATCH, LaneSpec(draft=BATCH), 4, NOW) == 2
    assert most_waves(AUTO, lanes(both), 4, NOW) == 2
    assert most_waves(AUTO, lanes(both - SECOND), 4, NOW) == 4
    assert most_waves(AUTO, lanes(SECOND), 4, NOW) == 4


def test_jobs_take_their_time_one_after_another_and_live_calls_none() -> None:
    plenty = lanes(10 * WORST_TIME, AUTO)
    assert planned_time(AUTO, AUTO, plenty, 2, NOW) == 3 * PLANNED_TIME
    assert most_time(AUTO, AUTO, plenty, 2, NOW) == 3 * WORST_TIME
    assert planned_time(AUTO, LIVE, plenty, 2, NOW) == 2 * PLANNED_TIME
    assert planned_time(LIVE, LIVE, plenty, 4, NOW) == timedelta()
    assert most_time(AUTO, LIVE, lanes(WORST_TIME + RESERVE), 4, NOW) == WORST_TIME
