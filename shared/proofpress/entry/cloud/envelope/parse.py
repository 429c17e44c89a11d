"""Which of the forms a request has, and what it carries."""

from collections.abc import Mapping

from proofpress.domain.events import Message
from proofpress.entry.cloud.envelope import cloudevents
from proofpress.entry.cloud.envelope.fields import header_texts, moment
from proofpress.entry.cloud.envelope.model import Envelope
from proofpress.entry.cloud.envelope.refusal import Refused
from proofpress.entry.cloud.envelope.storage import read_object
from proofpress.entry.cloud.envelope.tracing import find_traceparent
from proofpress.entry.cloud.envelope.unwrapped import MESSAGE_ID, read_push
from proofpress.entry.cloud.envelope.wrapped import Wrapped, unwrap

LARGEST_BODY = 16 * 2**20
"""Bytes: a message of Pub/Sub's largest size, 10 MB, is a third larger in the base64 of its wrapper."""

_PUBLISHED = "google.cloud.pubsub.topic.v1.messagePublished"
_PUBSUB = "//pubsub.googleapis.com/"


def parse(headers: Mapping[str, str], body: bytes) -> Envelope:
    """What a POST carries; Refused where it carries nothing that Pub/Sub or Eventarc could have sent."""
    if len(body) > LARGEST_BODY:
        raise Refused(413, f"The body is larger than {LARGEST_BODY} bytes.")
    heads = header_texts(headers)
    if MESSAGE_ID in heads:
        return _envelope(read_push(heads, body), heads)
    event = _event(heads, body)
    if event is None:
        return _envelope(unwrap(body), heads)
    if event.attributes["ce-type"] == _PUBLISHED:
        source = event.attributes["ce-source"]
        topic = source.removeprefix(_PUBSUB) if source.startswith(_PUBSUB) else ""
        return _envelope(unwrap(event.data), heads, topic, event.attributes)
    of_event = event.attributes.get
    return _envelope(Wrapped(event, of_event("ce-id", ""), "", 0, moment(of_event("ce-time"))), heads)


def _event(headers: Mapping[str, str], body: bytes) -> Message | None:
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind.startswith("application/cloudevents"):
        if kind != "application/cloudevents+json":
            raise Refused(415, "CloudEvents are read one at a time, as application/cloudevents+json.")
        return cloudevents.read_structured(body)
    return cloudevents.read_binary(headers, body) if "ce-type" in headers or "ce-id" in headers else None


def _envelope(
    wrapped: Wrapped, headers: Mapping[str, str], topic: str = "", outer: Mapping[str, str] | None = None
) -> Envelope:
    finalized, ignored = read_object(wrapped.message)
    custom = finalized.metadata if finalized else {}
    return Envelope(
        wrapped.message,
        finalized,
        ignored,
        wrapped.id,
        wrapped.subscription,
        topic,
        wrapped.deliveries,
        find_traceparent(wrapped.message.attributes, custom, outer or {}, headers=headers),
        wrapped.published,
    )
