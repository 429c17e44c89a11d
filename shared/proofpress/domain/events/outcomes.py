"""Events for whoever waits for results."""

from typing import ClassVar

from pydantic import AwareDatetime, BaseModel, ConfigDict

from proofpress.domain.events.event import Event


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
