"""CloudEvents 1.0 that travel between the stages, and their codec.

A message carries the JSON data and the context attributes as `ce-` attributes, which is what a Pub/Sub push
delivers, so the in-process bus and the cloud read the same bytes.
"""

import hashlib
import json
import uuid
from datetime import UTC, datetime
from typing import ClassVar

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from proofpress.domain.errors import Drop

SOURCE = "//proofpress"

_OUTCOMES = uuid.uuid5(uuid.NAMESPACE_DNS, "outcomes.proofpress.dev")


class Message(BaseModel):
    """The encoded form: what a bus carries."""

    model_config = ConfigDict(frozen=True)

    data: bytes
    attributes: dict[str, str]


class Event(BaseModel):
    """Base of all events; subclasses add the data."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    type: ClassVar[str] = ""

    @property
    def subject(self) -> str:
        """What the event is about: the key that duplicates share."""
        raise NotImplementedError

    @property
    def occurrence(self) -> str | None:
        """What tells it from another event of its type and subject; None where every sending is an event of its own.

        Outcomes have one: what is announced again keeps its CloudEvent id, so that readers can drop the copy.
        """
        return None

    @property
    def event_id(self) -> str:
        """The CloudEvent's id."""
        if self.occurrence is None:
            return str(uuid.uuid4())
        return str(uuid.uuid5(_OUTCOMES, f"{self.type}\n{self.subject}\n{self.occurrence}"))


class ManifestSubmitted(Event):
    """A manifest lies in the inbox bucket."""

    type: ClassVar[str] = "dev.proofpress.manifest.submitted.v1"
    batch: str
    name: str

    @property
    def subject(self) -> str:
        """The batch."""
        return self.batch


class ManifestRequested(Event):
    """A manifest that travels in the message itself."""

    type: ClassVar[str] = "dev.proofpress.manifest.requested.v1"
    batch: str = ""
    """Empty: the manifest's own name."""
    name: str = "manifest.yaml"
    """File name, whose suffix tells the format."""
    text: str

    @property
    def subject(self) -> str:
        """The batch, or a digest of the text where that names it."""
        return self.batch or hashlib.sha256(self.text.encode()).hexdigest()[:32]


class ShopEventReceived(Event):
    """An event of a shop, as it came."""

    type: ClassVar[str] = "dev.proofpress.event.received.v1"
    attributes: dict[str, str] = Field(default_factory=dict)
    """Of the message, or the headers of the request."""
    text: str
    """Its JSON."""
    published: AwareDatetime | None = None

    @property
    def subject(self) -> str:
        """A digest of all that it says, which copies share."""
        said = json.dumps([sorted(self.attributes.items()), self.text])
        return hashlib.sha256(said.encode()).hexdigest()[:32]


class ProductUpdated(Event):
    """What is known of a product has changed, or its campaign has; its banners are to be arranged."""

    type: ClassVar[str] = "dev.proofpress.product.updated.v1"
    product: str
    """Key of the product: campaign/name."""
    edition: int

    @property
    def subject(self) -> str:
        """The product."""
        return self.product


class BannersRequested(Event):
    """Banners that share a background are to be composed."""

    type: ClassVar[str] = "dev.proofpress.banners.requested.v1"
    banners: str
    """Key of the banner set: campaign/name/group."""

    @property
    def subject(self) -> str:
        """The banner set."""
        return self.banners


class WebhookRequested(Event):
    """A campaign's webhook is to be told of a product's banners."""

    type: ClassVar[str] = "dev.proofpress.webhook.requested.v1"
    product: str
    delivered: int
    """Which of the product's indexes."""

    @property
    def subject(self) -> str:
        """The product and its index."""
        return f"{self.product}-{self.delivered}"


class BannerDelivered(BaseModel):
    """One finished file."""

    model_config = ConfigDict(frozen=True)

    segment: str
    locale: str
    format: str
    object: str
    """Its name in the deliveries bucket."""
    url: str = ""
    """Where the public finds it, for a campaign with a `public_url`."""
    mime: str
    bytes: int
    width: int
    height: int
    sha256: str
    alt: str


