"""Are single pixels lost all over the picture?"""

from collections.abc import Callable
from typing import NamedTuple

from PIL import Image, ImageChops

from proofpress.imaging.levels import tenth

_ALONE = 16
"""Levels by which a speck stands out from all eight pixels around it; at half the size a lost pixel is one of four."""
_MASK = [0] * _ALONE + [255] * (256 - _ALONE)

_TILE = 32
"""Side of a tile in pixels: some three of them are specks where one pixel of a hundred was lost."""
_BANDS, _SKIPPED = 4, 4
_PERCENT = 255 / 100

_Pick = Callable[[Image.Image, Image.Image], Image.Image]


def sample(luma: Image.Image) -> Image.Image:
    """Every fourth of sixteen bands across, one below the other: specks lie everywhere, and looking costs as much as decoding."""
    width, band = luma.width, luma.height // (_BANDS * _SKIPPED)
    picked = Image.new("L", (width, band * _BANDS))
    for number in range(_BANDS):
        top = number * band * _SKIPPED + band
        picked.paste(luma.crop((0, top, width, top + band)), (0, number * band))
    return picked


class Specks(NamedTuple):
    """Pixels that stand out, in percent."""

    light: float
    dark: float
    least: float
    """Of both kinds together, in the quietest tenth of all tiles: lost pixels lie everywhere, the edges of things do not."""

    @property
    def total(self) -> float:
        """Of both kinds together."""
        return self.light + self.dark

    @property
    def rarer(self) -> float:
        """The share that the rarer kind has of both."""
        return min(self.light, self.dark) / self.total if self.total else 0.0


def specks(luma: Image.Image) -> Specks:
    """How many pixels are lighter than all around them, and how many darker."""
    centre = luma.crop((1, 1, luma.width - 1, luma.height - 1))
    light = _tiles(ImageChops.subtract(centre, _around(luma, ImageChops.lighter)))
    dark = _tiles(ImageChops.subtract(_around(luma, ImageChops.darker), centre))
    return Specks(_percent(light), _percent(dark), tenth(ImageChops.add(light, dark)) / _PERCENT)


def _around(luma: Image.Image, pick: _Pick) -> Image.Image:
    """Of the eight pixels around each one, the lightest or the darkest."""
    width, height = luma.size
    ends = pick(luma.crop((0, 0, width, height - 2)), luma.crop((0, 2, width, height)))
    columns = pick(ends, luma.crop((0, 1, width, height - 1)))
    sides = pick(columns.crop((0, 0, width - 2, height - 2)), columns.crop((2, 0, width, height - 2)))
    return pick(sides, ends.crop((1, 0, width - 1, height - 2)))


def _tiles(standing_out: Image.Image) -> Image.Image:
    """The means of tiles, which are to 255 as specks to the pixels of a tile."""
    return standing_out.point(_MASK).reduce(_TILE)


def _percent(tiles: Image.Image) -> float:
    return sum(tiles.tobytes()) / (tiles.width * tiles.height) / _PERCENT
