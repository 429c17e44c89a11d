import threading
import time

import pytest

from proofpress.adapters.local.bus import LocalBus
from proofpress.adapters.local.clock import ManualClock
from proofpress.adapters.local.courier import Handler
from proofpress.adapters.local.parcel import Delivery
from proofpress.adapters.local.redelivery import Redelivery
from proofpress.domain.events import Event, ItemStopped
from proofpress.domain.records import DeadLetter
from proofpress.ports import Topic
from tests.adapters.bus_desk import Desk, draft


def test_nothing_to_do_ends_a_run_at_once() -> None:
    Desk().bus.run()


def test_messages_of_equal_priority_come_in_order() -> None:
    desk = Desk()
    desk.publish(*range(50))
    desk.bus.run()
    assert desk.subjects == [str(number) for number in range(50)]


def test_a_lower_number_comes_first() -> None:
    desk = Desk(priorities={Topic.ACCEPTS: -1, Topic.REVIEWS: 5})
    desk.publish("review 1", "review 2", topic=Topic.REVIEWS)
    desk.publish("draft 1", "draft 2")
    desk.publish("accept 1", "accept 2", topic=Topic.ACCEPTS)
    desk.bus.run()
    assert desk.subjects == ["accept 1", "accept 2", "draft 1", "draft 2", "review 1", "review 2"]


def test_a_lane_works_with_all_its_threads_and_no_more() -> None:
    together = threading.Barrier(5)
    working = threading.Semaphore(5)

    def act(_: Event, __: Delivery) -> None:
        assert working.acquire(blocking=False)
        together.wait(timeout=60)
        working.release()

    desk = Desk(act, threads=5)
    desk.publish(*range(20))
    desk.bus.run()
    assert len(desk.seen) == 20
    assert desk.dead == []


def test_a_woken_thread_is_not_counted_on_twice() -> None:
    all_at_work = threading.Barrier(3)

    def act(event: Event, _: Delivery) -> None:
        if event == draft("first"):
            time.sleep(0.05)
            desk.publish("second", "third")
        if event != draft("over before"):
            all_at_work.wait(timeout=60)

    desk = Desk(act, threads=3)
    desk.publish("first", "over before")
    desk.bus.run()
    assert sorted(desk.subjects) == ["first", "over before", "second", "third"]


def test_a_busy_lane_does_not_hold_up_another() -> None:
    reviewed = threading.Event()

    def draw(_: Event, __: Delivery) -> None:
        assert reviewed.wait(timeout=60)

    def review(_: Event, __: Delivery) -> None:
        reviewed.set()

    dead: list[DeadLetter] = []
    handlers: dict[Topic, Handler] = {Topic.DRAFTS: draw, Topic.REVIEWS: review}
    lanes = {Topic.DRAFTS: "model", Topic.REVIEWS: "cpu"}
    once = Redelivery(max_deliveries=1)
    bus = LocalBus(handlers, lanes, {"model": 1, "cpu": 1}, dead.append, ManualClock(), {}, once)
    bus.publish(Topic.DRAFTS, draft(1))
    bus.publish(Topic.REVIEWS, draft(1))
    bus.run()
    assert dead == []


def test_what_a_handler_publishes_belongs_to_the_same_run() -> None:
    def act(event: Event, _: Delivery) -> None:
        if int(event.subject) < 200:
            desk.publish(int(event.subject) + 1)

    desk = Desk(act, threads=3)
    desk.publish(0)
    desk.bus.run()
    assert desk.subjects == [str(number) for number in range(201)]


def test_a_queued_message_is_not_queued_twice() -> None:
    desk = Desk()
    desk.publish("a", "a", "b", "a")
    desk.publish("a", topic=Topic.REVIEWS)
    assert (desk.bus.depth(Topic.DRAFTS), desk.bus.depth(Topic.REVIEWS)) == (2, 1)
    desk.bus.run()
    assert desk.subjects == ["a", "b", "a"]


def test_a_duplicate_of_a_message_in_flight_comes_once_more_afterwards() -> None:
    working = threading.Lock()

    def act_alone(_: Event, delivery: Delivery) -> None:
        assert working.acquire(blocking=False)
        if delivery.deliveries == 1 and len(desk.seen) == 1:
            desk.publish("a", "a", "a")
            assert desk.bus.depth(Topic.DRAFTS) == 1
            time.sleep(0.02)
        working.release()

    desk = Desk(act_alone, threads=4)
    desk.publish("a")
    desk.bus.run()
    assert desk.subjects == ["a", "a"]
    assert len({delivery.message_id for _, delivery in desk.seen}) == 2
    assert desk.dead == []


def test_depth_and_flight_are_told_while_it_works() -> None:
    told: list[tuple[int, int, bool]] = []
    desk = Desk(
        lambda _event, _delivery: told.append((desk.bus.depth(Topic.DRAFTS), desk.bus.in_flight, desk.bus.idle))
    )
    desk.publish("a", "b")
    desk.bus.run()
    assert told == [(1, 1, False), (0, 1, False)]
    assert (desk.bus.depth(Topic.DRAFTS), desk.bus.in_flight, desk.bus.idle) == (0, 0, True)


def test_listeners_hear_every_event_and_topics_without_a_handler_queue_nothing() -> None:
    heard: list[tuple[Topic, Event]] = []
    desk = Desk(listeners=[lambda topic, event: heard.append((topic, event))])
    stopped = ItemStopped(item="b/cup", reason="bad_prompt", keepers=0, want=2)
    desk.bus.publish(Topic.OUTCOMES, stopped)
    desk.publish("a")
    assert heard == [(Topic.OUTCOMES, stopped), (Topic.DRAFTS, draft("a"))]
    desk.bus.run()
    assert desk.subjects == ["a"]


def test_a_failing_listener_is_logged_and_harms_nothing(caplog: pytest.LogCaptureFixture) -> None:
    def fail(_: Topic, __: Event) -> None:
        raise ZeroDivisionError("no window")

    heard: list[Event] = []
    desk = Desk(listeners=[fail, lambda _, event: heard.append(event)])
    desk.publish("a")
    desk.bus.run()
    assert (desk.subjects, heard) == (["a"], [draft("a")])
    assert "no window" in caplog.text


def test_a_trace_reaches_the_handler() -> None:
    desk = Desk()
    desk.bus.publish(Topic.DRAFTS, draft("a"), traceparent="00-1-2-01")
    desk.bus.run()
    assert desk.seen[0][1].traceparent == "00-1-2-01"


def test_a_topic_whose_lane_has_no_threads_is_refused() -> None:
    with pytest.raises(KeyError, match="gpu"):
        LocalBus({Topic.DRAFTS: print}, {Topic.DRAFTS: "gpu"}, {"cpu": 1}, print, ManualClock(), {})
