import logging
import time

import pytest

from proofpress.adapters.local.parcel import Delivery
from proofpress.adapters.local.redelivery import Redelivery
from proofpress.domain.dead_letters import dead_letter_id
from proofpress.domain.errors import Drop, FailureClass, NotReady, RefusedForNow, Retry
from proofpress.domain.events import DraftRequested, Event, decode
from proofpress.domain.records import DeadLetter
from proofpress.ports import Topic
from tests.adapters.bus_desk import SOON, Desk, draft, failing


def test_a_redelivery_serves_a_duplicate_that_came_meanwhile() -> None:
    def act(_: Event, delivery: Delivery) -> None:
        if delivery.deliveries == 1:
            desk.publish("a")
            raise Retry("again")

    desk = Desk(act)
    desk.publish("a")
    desk.bus.run()
    assert [delivery.deliveries for _, delivery in desk.seen] == [1, 2]


@pytest.mark.parametrize("error", [Retry("busy"), ValueError("a defect"), NotReady("too early")])
def test_a_failed_message_comes_again_with_its_count(error: Exception) -> None:
    desk = Desk(failing(error, 3))
    desk.publish("a")
    desk.bus.run()
    assert [delivery.deliveries for _, delivery in desk.seen] == [1, 2, 3, 4]
    assert len({delivery.message_id for _, delivery in desk.seen}) == 1
    assert desk.dead == []


def test_a_message_that_keeps_failing_becomes_a_dead_letter(caplog: pytest.LogCaptureFixture) -> None:
    desk = Desk(failing(ValueError("no such colour"), 99))
    desk.clock.sleep(3600)
    desk.bus.publish(Topic.DRAFTS, draft("a"), traceparent="00-1-2-01")
    desk.publish("b")
    desk.bus.run()
    letter = next(each for each in desk.dead if each.data == draft("a").model_dump_json())
    assert len(desk.dead) == 2
    assert letter.reason == "ValueError: no such colour"
    assert (letter.topic, letter.deliveries, letter.replayed) == ("drafts", SOON.max_deliveries, False)
    assert letter.time == desk.clock.now()
    assert letter.id == dead_letter_id(Topic.DRAFTS, {"ce-subject": "a"})
    assert decode(letter.message) == draft("a")
    assert "Traceback" in caplog.text


def test_a_hopeless_message_is_a_dead_letter_at_once() -> None:
    desk = Desk(failing(Drop("no such attempt"), 99))
    desk.publish("a")
    desk.bus.run()
    assert [letter.reason for letter in desk.dead] == ["Drop: no such attempt"]
    assert desk.dead[0].deliveries == 1


def test_an_event_that_cannot_be_decoded_is_a_dead_letter() -> None:
    class Unheard(DraftRequested):
        type = "dev.proofpress.draft.unheard.v1"

    desk = Desk()
    desk.bus.publish(Topic.DRAFTS, Unheard(attempt="a"))
    desk.bus.run()
    assert desk.seen == []
    assert "dev.proofpress.draft.unheard.v1" in desk.dead[0].reason


def test_an_early_event_may_wait_longer_than_failures_may() -> None:
    desk = Desk(failing(NotReady("not yet"), 20))
    desk.publish("a")
    desk.bus.run()
    assert len(desk.seen) == 21
    assert desk.dead == []


def test_a_message_that_is_given_back_unprocessed_never_becomes_a_dead_letter() -> None:
    desk = Desk(failing(Retry("the pace allows no call yet"), 3 * SOON.max_deliveries))
    desk.publish("a")
    desk.bus.run()
    assert len(desk.seen) == 3 * SOON.max_deliveries + 1
    assert desk.dead == []


def test_an_early_event_is_given_up_when_patience_ends() -> None:
    impatient = Redelivery(max_deliveries=3, first_delay=0.001, longest_wait=0.01, patience=0.05)
    desk = Desk(failing(NotReady("never"), 999), redelivery=impatient)
    desk.publish("a")
    desk.bus.run()
    assert [letter.reason for letter in desk.dead] == ["NotReady: never"]
    assert desk.dead[0].deliveries > 3


def test_a_refusal_is_not_repeated_sooner_than_the_server_asked() -> None:
    times: list[float] = []

    def act(_: Event, delivery: Delivery) -> None:
        times.append(time.monotonic())
        if delivery.deliveries == 1:
            raise RefusedForNow(FailureClass.RATE_LIMITED, "slow down", retry_after=0.2)

    desk = Desk(act)
    desk.publish("a")
    desk.bus.run()
    assert times[1] - times[0] >= 0.2


def test_a_delayed_message_does_not_hold_up_others() -> None:
    def act(event: Event, delivery: Delivery) -> None:
        if event == draft("a") and delivery.deliveries == 1:
            raise NotReady("later")

    desk = Desk(act, redelivery=Redelivery(first_delay=0.2))
    desk.publish("a", "b", "c")
    desk.bus.run()
    assert desk.subjects == ["a", "b", "c", "a"]


def test_a_dead_letter_that_cannot_be_recorded_ends_the_run_and_keeps_the_message() -> None:
    def full(_: DeadLetter) -> None:
        raise OSError("disk full")

    desk = Desk(failing(Drop("hopeless"), 1), dead_letter=full)
    desk.publish("a")
    with pytest.raises(OSError, match="disk full"):
        desk.bus.run()
    assert desk.bus.depth(Topic.DRAFTS) == 1
    desk.bus.run()
    assert desk.bus.idle


def test_an_expected_failure_is_no_warning(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    desk = Desk(failing(Retry("busy"), 1))
    desk.publish("a")
    desk.bus.run()
    assert caplog.records == []
