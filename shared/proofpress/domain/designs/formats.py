"""Banner formats: pixels, safe area, byte limit, and how they may be encoded."""

from collections.abc import Iterable
from enum import StrEnum
from math import log
from typing import Annotated

from pydantic import Field

from proofpress.domain.designs.parts import Design, Name, Share

_MAX_SIDE = 4_096


class Encoding(StrEnum):
    """A file format that banners are written in."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    AVIF = "avif"

    @property
    def mime(self) -> str:
        """Its media type."""
        return f"image/{self}"

    @property
    def suffix(self) -> str:
        """What a file's name ends with, without the dot."""
        return "jpg" if self is Encoding.JPEG else str(self)


class Shape(StrEnum):
    """A family of formats that one arrangement suits, by width over height."""

    STRIP = "strip"
    """5 and more, as 728 x 90."""
    BANNER = "banner"
    """2.5 to 5, as 970 x 250."""
    WIDE = "wide"
    """1.35 to 2.5, as 1200 x 628."""
    SQUARE = "square"
    """0.85 to 1.35, as 300 x 250."""
    PORTRAIT = "portrait"
    """0.42 to 0.85, as 1080 x 1920."""
    TOWER = "tower"
    """Below 0.42, as 160 x 600."""


_LEAST = (
    (Shape.STRIP, 5.0),
    (Shape.BANNER, 2.5),
    (Shape.WIDE, 1.35),
    (Shape.SQUARE, 0.85),
    (Shape.PORTRAIT, 0.42),
)


class Insets(Design):
    """How far the safe area stays from each edge, in parts of the format's height (top, bottom) and width (sides)."""

    top: Share = 0.0
    bottom: Share = 0.0
    sides: Share = 0.0


class Format(Design):
    """One size in which a banner is delivered."""

    name: Name
    group: str = ""
    """Whose it is: iab, google, meta, email, shop."""
    width: Annotated[int, Field(ge=16, le=_MAX_SIDE)]
    height: Annotated[int, Field(ge=16, le=_MAX_SIDE)]
    max_bytes: Annotated[int, Field(ge=2_000)]
    """Bytes of a file at most, metadata included; 1 KB is 1,000 bytes, the stricter reading."""
    encodings: Annotated[tuple[Encoding, ...], Field(min_length=1)] = (Encoding.JPEG, Encoding.PNG)
    """In order of preference; the first that meets the limit well is taken."""
    safe: Insets = Insets()
    """Outside of it no text, button, badge or logo is set."""
    smallest_text: Annotated[int, Field(ge=6)] = 11
    """Pixels of the smallest type that can be read at the size in which the format is shown."""
    source: str = ""
    """Where the figures are from."""

    @property
    def ratio(self) -> float:
        """Width over height."""
        return self.width / self.height

    @property
    def shape(self) -> Shape:
        """Its family."""
        return next((shape for shape, least in _LEAST if self.ratio >= least), Shape.TOWER)


def background_ratio(form: Format, ratios: Iterable[str]) -> str:
    """The model's ratio, as `16:9`, whose crop to a format loses least. ValueError where there is none."""
    return nearest_ratio(form.ratio, ratios)


def nearest_ratio(wanted: float, ratios: Iterable[str]) -> str:
    """The ratio, as `16:9`, that is nearest to width over height. ValueError where there is none."""
    return min(ratios, key=lambda name: abs(log(wanted / _value(name))))


def kept_share(form: Format, ratio: str) -> float:
    """The part of a background of that ratio, 0 to 1, that the crop to a format keeps."""
    value = _value(ratio)
    return min(value, form.ratio) / max(value, form.ratio)


def _value(name: str) -> float:
    wide, _, high = name.partition(":")
    return int(wide) / int(high)
