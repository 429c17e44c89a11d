"""Layers of a banner, and the areas that some of them stand in.

Lengths are relative. Boxes of areas are parts of the safe area; type sizes, gaps and heights are parts of the format's
shorter side. `start` and `end` are left and right, or right and left in a mirrored banner.
"""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, model_validator

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

    @model_validator(mode="after")
    def _inside(self) -> "Box":
        if self.start + self.width > 1 + _ROUNDING:
            raise ValueError("start and width add up to more than 1: it would stand out at the end")
        if self.top + self.height > 1 + _ROUNDING:
            raise ValueError("top and height add up to more than 1: it would stand out at the bottom")
        return self


_ROUNDING = 1e-6


class Area(Design):
    """A column in which layers follow each other; all of them shrink together until they fit."""

    box: Box | None = None
    align: Edge | None = None
    """Across the column: start, center or end."""
    justify: Edge | None = None
    """Along the column, where room is left: top, center or bottom."""
    gap: Size | None = None
    """Between members, in parts of the format's shorter side."""
    takes: tuple[Name, ...] | None = None
    """Areas whose room it has too where nothing stands in them."""


class Layer(Design):
    """One layer, or in an override the part of it that changes. Which fields a kind takes is checked."""

    kind: Kind | None = None
    name: Name | None = None
    """Texts, buttons and badges show the text of this name."""
    area: Name | None = None
    """Where texts, buttons, badges and logos stand."""
    beside: Name | None = None
    """Set in the same row as the member of this name, behind it."""
    box: Box | None = None
    """Of images and scrims, in parts of the whole format; without it all of it."""
    size: Size | None = None
    """Largest type size, or height of a logo, in parts of the format's shorter side."""
    smallest: Size | None = None
    """Least type size; never below the format's own."""
    lines: Annotated[int, Field(ge=1, le=12)] | None = None
    """Lines of a text at most; 1 without it."""
    bold: bool | None = None
    tone: Tone | None = None
    struck: bool | None = None
    """Struck through, as a former price."""
    fade: Edge | None = None
    """Towards which side a scrim fades out; without it, it is even."""
    radius: Size | None = None
    """Of an image's or scrim's corners, in parts of the format's shorter side."""
    least: Share | None = None
    """Opacity of a scrim even where contrast needs none."""
    most: Share | None = None
    """Opacity of a scrim at most."""
    hidden: bool | None = None
    optional: bool | None = None
    """Left out where no text of its name is given; otherwise that is an error."""

    @property
    def shows_picture(self) -> bool:
        """Whether it is the accepted picture or a part of it."""
        plain = self.tone not in {None, Tone.AUTO}
        return self.kind is Kind.IMAGE or (self.kind is Kind.BACKGROUND and not plain)


TEXTUAL = frozenset({Kind.TEXT, Kind.BUTTON, Kind.BADGE})
"""Layers that show a text."""
