"""A message on its way through the in-process bus."""

from dataclasses import dataclass

from proofpress.domain.events import Message
from proofpress.ports import Topic

Address = tuple[Topic, str]
"""Topic and subject: what two messages must share to be duplicates."""


@dataclass(frozen=True)
class Delivery:
    """What a handler is told besides the event."""

    message_id: str
    deliveries: int
    """How often the message was delivered, this time included."""
    traceparent: str


@dataclass
class Parcel:
    """A message with the history of its deliveries; only the thread that delivers it changes that."""

    topic: Topic
    subject: str
    message: Message
    deliveries: int = 0
    failures: int = 0
    """Deliveries that count towards the dead letter."""
    waits: int = 0
    """Deliveries that came before what they follow."""
    waiting_since: float = 0.0
    """When the first of those was, on the monotonic clock."""

    @property
    def address(self) -> Address:
        """What duplicates share."""
        return self.topic, self.subject

    @property
    def message_id(self) -> str:
        """The CloudEvent's id."""
        return self.message.attributes["ce-id"]

    @property
    def delivery(self) -> Delivery:
        """The delivery that is going on."""
        return Delivery(self.message_id, self.deliveries, self.message.attributes.get("ce-traceparent", ""))
