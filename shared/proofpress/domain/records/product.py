"""Products that shops told a campaign of."""

from datetime import datetime
from typing import ClassVar, Self

from pydantic import AwareDatetime

from proofpress.domain.campaigns.news import Rank
from proofpress.domain.records.part import Part
from proofpress.domain.records.watched import Watched, epoch_seconds
from proofpress.domain.spec import Reference
from proofpress.domain.states import ProductState, check_product
from proofpress.domain.written_values import Scalar

REMEMBERED = 60
"""Ids of events that a product remembers, to drop copies by."""


class Photo(Part):
    """A product photo that was fetched."""

    url: str
    reference: Reference


class Fault(Part):
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
    retried: tuple[str, ...] = ()
    """Items that were given up, and whose backgrounds somebody wants to be ordered again."""
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

    def renewed(self, now: datetime, **changes: object) -> Self:
        """A copy that is to be arranged anew, as its next edition."""
        again = {"edition": self.edition + 1, "changed": now, "words": ""}
        return self.moved(ProductState.CHANGED, now, **{**again, **changes})

    def moved(self, state: ProductState, now: datetime, **changes: object) -> Self:
        """A copy in another state; IllegalMove where the table has no such move."""
        check_product(self.state, state)
        moved = self.having(**{"state": state, **changes})
        if state is ProductState.CHANGED:
            return moved.having(still_since=epoch_seconds(now), resent=0)
        return moved.at_rest()
