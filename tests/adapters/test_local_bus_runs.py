import threading
import time

import pytest

from proofpress.adapters.local.parcel import Delivery
from proofpress.adapters.local.redelivery import Redelivery
from proofpress.domain.errors import BadInput, Retry, Stop
from proofpress.domain.events import Event
from proofpress.ports import Topic
from tests.adapters.bus_desk import Desk, draft, failing


def test_a_stop_ends_the_run_and_the_next_one_goes_on() -> None:
    def act(event: Event, delivery: Delivery) -> None:
        if event == draft("b") and delivery.deliveries == 1:
            raise BadInput("put a price into models.toml")

    desk = Desk(act)
    desk.publish("a", "b", "c")
    with pytest.raises(BadInput, match=r"models\.toml"):
        desk.bus.run()
    assert desk.subjects == ["a", "b"]
    assert not desk.bus.idle
    desk.bus.run()
    assert sorted(desk.subjects[2:]) == ["b", "c"]
    assert desk.bus.idle


def test_a_stop_waits_for_what_is_in_flight() -> None:
    both_in_flight = threading.Barrier(2)
    finished: list[str] = []

    def act(event: Event, _: Delivery) -> None:
        both_in_flight.wait(timeout=60)
        if event == draft("a"):
            raise Stop("enough")
        time.sleep(0.1)
        finished.append(event.subject)

    desk = Desk(act, threads=2)
    desk.publish("a", "b", "c", "d")
    with pytest.raises(Stop, match="enough"):
        desk.bus.run()
    assert finished == ["b"]
    assert desk.bus.in_flight == 0
    assert desk.bus.depth(Topic.DRAFTS) == 3


def test_a_second_stop_is_not_lost(caplog: pytest.LogCaptureFixture) -> None:
    together = threading.Barrier(2)

    def act(event: Event, _: Delivery) -> None:
        together.wait(timeout=60)
        raise Stop(f"because of {event.subject}")

    desk = Desk(act, threads=2)
    desk.publish("a", "b")
    with pytest.raises(Stop, match="because of") as first:
        desk.bus.run()
    other = {"because of a": "because of b", "because of b": "because of a"}[str(first.value)]
    assert other in caplog.text


def test_an_exit_inside_a_handler_reaches_the_caller() -> None:
    def act(_: Event, __: Delivery) -> None:
        raise SystemExit(3)

    desk = Desk(act)
    desk.publish("a")
    with pytest.raises(SystemExit):
        desk.bus.run()


def test_a_set_stop_signal_lets_calls_finish_and_begins_no_other() -> None:
    stop = threading.Event()
    finished: list[str] = []

    def act(event: Event, _: Delivery) -> None:
        stop.set()
        time.sleep(0.1)
        finished.append(event.subject)

    desk = Desk(act)
    desk.publish("a", "b")
    desk.bus.run(stop=stop)
    assert finished == ["a"]
    assert desk.bus.depth(Topic.DRAFTS) == 1
    desk.bus.run(stop=stop)
    assert finished == ["a"]


def test_a_stop_signal_wakes_a_run_that_waits_for_a_delayed_message() -> None:
    stop = threading.Event()
    desk = Desk(failing(Retry("later"), 1), redelivery=Redelivery(first_delay=60, longest_delay=60))
    desk.publish("a")
    timer = threading.Timer(0.1, stop.set)
    timer.start()
    before = time.monotonic()
    desk.bus.run(stop=stop)
    timer.join()
    assert time.monotonic() - before < 10
    assert desk.bus.depth(Topic.DRAFTS) == 1


def test_a_stop_signal_works_in_every_run_it_is_given_to() -> None:
    stop = threading.Event()
    desk = Desk()
    of_others = set(threading.enumerate())
    for _ in range(3):
        desk.publish("a")
        desk.bus.run(stop=stop)
    watchers = [thread for thread in threading.enumerate() if thread not in of_others]
    stop.set()
    desk.publish("b")
    desk.bus.run(stop=stop)
    assert desk.subjects == ["a", "a", "a"]
    for watcher in watchers:
        watcher.join(timeout=60)

    def set_stop(_: Event, __: Delivery) -> None:
        stop.set()
        time.sleep(0.05)

    stop.clear()
    desk.act = set_stop
    desk.publish("c")
    desk.bus.run(stop=stop)
    assert desk.subjects == ["a", "a", "a", "b"]


def test_a_run_ends_when_its_goal_is_reached() -> None:
    desk = Desk(lambda _event, _delivery: time.sleep(0.005))
    desk.publish(*range(30))
    desk.bus.run(until=lambda: len(desk.seen) >= 10)
    assert 10 <= len(desk.seen) < 30
    desk.bus.run(until=lambda: False)
    assert len(desk.seen) == 30


def test_a_goal_that_is_reached_beforehand_delivers_nothing() -> None:
    desk = Desk()
    desk.publish("a")
    desk.bus.run(until=lambda: True)
    assert desk.seen == []


def test_the_threads_leave_when_the_run_ends() -> None:
    before = set(threading.enumerate())
    desk = Desk(threads=8)
    desk.publish(*range(100))
    desk.bus.run()
    for thread in set(threading.enumerate()) - before:
        thread.join(timeout=60)
    assert set(threading.enumerate()) <= before


def test_nothing_is_lost_or_doubled_under_load() -> None:
    def act(event: Event, delivery: Delivery) -> None:
        number = int(event.subject)
        if number % 7 == 0 and delivery.deliveries == 1:
            raise Retry("once more")
        if number < 2000:
            desk.publish(number + 2000)

    desk = Desk(act, threads=16)
    publishers = [threading.Thread(target=desk.publish, args=range(first, 2000, 4)) for first in range(4)]
    for publisher in publishers:
        publisher.start()
    for publisher in publishers:
        publisher.join()
    desk.bus.run()
    expected = [*range(4000), *range(0, 4000, 7)]
    assert sorted(map(int, desk.subjects)) == sorted(expected)
    assert desk.dead == []
