"""Fonts from bytes: what they cover, and sizes of them."""

from functools import cached_property, lru_cache
from io import BytesIO

from PIL import ImageFont, features

from proofpress.imaging.composing.errors import MissingFont

_SIZES = 64
_MAX_BYTES = 30_000_000
_IGNORED = frozenset("\u200b\u200c\u200d\u200e\u200f\u2060\u00ad\n")
"""Characters that steer setting and are never drawn."""


class Face:
    """One font file; sizes of it are opened once and kept."""

    def __init__(self, name: str, data: bytes) -> None:
        self.name = name
        self._data = data
        self._sized = lru_cache(_SIZES)(self._open)

    def at(self, size: float) -> ImageFont.FreeTypeFont:
        """The font at a size in pixels. Raises MissingFont where the bytes are no font."""
        return self._sized(round(size, 2))

    @cached_property
    def covered(self) -> frozenset[int]:
        """Code points that it has glyphs for. Raises MissingFont where the bytes are no font."""
        from fontTools.ttLib import TTFont, TTLibError

        if len(self._data) > _MAX_BYTES:
            raise MissingFont(f"the font {self.name} has more than {_MAX_BYTES / 1e6:.0f} MB: give a smaller one")
        try:
            with TTFont(BytesIO(self._data), lazy=True, fontNumber=0) as font:
                return frozenset(font.getBestCmap() or ())
        except (TTLibError, LookupError, ValueError, AssertionError, OSError, TypeError, AttributeError) as error:
            raise _unusable(self.name, error) from error

    def lacks(self, text: str) -> list[str]:
        """Characters of a text that it has no glyph for, in their order, each once."""
        covered = self.covered
        return [
            character
            for character in dict.fromkeys(text)
            if ord(character) not in covered and character not in _IGNORED
        ]

    def _open(self, size: float) -> ImageFont.FreeTypeFont:
        engine = ImageFont.Layout.RAQM if features.check("raqm") else ImageFont.Layout.BASIC
        try:
            return ImageFont.truetype(BytesIO(self._data), size, layout_engine=engine)
        except (OSError, ValueError) as error:
            raise _unusable(self.name, error) from error


def _unusable(name: str, error: Exception) -> MissingFont:
    return MissingFont(f"the font {name} cannot be read ({error}): give an OpenType or TrueType file (.otf, .ttf)")
