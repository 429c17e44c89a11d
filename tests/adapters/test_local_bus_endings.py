import threading

import pytest

from proofpress.adapters.local.lanes import LAST_ROUNDS, Lane, Priority, Rising
from proofpress.adapters.local.parcel import Parcel
from proofpress.domain.events import Context, encode
from proofpress.entry.local import PRIORITY
from proofpress.entry.routes import CALLS_MODELS, STAGES
from proofpress.ports import Topic
from tests.adapters.bus_desk import Desk, draft

DRAFTS_RISE: dict[Topic, Priority] = {Topic.ACCEPTS: 4, Topic.DRAFTS: Rising(usual=5, at_the_end=3)}


def test_while_many_drafts_wait_finals_go_first() -> None:
    desk = Desk(priorities=DRAFTS_RISE)
    desk.publish(*(f"draft {number}" for number in range(LAST_ROUNDS + 1)))
    desk.publish("final 1", "final 2", topic=Topic.ACCEPTS)
    desk.bus.run()
    assert desk.subjects == ["final 1", "final 2", "draft 0", "draft 1", "draft 2"]


def test_the_last_drafts_go_before_finals() -> None:
    desk = Desk(priorities=DRAFTS_RISE)
    desk.publish("final 1", topic=Topic.ACCEPTS)
    desk.publish(*(f"draft {number}" for number in range(LAST_ROUNDS)))
    desk.bus.run()
    assert desk.subjects == ["draft 0", "draft 1", "final 1"]


@pytest.mark.parametrize("threads", [1, 8])
@pytest.mark.parametrize(("too_many", "first"), [(0, Topic.DRAFTS), (1, Topic.ACCEPTS)])
def test_the_last_rounds_are_counted_in_threads(threads: int, too_many: int, first: Topic) -> None:
    lane = Lane(threads, threading.Condition(), DRAFTS_RISE)
    lane.put(parcel(Topic.ACCEPTS), 0.0, delayed=False)
    for _ in range(LAST_ROUNDS * threads + too_many):
        lane.put(parcel(Topic.DRAFTS), 0.0, delayed=False)
    assert lane.pop().topic is first


def test_every_topic_of_a_stage_has_a_priority_and_no_two_are_alike() -> None:
    assert PRIORITY.keys() == STAGES.keys()
    numbers = [number for each in PRIORITY.values() for number in _numbers(each)]
    assert len(set(numbers)) == len(numbers)


def test_reviews_go_before_the_last_drafts_and_these_before_finals() -> None:
    drafts = PRIORITY[Topic.DRAFTS]
    assert isinstance(drafts, Rising)
    assert _numbers(PRIORITY[Topic.REVIEWS]) < [drafts.at_the_end] < _numbers(PRIORITY[Topic.ACCEPTS]) < [drafts.usual]
    assert {Topic.REVIEWS, Topic.DRAFTS, Topic.ACCEPTS, Topic.JOBS} == CALLS_MODELS


def parcel(topic: Topic) -> Parcel:
    return Parcel(topic, "name", encode(draft("name"), Context()))


def _numbers(priority: Priority) -> list[int]:
    return [priority.usual, priority.at_the_end] if isinstance(priority, Rising) else [priority]
