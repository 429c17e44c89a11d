"""Events to messages and back."""

from datetime import UTC, datetime

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from proofpress.domain.errors import Drop
from proofpress.domain.events.event import SOURCE, Event, Message
from proofpress.domain.events.intake import ManifestRequested, ManifestSubmitted, ObjectFinalized, ShopEventReceived
from proofpress.domain.events.outcomes import BannersDelivered, BatchClosed, ItemStopped, KeeperDelivered, ProductHeld
from proofpress.domain.events.work import (
    BannersRequested,
    DraftAccepted,
    DraftPassed,
    DraftRequested,
    JobRequested,
    ProductUpdated,
    WebhookRequested,
)

EVENTS: dict[str, type[Event]] = {
    event.type: event
    for event in (
        ManifestSubmitted,
        ManifestRequested,
        DraftRequested,
        DraftPassed,
        DraftAccepted,
        ObjectFinalized,
        JobRequested,
        KeeperDelivered,
        ItemStopped,
        BatchClosed,
        ShopEventReceived,
        ProductUpdated,
        BannersRequested,
        WebhookRequested,
        BannersDelivered,
        ProductHeld,
    )
}


class Context(BaseModel):
    """The CloudEvents attributes that a reader may need."""

    model_config = ConfigDict(frozen=True)

    id: str = ""
    """Empty: the event's own."""
    time: AwareDatetime = Field(default_factory=lambda: datetime.now(UTC))
    traceparent: str = ""


def encode(event: Event, context: Context | None = None) -> Message:
    """The bytes and attributes of an event."""
    context = context or Context()
    attributes = {
        "ce-specversion": "1.0",
        "ce-id": context.id or event.event_id,
        "ce-type": event.type,
        "ce-source": SOURCE,
        "ce-subject": event.subject,
        "ce-time": context.time.isoformat().replace("+00:00", "Z"),
        "content-type": "application/json",
    }
    if context.traceparent:
        attributes["ce-traceparent"] = context.traceparent
    return Message(data=event.model_dump_json().encode(), attributes=attributes)


def decode(message: Message) -> Event:
    """The event of a message; Drop where it cannot be read, now or ever."""
    kind = EVENTS.get(message.attributes.get("ce-type", ""))
    if kind is None:
        raise Drop(f"no event type {message.attributes.get('ce-type')!r} is known here")
    try:
        return kind.model_validate_json(message.data)
    except ValidationError as error:
        raise Drop(f"the data of a {kind.type} cannot be read: {error}") from error
