"""What Pub/Sub accepts. Checked before sending, because one bad message makes it refuse all that share a request."""

import inspect

from google.cloud.pubsub_v1 import PublisherClient  # type: ignore[import-untyped]

from proofpress.domain.errors import Drop
from proofpress.domain.events import Message

MAX_BYTES = 9_990_000
"""Data and attributes of a message: the service's 10 MB for a request, less the topic's name and the framing."""

MAX_ATTRIBUTES = 100
MAX_KEY_BYTES = 256
MAX_VALUE_BYTES = 1024

_TAKEN = frozenset(inspect.signature(PublisherClient.publish).parameters) - {"attrs"}
"""The client takes attributes as keyword arguments, beside these of its own."""


def check_message(message: Message) -> None:
    """Drop where Pub/Sub would never take the message."""
    problem = _problem(message.attributes) or _excess(message)
    if problem:
        subject = message.attributes.get("ce-subject", "")
        raise Drop(f"the message about {subject[:80]!r} cannot be sent by Pub/Sub: {problem}")


def _problem(attributes: dict[str, str]) -> str | None:
    if len(attributes) > MAX_ATTRIBUTES:
        return f"it has {len(attributes)} attributes, and {MAX_ATTRIBUTES} are allowed"
    for key, value in attributes.items():
        if not 0 < len(key.encode()) <= MAX_KEY_BYTES or key.startswith("goog") or key in _TAKEN:
            return f"{key[:80]!r} may not name an attribute"
        if len(value.encode()) > MAX_VALUE_BYTES:
            return f"its attribute {key} is longer than {MAX_VALUE_BYTES} bytes"
    return None


def _excess(message: Message) -> str | None:
    attributes = sum(len(key.encode()) + len(value.encode()) for key, value in message.attributes.items())
    size = len(message.data) + attributes
    if size <= MAX_BYTES:
        return None
    return f"it has {size} bytes, and {MAX_BYTES} are allowed; put the data into a bucket and send the object's name"
