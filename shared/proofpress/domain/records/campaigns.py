"""Campaigns, the products that shops told of, the backgrounds of their banners, and the banners."""

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from proofpress.domain.campaigns.news import Rank
from proofpress.domain.designs import BannerFigures, Format, Template, Use
from proofpress.domain.manifest import Scalar
from proofpress.domain.money import ZERO, Usd
from proofpress.domain.records.paid import StoredImage
from proofpress.domain.records.record import Record
from proofpress.domain.records.watched import Watched, epoch_seconds
from proofpress.domain.spec import Reference
from proofpress.domain.states import BannersState, ProductState, check_banners, check_product

REMEMBERED = 60
"""Ids of events that a product remembers, to drop copies by."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class Campaign(Record):
    """A campaign that listens to events, and the dollars that its batches were promised."""

    indexed: ClassVar[tuple[str, ...]] = ("active",)

    name: str
    fingerprint: str
    """Of the file and of all that it names; a changed file is another edition of the campaign."""
    folder: str
    """Where its files lie in the inbox bucket."""
    file: str
    """Name of its file, whose suffix tells the format."""
    source: str
    """The file's text as the user wrote it."""
    active: bool = True
    """Whether it still hears events."""
    changed: AwareDatetime
    public_url: str = ""
    """Where the public finds the deliveries bucket."""
    has_webhook: bool = False
    max_usd: Usd
    promised: dict[str, Usd] = Field(default_factory=dict)
    """Most that each of its batches may still cost in all. They add up to less than `max_usd`, always."""
    spent: Usd = ZERO
    """Dollars of the batches whose promise was settled."""

    @property
    def key(self) -> str:
        """The campaign's name."""
        return self.name

    def url_of(self, name: str) -> str:
        """Where the public finds an object of the deliveries bucket; empty where the campaign does not say."""
        return f"{self.public_url}/{name}" if self.public_url else ""

    @property
    def room(self) -> Usd:
        """Dollars that may still be promised."""
        return self.max_usd - self.spent - sum(self.promised.values(), ZERO)


class Photo(_Part):
    """A product photo that was fetched."""

    url: str
    reference: Reference


class Fault(_Part):
    """Why something was not made; everything else was."""

    place: str
    """segment/locale/format, or what part of the event is meant."""
    reason: str


class Product(Watched):
    """What shops told a campaign of one product, newest wins. Its state says what must still be done for it."""

    indexed: ClassVar[tuple[str, ...]] = ("campaign", "still_since", "untold")

    campaign: str
    name: str
    """How object names call it."""
    tenant: str
    product: str
    state: ProductState = ProductState.CHANGED
    told: dict[str, Scalar]
    """Its variables as events have said them."""
    rank: Rank = Rank()
    seen: tuple[str, ...] = ()
    """Ids of the latest events."""
    edition: int = 1
    """Counts up whenever what is told changes: banners are of an edition."""
    changed: AwareDatetime
    photos: tuple[Photo, ...] = ()
    segments: tuple[str, ...] | None = None
    """The segments that are wanted; None: all."""
    locales: tuple[str, ...] | None = None
    fingerprint: str = ""
    """The edition of the campaign that its banners were last arranged for."""
    words: str = ""
    """Why it is held up."""
    faults: tuple[Fault, ...] = ()
    """What of its events could not be used."""
    untold: bool = False
    """Whether the world is still to be told of its banners."""
    index: str = ""
    """sha256 of its index as it was written last."""
    delivered: int = 0
    """Counts up with every index: the occurrence of what the world is told."""
    traceparent: str = ""

    @property
    def key(self) -> str:
        """Campaign and name."""
        return f"{self.campaign}/{self.name}"

    def moved(self, state: ProductState, now: datetime, **changes: object) -> Self:
        """A copy in another state; IllegalMove where the table has no such move."""
        check_product(self.state, state)
        moved = self.having(**{"state": state, **changes})
        if state is ProductState.CHANGED:
            return moved.having(still_since=epoch_seconds(now), resent=0)
        return moved.at_rest()


class CopyZones(_Part):
    """The ways in which a background will be used; its template, which is large, once."""

    template: Template
    forms: dict[str, Format]
    ways: tuple[tuple[str, bool], ...]
    """Names of formats, and whether they are mirrored."""

    @classmethod
    def of(cls, uses: Sequence[Use]) -> Self:
        """Those of one template."""
        ways = tuple((use.form.name, use.right_to_left) for use in uses)
        return cls(template=uses[0].template, forms={use.form.name: use.form for use in uses}, ways=ways)

    @property
    def uses(self) -> tuple[Use, ...]:
        """As composing takes them."""
        return tuple(
            Use(template=self.template, form=self.forms[name], right_to_left=mirrored) for name, mirrored in self.ways
        )


class Background(Record):
    """A picture without text that banners may share, by its content address."""

    address: str
    item: str
    """Key of the item that makes it."""
    copy_zones: CopyZones | None = None
    """Where texts will stand on it: what drafts are screened for; None where they are not."""
    visual: dict[str, Scalar] = Field(default_factory=dict)
    ratio: str
    images: tuple[StoredImage, ...] = ()
    """The delivered keepers, in the order of their attempts: the candidates."""
    lineage: tuple[str, ...] = ()
    """Keys of the attempts of those."""

    @property
    def key(self) -> str:
        """The content address."""
        return self.address


class Banner(_Part):
    """One finished file."""

    segment: str
    locale: str
    form: str
    object: str
    sha256: str
    mime: str
    size: int
    width: int
    height: int
    alt: str
    lineage: str
    """Key of the attempt that made its picture."""
    edition: int
    figures: BannerFigures

    @property
    def place(self) -> str:
        """Which banner it is."""
        return f"{self.segment}/{self.locale}/{self.form}"


class BannerSet(Watched):
    """The banners of one product that share a background; what composing works through at once."""

    indexed: ClassVar[tuple[str, ...]] = ("product", "state", "background", "still_since")

    product: str
    """Key of the product."""
    group: str
    """See domain.campaigns.graph."""
    background: str
    """Address of the background that is wanted."""
    edition: int
    """The product's, which its banners should show."""
    state: BannersState = BannersState.WAITING
    banners: tuple[Banner, ...] = ()
    """The latest that were delivered; while another background is awaited, those over the one before."""
    faults: tuple[Fault, ...] = ()
    candidates: int = 0
    """Candidates that the background had when they were composed."""
    traceparent: str = ""

    @property
    def key(self) -> str:
        """Product and group."""
        return f"{self.product}/{self.group}"

    def moved(self, state: BannersState, now: datetime, **changes: object) -> Self:
        """A copy in another state; IllegalMove where the table has no such move."""
        check_banners(self.state, state)
        moved = self.having(**{"state": state, **changes})
        if state is BannersState.LISTED:
            return moved.at_rest()
        return moved.having(still_since=epoch_seconds(now), resent=0)
