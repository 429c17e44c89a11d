"""Our own CloudEvent, for shops without an adapter: `dev.proofpress.product.changed.v1`.

Its data: `product`, and optionally `tenant`, `fields`, `fields_changed`, `sequence`, `campaign`, `segments`, `locales`.
"""

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from proofpress.domain.campaigns.news import News, Rank
from proofpress.domain.errors import Drop
from proofpress.manifests.senders.raw import RawEvent, moment, whole

TYPE = "dev.proofpress.product.changed.v1"


class ProductChanged(BaseModel):
    """The data of such an event."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    product: str = Field(min_length=1, max_length=500)
    """The product's id."""
    tenant: str = ""
    """The shop, where there are several."""
    fields: dict[str, object] = Field(default_factory=dict)
    """What the campaign's expressions read. What is left out stays as it was."""
    fields_changed: tuple[str, ...] | None = None
    """Paths of what changed, where that is known."""
    sequence: int | None = None
    """Counts up with every change; without it the CloudEvent's `sequence`, and then its `time`, tells which is newer."""
    campaign: str = ""
    """The only campaign that it is for."""
    segments: tuple[str, ...] | None = None
    locales: tuple[str, ...] | None = None


def recognises(event: RawEvent) -> bool:
    """Whether it has the type."""
    return event.attributes.get("ce-type") == TYPE


def read(event: RawEvent) -> News:
    """The product of an event."""
    try:
        data = ProductChanged.model_validate(dict(event.body))
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
        raise Drop(f"the data of a {TYPE} cannot be used: {faults}") from error
    number = data.sequence if data.sequence is not None else whole(event.attributes.get("ce-sequence"))
    event_id = event.attributes.get("ce-id")
    source = event.attributes.get("ce-source", "")
    return News(
        sender="own",
        topic=TYPE,
        tenant=data.tenant,
        product=data.product,
        rank=Rank(scale="sequence", number=number, time=moment(event.attributes.get("ce-time")) or event.published),
        dedup=(f"{source}:{event_id}",) if event_id else (),
        fields=dict(data.fields),
        changed=data.fields_changed,
        thin=not data.fields,
        campaign=data.campaign,
        segments=data.segments,
        locales=data.locales,
    )
