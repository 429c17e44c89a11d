"""Templates of banners: layers, where they stand, and how that changes from format to format.

Lengths are relative. Boxes are parts of the format's safe area; type sizes, gaps and heights are parts of the format's
shorter side. `start` and `end` are left and right, or right and left in a mirrored banner.
"""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from proofpress.domain.designs.formats import Format
from proofpress.domain.designs.parts import Design, Name, Share

Size = Annotated[float, Field(gt=0, le=2, allow_inf_nan=False)]


class Kind(StrEnum):
    """What a layer shows."""

    BACKGROUND = "background"
    """The accepted picture, cropped around its subject."""
    IMAGE = "image"
    """The picture again, in a box of its own beside a plain ground."""
    SCRIM = "scrim"
    """A shade between picture and text; as strong as contrast asks for."""
    TEXT = "text"
    BUTTON = "button"
    BADGE = "badge"
    LOGO = "logo"


class Edge(StrEnum):
    """A side or the middle."""

    START = "start"
    CENTER = "center"
    END = "end"
    TOP = "top"
    BOTTOM = "bottom"


class Flow(StrEnum):
    """In which direction the members of an area follow each other."""

    COLUMN = "column"
    ROW = "row"


class Tone(StrEnum):
    """A colour of the brand kit by its part."""

    AUTO = "auto"
    ACCENT = "accent"
    INK = "ink"
    PAPER = "paper"


class Box(Design):
    """A rectangle in parts of what it stands in."""

    start: Share = 0.0
    top: Share = 0.0
    width: Share = 1.0
    height: Share = 1.0


class Area(Design):
    """A place in which layers follow each other; all of them shrink together until they fit."""

    box: Box | None = None
    flow: Flow | None = None
    align: Edge | None = None
    """Across the flow: start, center or end (of a row: top, center or bottom)."""
    justify: Edge | None = None
    """Along the flow: where the members stand if room is left."""
    gap: Size | None = None


class Layer(Design):
    """One layer, or in an override the part of it that changes. Which fields a kind takes is checked."""

    kind: Kind | None = None
    name: Name | None = None
    """Texts, buttons and badges show the text of this name."""
    area: Name | None = None
    box: Box | None = None
    """Of images and scrims; without it the whole format."""
    size: Size | None = None
    """Largest type size, or height of a logo, in parts of the format's shorter side."""
    smallest: Size | None = None
    """Least type size; never below the format's own."""
    lines: Annotated[int, Field(ge=1, le=12)] | None = None
    bold: bool | None = None
    tone: Tone | None = None
    struck: bool | None = None
    """Struck through, as a former price."""
    fade: Edge | None = None
    """From which side a scrim fades out; without it even."""
    least: Share | None = None
    """Opacity of a scrim even where contrast needs none."""
    most: Share | None = None
    """Opacity of a scrim at most."""
    hidden: bool | None = None
    optional: bool | None = None
    """Left out where no text of its name is given; otherwise that is an error."""


class Override(Design):
    """What is different in one shape or format."""

    areas: dict[Name, Area] = Field(default_factory=dict)
    layers: dict[Name, Layer] = Field(default_factory=dict)


class Template(Design):
    """An arrangement of layers for every format."""

    name: Name
    about: str = ""
    mirrored: bool = True
    """Whether right-to-left locales swap start and end."""
    copy_area: Name = "copy"
    """The area whose place is kept free in pictures."""
    areas: dict[Name, Area]
    layers: Annotated[tuple[Layer, ...], Field(min_length=1)]
    """From the back to the front."""
    overrides: dict[str, Override] = Field(default_factory=dict)
    """By a shape's or a format's name; a format's comes after its shape's."""

    def fitted(self, form: Format) -> "Template":
        """The template as it is in a format, all overrides applied."""
        raise NotImplementedError(form)
