"""What a delivery brought, whichever way it came."""

from dataclasses import dataclass, field
from datetime import datetime

from proofpress.domain.events import Message


@dataclass(frozen=True)
class FinalizedObject:
    """An object that was written whole to a bucket; `bucket` is its name in Cloud Storage."""

    bucket: str
    name: str
    generation: str = ""
    metadata: dict[str, str] = field(default_factory=dict)
    """The custom metadata, where the notification tells it."""


@dataclass(frozen=True)
class Envelope:
    """One delivery. What the sender did not tell is empty."""

    message: Message
    """As it was sent, so that it can be sent again."""
    finalized: FinalizedObject | None = None
    ignored: str = ""
    """Names what happened to an object where that was something else than being finalised."""
    id: str = ""
    subscription: str = ""
    topic: str = ""
    """Full path, as `subscription`."""
    deliveries: int = 0
    """How often the message was delivered, this time included; 0 where the subscription does not count."""
    traceparent: str = ""
    published: datetime | None = None
