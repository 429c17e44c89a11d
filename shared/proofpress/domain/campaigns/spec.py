"""A campaign as it is used: checked, its formats and its template found."""

from decimal import Decimal

from pydantic import BaseModel, ConfigDict

from proofpress.domain.campaigns.written import (
    Localised,
    WrittenEvent,
    WrittenLookup,
    WrittenPhotos,
    WrittenWebhook,
)
from proofpress.domain.designs import BrandKit, Format, Template
from proofpress.domain.manifest import Settings
from proofpress.domain.written_values import Scalar

Told = dict[str, Scalar]
"""What events have said of a product, by variable."""


class CampaignSpec(BaseModel):
    """One campaign, resolved."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    max_usd: Decimal
    max_usd_per_event: Decimal | None
    event: WrittenEvent
    lookup: WrittenLookup | None
    photos: WrittenPhotos | None
    variables: dict[str, Scalar | Localised]
    segments: dict[str, dict[str, Scalar | Localised]]
    locales: dict[str, dict[str, Scalar]]
    visual: tuple[str, ...]
    """Variables that change the picture, photos included."""
    defaults: Settings
    prompt: str
    text_space: bool
    ratios: tuple[str, ...]
    """What backgrounds may be made in: all that the models have in common, or the campaign's choice of them."""
    formats: tuple[Format, ...]
    template: Template
    texts: dict[str, str]
    alt: str
    brand: BrandKit
    focal: tuple[float, float] | None
    public_url: str
    """Without a slash at its end; empty where there is none."""
    webhook: WrittenWebhook | None
    warnings: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    """Paths of the files that it names, relative to it."""
    fingerprint: str
    """sha256 of the file and of all that it names."""
    source: str
    """The file's text as the user wrote it."""

    @property
    def photo_variables(self) -> tuple[str, ...]:
        """Variables that hold addresses of photos."""
        return self.photos.variables if self.photos else ()

    @property
    def banners_of_a_product(self) -> int:
        """How many banners one product has."""
        return len(self.segments) * len(self.locales) * len(self.formats)

    def values(self, segment: str, locale: str, told: Told) -> dict[str, Scalar]:
        """The variables of one cell: the campaign's, under the event's, under the locale's, under the segment's own."""
        own = {name: told[name] for name in self.event.variables if told.get(name) is not None}
        layers = (
            _in_locale(self.variables, locale),
            own,
            self.locales[locale],
            _in_locale(self.segments[segment], locale),
        )
        return {name: value for layer in layers for name, value in layer.items() if value is not None}

    def told_by_event(self, segment: str, locale: str) -> frozenset[str]:
        """Variables of a cell that are the event's to say: neither locale nor segment overrules them."""
        overruled = {*self.locales[locale], *_in_locale(self.segments[segment], locale)}
        return frozenset(self.event.variables) - overruled


def _in_locale(values: dict[str, Scalar | Localised], locale: str) -> dict[str, Scalar]:
    return {name: value.get(locale) if isinstance(value, dict) else value for name, value in values.items()}
