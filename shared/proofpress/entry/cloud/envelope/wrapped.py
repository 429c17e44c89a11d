"""The JSON in which Pub/Sub wraps a message: the body of a push, and the data of Eventarc's messagePublished."""

import binascii
from base64 import b64decode
from dataclasses import dataclass
from datetime import datetime

from proofpress.domain.events import Message
from proofpress.entry.cloud.envelope.fields import integer, json_object, moment, pick, text, texts
from proofpress.entry.cloud.envelope.refusal import Refused

_TELLING = ("data", "attributes", "messageId", "message_id")


@dataclass(frozen=True)
class Wrapped:
    """The fields of a wrapped message."""

    message: Message
    id: str
    subscription: str
    deliveries: int
    published: datetime | None


def unwrap(body: bytes) -> Wrapped:
    """The message in a wrapper; Refused where there is no wrapper, or it is damaged."""
    outer = json_object(body)
    inner = outer.get("message") if outer else None
    if outer is None or not isinstance(inner, dict) or not any(name in inner for name in _TELLING):
        raise Refused(400, "The body is neither a Pub/Sub push nor a CloudEvent.")
    message = Message(data=_data(inner.get("data")), attributes=texts(inner.get("attributes"), "attributes"))
    return Wrapped(
        message,
        id=text(pick(inner, "messageId", "message_id")),
        subscription=text(outer.get("subscription")),
        deliveries=integer(pick(outer, "deliveryAttempt", "delivery_attempt")),
        published=moment(pick(inner, "publishTime", "publish_time")),
    )


def _data(value: object) -> bytes:
    if value is None:
        return b""
    try:
        return b64decode(value if isinstance(value, str) else "?", validate=True)
    except (binascii.Error, ValueError) as error:
        raise Refused(400, "The message's data are not base64.") from error
