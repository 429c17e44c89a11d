"""What shops say of their products, whoever sends it: the one form that all senders' events are brought to."""

from typing import Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field


class Rank(BaseModel):
    """How new an event is. Numbers count within their scale only; where they do not compare, times do."""

    model_config = ConfigDict(frozen=True)

    scale: str = ""
    """What the number counts: `sequence` or `version`; a sender may use one for some events and one for others."""
    number: int | None = None
    time: AwareDatetime | None = None

    def is_before(self, other: "Rank") -> bool:
        """Whether this is certainly older; equal and incomparable ranks are not."""
        if self.number is not None and other.number is not None and self.scale == other.scale:
            return self.number < other.number
        return self.time is not None and other.time is not None and self.time < other.time


class News(BaseModel):
    """What one event says of one product."""

    model_config = ConfigDict(frozen=True)

    sender: str
    """The adapter that read it, by its module's name."""
    topic: str = ""
    """What happened, in the sender's words."""
    tenant: str
    """The shop, by its domain or key."""
    product: str
    """The product's id in the shop."""
    rank: Rank = Rank()
    dedup: tuple[str, ...] = ()
    """Ids that copies of the event share; one that was seen makes an event a copy."""
    fields: dict[str, Any] = Field(default_factory=dict)
    """The product as the sender tells it: what a campaign's expressions are evaluated over."""
    changed: tuple[str, ...] | None = None
    """Paths of what changed, without indices, as `product.variants.price`; None where the sender does not say."""
    thin: bool = False
    """Whether it names the product only, so that its fields must be looked up."""
    campaign: str = ""
    """The only campaign that it is for; empty: all whose filter lets it pass."""
    segments: tuple[str, ...] | None = None
    """The only segments that it is for."""
    locales: tuple[str, ...] | None = None

    @property
    def about(self) -> str:
        """Shop and product, for messages."""
        return f"{self.tenant}/{self.product}" if self.tenant else self.product

    def document(self) -> dict[str, Any]:
        """The product's fields with the event's own under `_event`."""
        own = {"sender": self.sender, "topic": self.topic, "tenant": self.tenant, "product": self.product}
        return {**self.fields, "_event": own}
