"""What could not be processed is kept once, whatever copies of it fail, and gets its other try."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofpress.domain import queries
from proofpress.domain.dead_letters import dead_letter_id
from proofpress.domain.errors import BadInput, Retry
from proofpress.domain.events import DraftRequested, Message, decode, encode
from proofpress.domain.records import MAX_BYTES, DeadLetter
from proofpress.ports import Topic
from proofpress.stages.burying import bury
from proofpress.stages.replaying import replay
from tests.stages.conftest import Start
from tests.stages.crashing import Crash, Tripwire

NOW = datetime(2026, 1, 1, tzinfo=UTC)

MANIFEST = "items: [{id: sea, prompt: the sea}]"


def request() -> Message:
    return encode(DraftRequested(attempt="b/sea/0001"))


def test_copies_of_a_message_end_in_one_letter_with_the_last_reason(start: Start) -> None:
    ports = start(MANIFEST).ports
    first = bury(ports, Topic.DRAFTS, request(), "the first reason", 5)
    second = bury(ports, Topic.DRAFTS, request(), "the last reason", 6)
    assert first.id == second.id
    assert [(letter.reason, letter.deliveries) for letter in ports.ledger.find(queries.dead_letters())] == [
        ("the last reason", 6)
    ]


@given(st.text(min_size=1), st.text(min_size=1))
def test_letters_of_two_topics_or_subjects_are_two(one: str, other: str) -> None:
    ids = {
        dead_letter_id(topic, {"ce-subject": subject, "ce-id": "x"})
        for topic in (Topic.DRAFTS, Topic.REVIEWS)
        for subject in (one, other)
    }
    assert len(ids) == 2 * len({one, other})


def test_a_message_without_a_subject_is_named_by_its_id() -> None:
    ids = [
        dead_letter_id("requests", {"ce-id": "a"}),
        dead_letter_id("requests", {}, "a"),
        dead_letter_id("requests", {}, "b"),
    ]
    assert ids[0] == ids[1] != ids[2]


@given(st.binary(max_size=200), st.dictionaries(st.text(), st.text(), max_size=3))
def test_a_letter_holds_its_message_byte_for_byte(data: bytes, attributes: dict[str, str]) -> None:
    message = Message(data=data, attributes=attributes)
    letter = DeadLetter.of("id", "requests", message, "?", 1, NOW)
    assert DeadLetter.model_validate_json(letter.model_dump_json()).message == message


def test_a_replayed_letter_sends_its_message_and_leaves_the_list(start: Start) -> None:
    pipeline = start(MANIFEST)
    pipeline.bus.waiting.clear()
    letter = bury(pipeline.ports, Topic.DRAFTS, request(), "a reason", 5)
    assert letter.expires is None
    assert replay(pipeline.ports, letter)
    assert [(topic, decode(message)) for topic, message in pipeline.bus.waiting] == [
        (Topic.DRAFTS, DraftRequested(attempt="b/sea/0001"))
    ]
    assert not pipeline.ledger.find(queries.dead_letters())
    replayed = pipeline.ledger.get(DeadLetter, letter.key)
    assert replayed is not None
    assert replayed.expires == pipeline.clock.now() + timedelta(days=30)
    assert not replay(pipeline.ports, replayed)


def test_a_letter_that_fails_again_waits_again(start: Start) -> None:
    ports = start(MANIFEST).ports
    replay(ports, bury(ports, Topic.DRAFTS, request(), "a reason", 5))
    again = bury(ports, Topic.DRAFTS, request(), "another", 5)
    assert ports.ledger.find(queries.dead_letters()) == [again]


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("at", [1, 2, 3])
def test_a_crash_while_replaying_loses_no_message(start: Start, at: int, *, after: bool) -> None:
    pipeline = start(MANIFEST)
    letter = bury(pipeline.ports, Topic.DRAFTS, request(), "a reason", 5)
    pipeline.bus.waiting.clear()
    with pytest.raises(Crash):
        replay(Tripwire(at, after).wrap(pipeline.ports), letter)
    listed = pipeline.ledger.find(queries.dead_letters())
    assert pipeline.bus.waiting or listed == [letter]
    assert listed == [letter] or at == 3


def test_a_message_that_the_bus_did_not_take_stays_a_letter(start: Start) -> None:
    pipeline = start(MANIFEST)
    letter = bury(pipeline.ports, Topic.DRAFTS, request(), "a reason", 5)
    pipeline.bus.refuses = Retry("the bus is away")
    with pytest.raises(Retry):
        replay(pipeline.ports, letter)
    assert pipeline.ledger.find(queries.dead_letters()) == [letter]


def test_a_message_too_large_for_a_record_is_noted_without_its_data(start: Start) -> None:
    ports = start(MANIFEST).ports
    letter = bury(ports, Topic.REQUESTS, Message(data=b"x" * (MAX_BYTES + 1), attributes={}), "too large", 1)
    assert letter.size < MAX_BYTES
    with pytest.raises(BadInput, match="send it again"):
        replay(ports, letter)
