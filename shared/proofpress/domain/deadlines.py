"""Which lane a call goes by, now that it is to be made: whether the batch lane leaves time enough before the deadline."""

from datetime import UTC, datetime, timedelta

from proofpress.domain.catalog import Lane
from proofpress.domain.jobs import PLANNED_TIME, WORST_TIME
from proofpress.domain.lanes import LaneChoice, LaneSpec

RESERVE = timedelta(hours=3)
"""Kept free before `needed_by` for what may still follow a job's end: an hour until a job that hangs is given up, and two
for everything that is made live instead."""

TOO_LATE = datetime(9_000, 1, 1, tzinfo=UTC)
"""A moment at which `auto` goes live, whatever the deadline."""


def lane_of_drafts(choice: LaneChoice, lanes: LaneSpec, now: datetime) -> Lane:
    """The lane of a wave that is planned now: `auto` takes the batch lane while finals still fit after it at worst."""
    return _lane(choice, lanes, now + WORST_TIME + _finals(lanes))


def lane_of_finals(choice: LaneChoice, lanes: LaneSpec, now: datetime) -> Lane:
    """The lane of a final that is ordered now."""
    return _lane(choice, lanes, now + WORST_TIME)


def _lane(choice: LaneChoice, lanes: LaneSpec, ready: datetime) -> Lane:
    if choice is not LaneChoice.AUTO:
        return Lane(choice.value)
    fits = lanes.needed_by is not None and ready + RESERVE <= lanes.needed_by
    return Lane.BATCH if fits else Lane.LIVE


def _finals(lanes: LaneSpec) -> timedelta:
    """What finals take at worst: those that are left to choose their lane go live if the time is short."""
    return WORST_TIME if lanes.final is LaneChoice.BATCH else timedelta()


def most_waves(choice: LaneChoice, lanes: LaneSpec, live: int, now: datetime) -> int:
    """Rounds of drafts that an item gets which may have `live` of them live.

    Few where all of them fit into the batch lane; where only the first one does, live ones follow it.
    """
    if choice is LaneChoice.BATCH:
        return lanes.waves
    last = now + (lanes.waves - 1) * WORST_TIME
    return lanes.waves if lane_of_drafts(choice, lanes, last) is Lane.BATCH else live


def planned_time(drafts: LaneChoice, finals: LaneChoice, lanes: LaneSpec, waves: int, now: datetime) -> timedelta:
    """How long the jobs of an item should take, each the time that the service plans; live calls count as nothing."""
    return _time(drafts, finals, lanes, waves, now, PLANNED_TIME)


def most_time(drafts: LaneChoice, finals: LaneChoice, lanes: LaneSpec, waves: int, now: datetime) -> timedelta:
    """The same where every job takes as long as the service lets it."""
    return _time(drafts, finals, lanes, waves, now, WORST_TIME)


def _time(
    drafts: LaneChoice, finals: LaneChoice, lanes: LaneSpec, waves: int, now: datetime, each: timedelta
) -> timedelta:
    moment = now
    for _ in range(waves):
        if lane_of_drafts(drafts, lanes, moment) is Lane.BATCH:
            moment += each
    if lane_of_finals(finals, lanes, moment) is Lane.BATCH:
        moment += each
    return moment - now
