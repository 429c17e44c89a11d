"""What nobody of ours can have sent is refused, whatever it is."""

import json
import string
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofpress.entry.cloud.envelope import LARGEST_BODY, Envelope, Refused, parse
from tests.entry.cloud.requests import SAMPLES, Posted, sample

STRUCTURED = {"Content-Type": "application/cloudevents+json"}
BINARY = {"ce-specversion": "1.0", "ce-type": "t", "ce-source": "s", "ce-id": "1"}


def _message(**fields: object) -> bytes:
    return json.dumps({"message": fields, "subscription": "s"}).encode()


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({}, b"", 400),
        ({}, b"hello", 400),
        ({}, b"\xff\xfe\x00", 400),
        ({}, b"[" * 100_000, 400),
        ({}, b'{"message": "text"}', 400),
        ({}, b'{"message": {}}', 400),
        ({}, b'{"kind": "storage#object", "bucket": "b", "name": "n"}', 400),
        ({}, _message(data="not base64!"), 400),
        ({}, _message(data=7), 400),
        ({}, _message(attributes=["a"]), 400),
        ({}, _message(attributes={"a": 7}), 400),
        ({}, _message(attributes={"a": "\ud800"}), 400),
        ({}, _message(attributes={"\ud800": "a"}), 400),
        (STRUCTURED, b"", 400),
        (STRUCTURED, b'{"specversion": "1.0"}', 400),
        (STRUCTURED, b'{"specversion": "0.3", "type": "t", "source": "s", "id": "1"}', 400),
        (STRUCTURED, b'{"specversion": "1.0", "type": "t", "source": "s", "id": "1", "data_base64": "?"}', 400),
        ({"Content-Type": "application/cloudevents-batch+json"}, b"[]", 415),
        ({"Content-Type": "application/cloudevents+avro"}, b"", 415),
        (BINARY | {"Content-Type": "application/protobuf"}, b"", 415),
        ({"ce-type": "t", "ce-id": "1"}, b"{}", 400),
        (BINARY | {"ce-specversion": "0.3"}, b"{}", 400),
        (BINARY | {"ce-type": "google.cloud.pubsub.topic.v1.messagePublished"}, b"{broken", 400),
        ({}, b"x" * (LARGEST_BODY + 1), 413),
    ],
)
def test_a_body_that_is_no_event_is_refused(headers: dict[str, str], body: bytes, status: int) -> None:
    with pytest.raises(Refused) as refused:
        parse(headers, body)
    assert refused.value.status == status
    assert str(refused.value)


def test_a_message_of_the_largest_size_fits() -> None:
    body = _message(data="A" * (10_000_000 // 3 * 4))
    assert len(parse({}, body).message.data) == 9_999_999


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
_ENVELOPE_KEYS = (
    "message", "subscription", "data", "attributes", "messageId", "publishTime", "deliveryAttempt", "specversion",
    "type", "source", "id", "data_base64", "datacontenttype", "bucket", "name", "generation", "metadata",
)  # fmt: skip
_SHAPED = st.recursive(
    _JSON | st.sampled_from(["1.0", "e30=", "google.cloud.storage.object.v1.finalized"]),
    lambda inner: st.dictionaries(st.sampled_from(_ENVELOPE_KEYS), inner, max_size=6),
    max_leaves=12,
)
_HEADERS = st.dictionaries(
    st.sampled_from(
        [
            "Content-Type", "ce-type", "ce-id", "ce-source", "ce-specversion", "ce-time", "traceparent", "eventType",
            "bucketId", "objectId", "payloadFormat", "x-goog-pubsub-message-id", "x-goog-pubsub-publish-time",
            "x-goog-pubsub-delivery-attempt", "X-Cloud-Trace-Context",
        ]
    )
    | st.text(string.ascii_letters + "-", min_size=1),
    st.text()
    | st.sampled_from(
        ["1.0", "application/cloudevents+json", "google.cloud.pubsub.topic.v1.messagePublished", "OBJECT_FINALIZE"]
    ),
    max_size=8,
)  # fmt: skip
_BODIES = st.binary() | _SHAPED.map(lambda value: json.dumps(value).encode())


def _is_storable(value: Any) -> bool:
    """Whether everything in an envelope can be written down."""
    if isinstance(value, str):
        return value.encode().decode() == value
    if isinstance(value, dict):
        return all(_is_storable(each) for pair in value.items() for each in pair)
    return True


def _answer(posted: Posted) -> Envelope | Refused:
    try:
        return posted.parsed()
    except Refused as refusal:
        return refusal


@given(_HEADERS, _BODIES)
def test_anything_at_all_is_an_envelope_or_a_refusal(headers: dict[str, str], body: bytes) -> None:
    answer = _answer(Posted(headers, body))
    if isinstance(answer, Refused):
        assert answer.status in {400, 415}
        return
    texts = (answer.message.attributes, answer.id, answer.subscription, answer.traceparent, answer.topic)
    assert all(map(_is_storable, texts))
    if answer.finalized:
        assert answer.finalized.bucket
        assert answer.finalized.name
        assert _is_storable({**answer.finalized.metadata, answer.finalized.bucket: answer.finalized.name})


@given(st.sampled_from(sorted(path.stem for path in SAMPLES.glob("*.http"))), st.data())
def test_a_damaged_sample_is_an_envelope_or_a_refusal(name: str, data: st.DataObject) -> None:
    posted = sample(name)
    start = data.draw(st.integers(0, len(posted.body)))
    end = data.draw(st.integers(start, min(len(posted.body), start + 40)))
    damaged = posted.body[:start] + data.draw(st.binary(max_size=8)) + posted.body[end:]
    answer = _answer(Posted(posted.headers, damaged))
    assert isinstance(answer, Envelope) or answer.status == 400