class BannersDelivered(Event):
    """A product's banners lie in the deliveries bucket, and its index names them."""

    type: ClassVar[str] = "dev.proofpress.banners.delivered.v1"
    campaign: str
    product: str
    """Key of the product."""
    tenant: str
    product_id: str
    """The product's id in its shop."""
    edition: int
    delivered: int
    """Counts the product's indexes."""
    index: str
    """Name of the index in the deliveries bucket."""
    index_url: str = ""
    banners: tuple[BannerDelivered, ...]
    faults: tuple[str, ...] = ()
    """Why some are missing."""

    @property
    def subject(self) -> str:
        """The product."""
        return self.product

    @property
    def occurrence(self) -> str:
        """An index is told of once."""
        return str(self.delivered)


class ProductHeld(Event):
    """A product's banners cannot be made without somebody's doing."""

    type: ClassVar[str] = "dev.proofpress.product.held.v1"
    product: str
    edition: int
    reason: str

    @property
    def subject(self) -> str:
        """The product."""
        return self.product

    @property
    def occurrence(self) -> str:
        """An edition is held up once for one reason."""
        return f"{self.edition} {self.reason}"


class _OfAttempt(Event):
    attempt: str
    """Key of the attempt: batch/item/number."""

    @property
    def subject(self) -> str:
        """The attempt."""
        return self.attempt


class DraftRequested(_OfAttempt):
    """An attempt was allocated; its draft is due."""

    type: ClassVar[str] = "dev.proofpress.draft.requested.v1"


class DraftPassed(_OfAttempt):
    """A draft passed the screen; its review is due."""

    type: ClassVar[str] = "dev.proofpress.draft.passed.v1"


class DraftAccepted(_OfAttempt):
    """A draft was accepted; its final is due."""

    type: ClassVar[str] = "dev.proofpress.draft.accepted.v1"
    render: int = 1

    @property
    def subject(self) -> str:
        """The try of the final."""
        return f"{self.attempt}-{self.render}"


class ObjectFinalized(Event):
    """An object was written to a bucket."""

    type: ClassVar[str] = "dev.proofpress.object.finalized.v1"
    bucket: str
    name: str
    generation: str = ""

    @property
    def subject(self) -> str:
        """The object."""
        return f"{self.bucket}/{self.name}"


class JobRequested(Event):
    """A job of the batch lane is to be brought a step on: submitted, asked after, or collected."""

    type: ClassVar[str] = "dev.proofpress.job.requested.v1"
    job: str

    @property
    def subject(self) -> str:
        """The job."""
        return self.job


class KeeperDelivered(Event):
    """A finished image lies in the deliveries bucket."""

    type: ClassVar[str] = "dev.proofpress.keeper.delivered.v1"
    attempt: str
    objects: tuple[str, ...]
    usd: float

    @property
    def subject(self) -> str:
        """The attempt."""
        return self.attempt

    @property
    def occurrence(self) -> str:
        """A draft is delivered once."""
        return ""


class ItemStopped(Event):
    """An item was given up short of what was wanted."""

    type: ClassVar[str] = "dev.proofpress.item.stopped.v1"
    item: str
    reason: str
    keepers: int
    want: int

    @property
    def subject(self) -> str:
        """The item."""
        return self.item

    @property
    def occurrence(self) -> str:
        """An item is given up for one reason, once."""
        return self.reason


class BatchClosed(Event):
    """Nothing more will happen to a batch by itself."""

    type: ClassVar[str] = "dev.proofpress.batch.closed.v1"
    batch: str
    state: str
    keepers: int
    wanted: int
    closed: AwareDatetime | None = None

    @property
    def subject(self) -> str:
        """The batch."""
        return self.batch

    @property
    def occurrence(self) -> str:
        """A batch may be opened again by somebody's decision, and close later."""
        return self.closed.isoformat() if self.closed else ""


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
