"""Events on their way through a bus."""

from datetime import UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofpress.domain.errors import Drop
from proofpress.domain.events import EVENTS, SOURCE, Context, Event, Message, decode, encode

names = st.text(min_size=1)
numbers = st.integers(0, 10**6)
EVENT_STRATEGY = st.one_of(
    *(
        st.builds(
            event,
            **{
                name: {"render": numbers, "keepers": numbers, "want": numbers, "wanted": numbers}.get(name, names)
                for name in event.model_fields
                if name not in ("objects", "usd")
            },
            **(
                {"objects": st.lists(names).map(tuple), "usd": st.floats(0, 1e6)} if "usd" in event.model_fields else {}
            ),
        )
        for event in EVENTS.values()
    )
)
contexts = st.builds(
    Context, id=names, time=st.datetimes(timezones=st.just(UTC)), traceparent=st.sampled_from(["", "00-ab-cd-01"])
)


@given(EVENT_STRATEGY, contexts)
def test_every_event_survives_its_journey(event: Event, context: Context) -> None:
    message = encode(event, context)
    assert decode(message) == event
    assert type(decode(message)) is EVENTS[message.attributes["ce-type"]]


@given(EVENT_STRATEGY, contexts)
def test_every_message_has_the_attributes_of_a_cloud_event(event: Event, context: Context) -> None:
    attributes = encode(event, context).attributes
    assert attributes["ce-specversion"] == "1.0"
    assert attributes["ce-source"] == SOURCE
    assert attributes["ce-id"] == context.id
    assert attributes["ce-subject"] == event.subject
    assert attributes["ce-time"].endswith("Z")
    assert attributes.get("ce-traceparent", "") == context.traceparent


def test_types_are_named_as_nouns_with_a_participle_and_a_version() -> None:
    assert all(name.startswith("dev.proofpress.") and name.endswith(".v1") for name in EVENTS)
    assert all(event.type == name for name, event in EVENTS.items())
    assert len(EVENTS) == 8


@given(st.sampled_from([*EVENTS, "", "dev.proofpress.unheard.of.v1"]), st.binary())
def test_what_cannot_be_read_is_dropped_and_nothing_else_happens(kind: str, data: bytes) -> None:
    with pytest.raises(Drop):
        decode(Message(data=data, attributes={"ce-type": kind}))


def test_a_message_without_a_type_is_dropped() -> None:
    with pytest.raises(Drop, match="no event type"):
        decode(Message(data=b"{}", attributes={}))


def test_fields_of_a_later_version_are_ignored() -> None:
    kind = "dev.proofpress.draft.passed.v1"
    message = Message(data=b'{"attempt": "b/sea/0001", "mood": "calm"}', attributes={"ce-type": kind})
    assert decode(message).subject == "b/sea/0001"
