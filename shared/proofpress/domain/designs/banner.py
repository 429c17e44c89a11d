"""One banner: what is asked for, and what is known of it afterwards."""

from enum import StrEnum

from proofpress.domain.designs.brand import BrandKit
from proofpress.domain.designs.formats import Encoding, Format
from proofpress.domain.designs.parts import Design, Name, Share
from proofpress.domain.designs.template import Template

MAX_TEXT = 500
"""Characters of one text of a banner; more is taken for a mistake."""


class SourceType(StrEnum):
    """IPTC's DigitalSourceType of what was generated."""

    GENERATED = "trainedAlgorithmicMedia"
    """The picture as the model made it, cropped or resized at most."""
    COMPOSED = "compositeWithTrainedAlgorithmicMedia"
    """A generated picture with texts, logo or other pictures over it."""


class Provenance(Design):
    """What a delivered file says of its origin."""

    lineage_id: str = ""
    """By which the ledger finds everything that explains the picture."""
    source_type: SourceType = SourceType.COMPOSED


class Composition(Design):
    """One banner to be composed."""

    template: Template
    form: Format
    brand: BrandKit = BrandKit()
    texts: dict[Name, str]
    """By the layer's name; filled in, in the language of the locale."""
    locale: str = "en"
    """BCP 47, as `pt-BR`: direction, hyphenation, regional forms of characters."""
    focal: tuple[Share, Share] | None = None
    """Where the subject is, from the left and top in parts of the picture; without it, it is looked for."""
    encoding: Encoding | None = None
    """One of the format's; without it the first that meets the limit."""
    provenance: Provenance = Provenance()


class TextFigures(Design):
    """How one text was set."""

    name: str
    size: float
    """Pixels of type."""
    lines: int
    contrast: float
    """WCAG 2 ratio that 99 % of the pixels under the glyphs reach."""
    needed: float
    """4.5, or 3 where the type is large (24 px, or 18.66 px bold)."""
    colour: str
    font: str


class BannerFigures(Design):
    """What was measured while a banner was composed."""

    texts: tuple[TextFigures, ...]
    scrim: float
    """Opacity of the scrim, 0 where none was needed."""
    encoding: Encoding
    quality: int
    """Of the encoder; for a quantised PNG its colours, 0 for a lossless one."""
    bytes: int
    max_bytes: int
    crop: tuple[float, float, float, float]
    """Left, top, right, bottom of the part of the background that is shown, in parts of it."""
    enlarged: float
    """Pixels made of each background pixel by side; above 1 it is softer than it could be."""
