"""Events on their way through a bus."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofpress.domain.errors import Drop
from proofpress.domain.events import (
    EVENTS,
    SOURCE,
    BannerDelivered,
    BannersDelivered,
    BatchClosed,
    Context,
    DraftRequested,
    Event,
    ItemStopped,
    KeeperDelivered,
    ManifestRequested,
    Message,
    decode,
    encode,
)

NOW = datetime(2026, 1, 1, tzinfo=UTC)

names = st.text(min_size=1)
numbers = st.integers(0, 10**6)
SIZES: dict[str, st.SearchStrategy[object]] = dict.fromkeys(("bytes", "width", "height"), numbers)
VALUES: dict[str, st.SearchStrategy[object]] = {
    **dict.fromkeys(("render", "keepers", "want", "wanted", "edition", "delivered"), numbers),
    "objects": st.lists(names).map(tuple),
    "usd": st.floats(0, 1e6),
    **dict.fromkeys(("closed", "published"), st.none() | st.datetimes(timezones=st.just(UTC))),
    "attributes": st.dictionaries(names, names),
    "faults": st.lists(names).map(tuple),
    "banners": names,
}
"""By field; names for all others."""

FILES = st.lists(
    st.builds(BannerDelivered, **{name: SIZES.get(name, names) for name in BannerDelivered.model_fields}), max_size=3
).map(tuple)
OF_EVENTS: dict[type[Event], dict[str, st.SearchStrategy[object]]] = {BannersDelivered: {"banners": FILES}}


def built(event: type[Event]) -> st.SearchStrategy[Event]:
    fields = {**VALUES, **OF_EVENTS.get(event, {})}
    return st.builds(event, **{name: fields.get(name, names) for name in event.model_fields})


EVENT_STRATEGY = st.one_of(*map(built, EVENTS.values()))
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
    assert len(EVENTS) == 16


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


def test_an_outcome_that_is_sent_again_is_the_same_event() -> None:
    closed = BatchClosed(batch="b", state="closed", keepers=3, wanted=4, closed=NOW)
    again = closed.model_copy(update={"keepers": 4})
    later = closed.model_copy(update={"closed": NOW + timedelta(days=1)})
    ids = [encode(event).attributes["ce-id"] for event in (closed, again, later)]
    assert ids[0] == ids[1] != ids[2]


@pytest.mark.parametrize(
    "event",
    [
        KeeperDelivered(attempt="b/sea/0001", objects=("b/sea/0001.jpg",), usd=0.1),
        ItemStopped(item="b/sea", reason="bad_prompt", keepers=0, want=1),
    ],
)
def test_outcomes_of_different_subjects_and_types_have_ids_of_their_own(event: Event) -> None:
    other = event.model_copy(update={"attempt": "b/sea/0002", "item": "b/wood"})
    assert len({event.event_id, event.event_id, other.event_id}) == 2
    assert event.event_id != BatchClosed(batch=event.subject, state="", keepers=0, wanted=0).event_id


def test_a_request_is_a_new_event_each_time_it_is_sent() -> None:
    event = DraftRequested(attempt="b/sea/0001")
    assert encode(event).attributes["ce-id"] != encode(event).attributes["ce-id"]


@given(names, names)
def test_a_manifest_without_a_batch_is_known_by_its_text(one: str, other: str) -> None:
    subjects = {ManifestRequested(text=text).subject for text in (one, other)}
    assert len(subjects) == len({one, other})
    assert ManifestRequested(text=one, batch="b").subject == "b"
