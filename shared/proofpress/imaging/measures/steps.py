"""Steps between neighbouring pixels: what edges, grain and bars are all measured by."""

from functools import lru_cache
from typing import NamedTuple

from PIL import Image, ImageChops

_MARGIN = 2
"""Pixels by which the widest steps reach aside or down."""


class Steps(NamedTuple):
    """Absolute differences from each pixel to its neighbour, in levels."""

    across: Image.Image
    down: Image.Image


def steps(luma: Image.Image) -> Steps:
    """Steps within a picture that is at least two pixels wide and high."""
    width, height = luma.size
    return Steps(
        ImageChops.difference(luma.crop((1, 0, width, height)), luma.crop((0, 0, width - 1, height))),
        ImageChops.difference(luma.crop((0, 1, width, height)), luma.crop((0, 0, width, height - 1))),
    )


class Whole:
    """All pixels of a picture that have two columns at each side and two rows below them."""

    share = 1.0

    def __init__(self, luma: Image.Image) -> None:
        self._luma = luma

    def steps(self, right: int, below: int) -> Image.Image:
        """Absolute differences to the pixel that lies so far to the right and below, up to two each."""
        return ImageChops.difference(self._part(0, 0), self._part(right, below))

    def _part(self, right: int, below: int) -> Image.Image:
        width, height = self._luma.size
        return self._luma.crop((_MARGIN + right, below, width - _MARGIN + right, height - _MARGIN + below))


def rows(luma: Image.Image, every: float) -> Steps:
    """Steps in one of so many rows, evenly spread.

    Grain is met as often in every fourth row as in all of them. `every` should be no whole number: in cloth the same
    threads would be met again and again.
    """
    count = int((luma.height - 1) / every)
    here, below = (
        luma.crop((0, top, luma.width, luma.height - 1 + top)).resize((luma.width, count), Image.Resampling.NEAREST)
        for top in range(2)
    )
    across = ImageChops.difference(here.crop((1, 0, here.width, count)), here.crop((0, 0, here.width - 1, count)))
    return Steps(across, ImageChops.difference(here, below))


class Scattered:
    """Every fifth pixel of a picture, each a knight's move from the next.

    Steep edges are met as often as in all of it, however they run. Of whole rows a horizon would be met in one or in none.
    """

    share = 1 / 5

    def __init__(self, luma: Image.Image) -> None:
        # Every fifth pixel, row after row, moves two aside from one row to the next where this is 2 more than fives.
        self._width = luma.width - (luma.width - 2) % 5
        self._height = luma.height
        self._data = luma.crop((0, 0, self._width, luma.height)).tobytes()

    def steps(self, right: int, below: int) -> Image.Image:
        """Absolute differences to the pixel that lies so far to the right and below, up to two each."""
        steps = ImageChops.difference(self._pixels(0), self._pixels(below * self._width + right))
        return ImageChops.darker(steps, _inside(self._width, self._height))

    def _pixels(self, skipped: int) -> Image.Image:
        return _fifths(self._data[skipped::5], self._width, self._height)


def _fifths(data: bytes, width: int, height: int) -> Image.Image:
    """So many fifths of rows as have two rows below them; where they end does not matter."""
    return Image.frombuffer("L", (width, (height - _MARGIN) // 5), data, "raw", "L", 0, 1)


@lru_cache(8)
def _inside(width: int, height: int) -> Image.Image:
    """255 for every fifth pixel, 0 for those from which a step might lead over the edge into the next row."""
    mask = Image.new("L", (width, height))
    mask.paste(255, (_MARGIN, 0, width - _MARGIN, height))
    return _fifths(mask.tobytes()[::5], width, height)
