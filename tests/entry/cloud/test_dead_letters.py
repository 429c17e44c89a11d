"""What can never succeed is recorded with its reason, and only then acknowledged."""

from dataclasses import dataclass, replace
from typing import Any

import pytest

from proofpress.domain import queries
from proofpress.domain.errors import (
    Drop,
    Retry,
)
from proofpress.domain.events import DraftRequested, Message, encode
from proofpress.entry.cloud.functions import intake
from proofpress.entry.cloud.serving.endpoint import serve
from proofpress.entry.cloud.serving.parts import Parts
from proofpress.entry.cloud.serving.staging import stage_work
from proofpress.entry.cloud.topology import Function
from proofpress.ports import Change, Receipt, Topic
from tests.entry.cloud.conftest import Call
from tests.entry.cloud.one_stage import DUE, raising, running
from tests.entry.cloud.requests import Posted, push, push_event


def test_what_can_never_succeed_is_recorded_and_acknowledged(parts: Parts, call: Call) -> None:
    answer = call(running(raising(Drop("no such attempt")), parts), push_event(DUE))
    (letter,) = parts.ports.ledger.find(queries.dead_letters())
    assert answer.status_code == 204
    assert (letter.topic, letter.reason) == ("drafts", "Drop: no such attempt")
    assert letter.attributes["ce-subject"] == DUE.subject


def test_an_event_is_recorded_with_all_its_attributes(parts: Parts, call: Call) -> None:
    event = encode(DUE)
    message = Message(data=event.data, attributes=event.attributes | {"campaign": "spring"})
    call(running(raising(Drop("no such attempt")), parts), push(message))
    (letter,) = parts.ports.ledger.find(queries.dead_letters())
    assert letter.message == message


@pytest.mark.parametrize("topic", [Topic.INBOX, Topic.REQUESTS])
@pytest.mark.parametrize("by_eventarc", [False, True])
def test_a_message_that_cannot_be_read_is_recorded_under_the_topic_it_came_from(
    topic: Topic, by_eventarc: bool, parts: Parts, call: Call
) -> None:
    function = serve(Function.INTAKE, stage_work(intake.ROUTES, intake.READERS), lambda: parts)
    subscription = "eventarc-1" if by_eventarc else f"proofpress-intake-{topic}"
    posted = push(Message(data=b"\xff", attributes={}), f"projects/shop/subscriptions/{subscription}")
    source = f"//pubsub.googleapis.com/projects/shop/topics/proofpress-{topic}"
    published = {"type": "google.cloud.pubsub.topic.v1.messagePublished", "source": source, "id": "1"}
    headers = {f"ce-{name}": value for name, value in {**published, "specversion": "1.0"}.items()}
    call(function, Posted(posted.headers | (headers if by_eventarc else {}), posted.body))
    (letter,) = parts.ports.ledger.find(queries.dead_letters())
    assert letter.topic == topic


def test_copies_of_a_message_end_in_one_dead_letter(parts: Parts, call: Call) -> None:
    function = running(raising(Drop("no such attempt")), parts)
    for _ in range(3):
        call(function, push_event(DUE))
    assert parts.ports.ledger.count(queries.dead_letters()) == 1


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        (Message(data=b"", attributes={}), "does not say what it is"),
        (Message(data=b"{}", attributes={"ce-type": "com.shop.order.v1"}), "'com.shop.order.v1'"),
        (Message(data=b"{", attributes={"ce-type": DraftRequested.type}), "cannot be read"),
        (Message(data=b"{}", attributes={"ce-type": "dev.proofpress.unheard.of.v9"}), "dev.proofpress.unheard.of.v9"),
        (Message(data=b"", attributes={"eventType": "OBJECT_FINALIZE", "bucketId": "b", "objectId": "o"}), "bucket's"),
    ],
)
def test_a_message_that_no_stage_can_use_is_recorded_as_it_came(
    message: Message, reason: str, parts: Parts, call: Call
) -> None:
    answer = call(running(raising(AssertionError()), parts), push(message))
    (letter,) = parts.ports.ledger.find(queries.dead_letters())
    assert answer.status_code == 204
    assert letter.message == message
    assert reason in letter.reason


def test_an_event_that_this_functions_stages_do_not_take_is_recorded(parts: Parts, call: Call) -> None:
    from proofpress.domain.events import DraftPassed

    call(running(raising(AssertionError()), parts), push_event(DraftPassed(attempt="spring/keys/0003")))
    (letter,) = parts.ports.ledger.find(queries.dead_letters())
    assert "no stage of this function takes a dev.proofpress.draft.passed.v1" in letter.reason


@dataclass(frozen=True)
class _FullLedger:
    """Takes no commit."""

    inner: Any

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)

    def commit(self, *_changes: Change) -> Receipt:
        raise Retry("the ledger is away")


def test_a_dead_letter_that_cannot_be_recorded_stays_in_the_queue(parts: Parts, call: Call) -> None:
    away = replace(parts, ports=replace(parts.ports, ledger=_FullLedger(parts.ports.ledger)))
    assert call(running(raising(Drop("no such attempt")), away), push_event(DUE)).status_code == 500
