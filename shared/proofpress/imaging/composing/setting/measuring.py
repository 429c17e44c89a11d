"""Widths of texts and the masks that they are drawn through, each made once per process."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TypedDict

from PIL import Image, ImageDraw, ImageFilter, features

from proofpress.imaging.composing.fonts.choosing import Voice

_WIDTHS, _MASKS = 20_000, 128
_INKED = 96
"""Coverage from which a pixel belongs to a glyph."""
_INK = [255 if level >= _INKED else 0 for level in range(256)]


@dataclass(frozen=True)
class Mask:
    """A line of text as coverage, 0 to 255."""

    image: Image.Image
    left: int
    """Pixels from the pen's start to the left of the image; may be negative."""
    top: int
    """Pixels from the baseline to the top of the image; negative above it."""

    @cached_property
    def under(self) -> Image.Image:
        """Pixels under the glyphs and next to them: what the eye sets them apart from."""
        return self.image.point(_INK).filter(ImageFilter.MaxFilter(3))


class _Options(TypedDict):
    direction: str | None
    language: str | None


@lru_cache(_WIDTHS)
def width_of(voice: Voice, size: float, text: str) -> float:
    """Pixels that the pen advances."""
    return voice.face.at(size).getlength(text, **_options(voice))


@lru_cache(_MASKS)
def mask_of(voice: Voice, size: float, text: str) -> Mask:
    """One line, cropped to its ink; one empty pixel for a text without any."""
    font, options = voice.face.at(size), _options(voice)
    left, top, right, bottom = map(int, font.getbbox(text, anchor="ls", **options))
    image = Image.new("L", (max(1, right - left + 2), max(1, bottom - top + 2)))
    pen = (1 - left, 1 - top)
    ImageDraw.Draw(image).text(pen, text, fill=255, font=font, anchor="ls", **options)
    return Mask(image, left - 1, top - 1)


def _options(voice: Voice) -> _Options:
    if not features.check("raqm"):
        return {"direction": None, "language": None}
    return {"direction": "rtl" if voice.rtl else "ltr", "language": voice.locale}
