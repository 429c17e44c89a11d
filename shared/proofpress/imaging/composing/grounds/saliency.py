"""Where the eye goes, on a grid of a few thousand cells: edges, and colours that differ from the rest.

After the idea of Achanta et al., Frequency-tuned Salient Region Detection (CVPR 2009), made as cheap as screening: one
small reduction, two filters, and sums over rectangles in constant time.
"""

from collections.abc import Sequence
from itertools import accumulate

from PIL import Image, ImageChops, ImageFilter

GRID = 64
"""Cells along the longer side."""
_DETAIL = 4
"""Pixels per cell, along a side, in which edges are looked for."""
_STRONG_EDGE = 72
"""Level from which an edge counts in full."""


class Grid:
    """Non-negative numbers on a grid, summed over any rectangle in constant time; lengths in parts of the picture."""

    def __init__(self, cells: Image.Image) -> None:
        self._width, self._height = cells.size
        rows = [cells.crop((0, top, self._width, top + 1)).tobytes() for top in range(self._height)]
        self._sums = [[0] * (self._width + 1)]
        for row in rows:
            running = accumulate(row, initial=0)
            self._sums.append([above + left for above, left in zip(self._sums[-1], running, strict=True)])

    def total(self, left: float, top: float, right: float, bottom: float) -> float:
        """The sum over a rectangle, edges rounded to cells."""
        x0, x1 = self._cell(left, self._width), self._cell(right, self._width)
        y0, y1 = self._cell(top, self._height), self._cell(bottom, self._height)
        return self._sums[y1][x1] - self._sums[y0][x1] - self._sums[y1][x0] + self._sums[y0][x0]

    def mean(self, left: float, top: float, right: float, bottom: float) -> float:
        """The mean over a rectangle, 0 to 255."""
        x0, x1 = self._cell(left, self._width), self._cell(right, self._width)
        y0, y1 = self._cell(top, self._height), self._cell(bottom, self._height)
        return self.total(left, top, right, bottom) / max(1, (x1 - x0) * (y1 - y0))

    @staticmethod
    def _cell(part: float, cells: int) -> int:
        return min(cells, max(0, round(part * cells)))


def grid_size(size: tuple[int, int]) -> tuple[int, int]:
    """Cells of a picture of some pixels."""
    longest = max(size)
    width, height = (max(1, round(GRID * side / longest)) for side in size)
    return width, height


def edges(image: Image.Image) -> Image.Image:
    """Share of strong edges in each cell, 0 to 255, of an RGB picture."""
    cells = grid_size(image.size)
    fine = image.convert("L").resize((cells[0] * _DETAIL + 2, cells[1] * _DETAIL + 2), Image.Resampling.BOX)
    found = fine.filter(ImageFilter.FIND_EDGES).crop((1, 1, fine.width - 1, fine.height - 1))
    return found.point(_STRENGTH).resize(cells, Image.Resampling.BOX)


def saliency(image: Image.Image) -> Grid:
    """How much each cell of an RGB picture draws the eye."""
    cells = grid_size(image.size)
    coarse = image.resize(cells, Image.Resampling.BOX)
    mean = coarse.resize((1, 1), Image.Resampling.BOX).resize(cells)
    distinct = _brightest(ImageChops.difference(coarse, mean).split())
    return Grid(ImageChops.add(distinct, edges(image)).filter(ImageFilter.BoxBlur(1)))


def _brightest(bands: Sequence[Image.Image]) -> Image.Image:
    red, green, blue = bands
    return ImageChops.lighter(ImageChops.lighter(red, green), blue)


_STRENGTH = [min(255, level * 255 // _STRONG_EDGE) for level in range(256)]
