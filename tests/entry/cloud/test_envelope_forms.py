"""Every documented form of a delivery is read, and read alike."""

import json
from datetime import UTC, datetime

import pytest

from proofpress.domain.events import DraftRequested, decode
from proofpress.entry.cloud.envelope import FinalizedObject
from tests.entry.cloud.requests import SAMPLES, Posted, push, sample

TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
MANIFEST = FinalizedObject(
    "shop-proofpress-inbox",
    "spring/wallpapers.yaml",
    "1732090530123456",
    {"batch": "spring", "traceparent": TRACE[:-1] + "0"},
)
DRAFT = FinalizedObject("shop-proofpress-drafts", "spring/keys/0003.jpg", "1732090530123457")


@pytest.mark.parametrize(
    "name", ["push_wrapped", "push_unwrapped", "eventarc_message", "structured_message", "structured_own_event"]
)
def test_an_event_of_our_own_arrives_whole_in_every_form(name: str) -> None:
    assert decode(sample(name).parsed().message) == DraftRequested(attempt="spring/keys/0003")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("notification_wrapped", MANIFEST),
        ("notification_unwrapped", MANIFEST),
        ("eventarc_object", MANIFEST),
        ("structured_object", MANIFEST),
        ("notification_without_payload", DRAFT),
        ("eventarc_object_with_numbers", DRAFT),
    ],
)
def test_a_finalised_object_is_read_in_every_form(name: str, expected: FinalizedObject) -> None:
    assert sample(name).parsed().finalized == expected


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("notification_of_deletion", "OBJECT_DELETE"),
        ("eventarc_object_archived", "google.cloud.storage.object.v1.archived"),
    ],
)
def test_whatever_else_happened_to_an_object_is_ignored_by_name(name: str, what: str) -> None:
    envelope = sample(name).parsed()
    assert (envelope.finalized, envelope.ignored) == (None, what)


def test_a_push_tells_its_id_subscription_delivery_time_and_trace() -> None:
    envelope = sample("push_wrapped").parsed()
    assert envelope.id == "13390321"
    assert envelope.subscription == "projects/shop/subscriptions/proofpress-draft-drafts"
    assert envelope.deliveries == 3
    assert envelope.published == datetime(2026, 11, 20, 8, 15, 30, 123000, UTC)
    assert envelope.traceparent == TRACE


def test_snake_case_fields_are_read_too() -> None:
    envelope = sample("push_wrapped_snake_case").parsed()
    assert (envelope.id, envelope.deliveries) == ("13390322", 4)
    assert envelope.published == datetime(2026, 11, 20, 8, 15, 30, 123456, UTC)


def test_a_message_may_have_attributes_and_no_data() -> None:
    message = sample("push_wrapped_without_data").parsed().message
    assert (message.data, message.attributes) == (b"", {"batch": "spring"})


def test_an_unwrapped_push_tells_its_metadata_and_keeps_the_transport_out_of_its_attributes() -> None:
    envelope = sample("push_unwrapped").parsed()
    assert envelope.id == "13390324"
    assert envelope.subscription == "projects/shop/subscriptions/proofpress-draft-drafts"
    assert envelope.published == datetime(2026, 11, 20, 8, 15, 31, 500000, UTC)
    assert set(envelope.message.attributes) == {
        "ce-specversion", "ce-type", "ce-source", "ce-id", "ce-subject", "content-type",
    }  # fmt: skip


def test_eventarc_names_the_topic() -> None:
    assert sample("eventarc_message").parsed().topic == "projects/shop/topics/proofpress-drafts"


def test_the_trace_of_an_object_is_that_of_its_metadata() -> None:
    assert sample("notification_wrapped").parsed().traceparent == MANIFEST.metadata["traceparent"]


def test_the_senders_trace_comes_before_that_of_the_request() -> None:
    posted = sample("push_wrapped")
    of_request = {"traceparent": "00-" + "1" * 32 + "-" + "2" * 16 + "-01"}
    assert Posted(posted.headers | of_request, posted.body).parsed().traceparent == TRACE


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"traceparent": TRACE}, TRACE),
        ({"traceparent": "00-" + "0" * 32 + "-00f067aa0ba902b7-01"}, ""),
        ({"X-Cloud-Trace-Context": "4BF92F3577B34DA6A3CE929D0E0E4736/255;o=1"}, f"{TRACE[:36]}00000000000000ff-01"),
        ({"X-Cloud-Trace-Context": "4bf92f3577b34da6a3ce929d0e0e4736/255"}, f"{TRACE[:36]}00000000000000ff-00"),
        ({"X-Cloud-Trace-Context": "4bf92f3577b34da6a3ce929d0e0e4736/99999999999999999999"}, ""),
    ],
)
def test_a_message_without_a_trace_has_that_of_its_request(headers: dict[str, str], expected: str) -> None:
    posted = sample("push_wrapped_without_data")
    assert Posted(posted.headers | headers, posted.body).parsed().traceparent == expected


def test_the_name_of_an_object_is_taken_from_its_data_because_headers_mangle_it() -> None:
    posted = sample("eventarc_object")
    body = json.dumps({"bucket": "b", "name": "česká/manifest.yaml"}).encode()
    headers = posted.headers | {"ce-subject": "objects/Ä\x8deskÃ¡/manifest.yaml"}
    finalized = Posted(headers, body).parsed().finalized
    assert finalized is not None
    assert finalized.name == "česká/manifest.yaml"


def test_the_name_in_a_notifications_data_comes_before_its_attribute() -> None:
    posted = sample("notification_unwrapped")
    finalized = Posted(posted.headers | {"objectid": "spring/w?llpapers.yaml"}, posted.body).parsed().finalized
    assert finalized == MANIFEST


def test_an_attribute_in_utf8_survives_the_servers_reading_it_as_latin_1() -> None:
    posted = sample("push_unwrapped")
    arrived = {"campaign": "Frühling".encode().decode("latin-1")}
    assert Posted(posted.headers | arrived, posted.body).parsed().message.attributes["campaign"] == "Frühling"


def test_a_replayed_eventarc_event_is_read_from_a_push_as_well() -> None:
    event = sample("eventarc_object").parsed()
    assert push(event.message).parsed().finalized == MANIFEST


def test_text_data_of_a_structured_event_stay_the_text_they_are() -> None:
    event = {
        "specversion": "1.0",
        "type": "t",
        "source": "s",
        "id": "1",
        "datacontenttype": "text/yaml",
        "data": "a: 1",
    }
    posted = Posted({"content-type": "application/cloudevents+json"}, json.dumps(event).encode())
    assert posted.parsed().message.data == b"a: 1"


def test_binary_data_of_a_structured_event_are_decoded() -> None:
    event = {"specversion": "1.0", "type": "t", "source": "s", "id": "1", "data_base64": "/wA="}
    posted = Posted({"content-type": "application/cloudevents+json"}, json.dumps(event).encode())
    assert posted.parsed().message.data == b"\xff\x00"


def test_no_sample_is_refused() -> None:
    names = sorted(path.stem for path in SAMPLES.glob("*.http"))
    assert len(names) == 16
    for name in names:
        sample(name).parsed()
