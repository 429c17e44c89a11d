"""Banners that share a background."""

from datetime import datetime
from typing import ClassVar, Self

from proofpress.domain.designs import BannerFigures
from proofpress.domain.records.part import Part
from proofpress.domain.records.product import Fault
from proofpress.domain.records.watched import Watched, epoch_seconds
from proofpress.domain.states import BannersState, check_banners


class Banner(Part):
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
