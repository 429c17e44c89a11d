"""The scheduler's calls, and messages that Pub/Sub gave up on."""

from typing import NoReturn

import pytest

from proofpress.domain import queries
from proofpress.domain.errors import Stop
from proofpress.domain.events import DraftRequested, Message, ObjectFinalized, decode
from proofpress.domain.records import DeadLetter
from proofpress.entry.cloud.serving.endpoint import HttpFunction
from proofpress.entry.cloud.serving.parts import Parts
from proofpress.entry.cloud.serving.sweeping import answering
from proofpress.ports import Topic
from tests.entry.cloud.conftest import Call
from tests.entry.cloud.requests import Posted, notification, push, sample
from tests.support.pipeline import Pipeline

TICK = {"X-CloudScheduler": "true", "User-Agent": "Google-Cloud-Scheduler"}
MANIFEST = "defaults: {review: none}\nitems:\n- {id: keys, prompt: a brass key, want: 1}\n"


@pytest.fixture
def function(parts: Parts) -> HttpFunction:
    return answering(lambda: parts)


@pytest.mark.parametrize(
    "posted",
    [
        Posted(TICK, b""),
        Posted(TICK | {"Content-Type": "application/octet-stream"}, b"{}"),
        Posted({"Content-Type": "application/json"}, b'{"sweep": true}'),
    ],
)
def test_a_call_of_the_scheduler_sends_again_what_was_lost(
    posted: Posted, pipeline: Pipeline, function: HttpFunction, call: Call
) -> None:
    pipeline.submit(MANIFEST)
    lost = {message.attributes["ce-subject"] for _, message in pipeline.bus.waiting}
    pipeline.bus.waiting.clear()
    pipeline.clock.sleep(600)
    assert call(function, posted).status_code == 204
    assert {(topic, message.attributes["ce-subject"]) for topic, message in pipeline.bus.waiting} == {
        (Topic.DRAFTS, subject) for subject in lost
    }


@pytest.mark.parametrize("posted", [Posted({}, b""), Posted({}, b'{"sweep": false}'), Posted({}, b"[1]")])
def test_a_call_of_nobody_is_refused(posted: Posted, function: HttpFunction, call: Call) -> None:
    assert call(function, posted).status_code == 400


def _recorded(parts: Parts, posted: Posted, call: Call, function: HttpFunction) -> DeadLetter:
    assert call(function, posted).status_code == 204
    (letter,) = parts.ports.ledger.find(queries.dead_letters())
    return letter


def test_a_message_that_was_given_up_on_is_a_dead_letter_of_its_topic(
    parts: Parts, function: HttpFunction, call: Call
) -> None:
    letter = _recorded(parts, sample("dead_letter"), call, function)
    assert (letter.topic, letter.deliveries) == (Topic.DRAFTS, 100)
    assert "100 deliveries by proofpress-draft-drafts" in letter.reason
    assert decode(letter.message) == DraftRequested(attempt="spring/keys/0003")
    assert not [name for name in letter.message.attributes if name.startswith("CloudPubSub")]


def _given_up(posted: Posted, subscription: str) -> Posted:
    message = posted.parsed().message
    marks = {
        "CloudPubSubDeadLetterSourceSubscription": subscription,
        "CloudPubSubDeadLetterSourceDeliveryCount": "20",
    }
    return push(Message(data=message.data, attributes=message.attributes | marks))


def test_a_notification_that_was_given_up_on_is_kept_as_the_event_that_sweep_sends(
    parts: Parts, function: HttpFunction, call: Call
) -> None:
    posted = _given_up(notification("shop-proofpress-drafts", "spring/keys/0003.jpg"), "proofpress-screen-drafted")
    letter = _recorded(parts, posted, call, function)
    assert letter.topic == Topic.DRAFTED
    assert decode(letter.message) == ObjectFinalized(bucket="drafts", name="spring/keys/0003.jpg", generation="7")


def test_a_notification_of_the_inbox_is_kept_as_it_came(parts: Parts, function: HttpFunction, call: Call) -> None:
    came = notification("shop-proofpress-inbox", "spring.yaml")
    letter = _recorded(parts, _given_up(came, "proofpress-intake-inbox"), call, function)
    assert (letter.topic, letter.message) == (Topic.INBOX, came.parsed().message)


def test_a_message_of_an_unknown_subscription_is_kept_too(parts: Parts, function: HttpFunction, call: Call) -> None:
    letter = _recorded(parts, push(Message(data=b"x", attributes={"a": "b"})), call, function)
    assert (letter.topic, letter.message.data) == ("dead-letters", b"x")


def test_a_message_that_cannot_be_recorded_stays_in_the_queue(call: Call) -> None:
    def away() -> NoReturn:
        raise Stop("the ledger is away")

    assert call(answering(away), sample("dead_letter")).status_code == 503
