"""Are single pixels lost all over the picture?"""

from collections.abc import Callable

from PIL import Image, ImageChops

_ALONE = 16
"""Levels by which a speck stands out from all eight pixels around it; at half the size a lost pixel is one of four."""
_MASK = [0] * _ALONE + [255] * (256 - _ALONE)

_Pick = Callable[[Image.Image, Image.Image], Image.Image]


def specks(luma: Image.Image) -> tuple[float, float]:
    """Shares of the pixels, in percent, that are lighter and that are darker than all around them.

    Stars are light alone, and grain is too slight. The leaves and pebbles of a texture show as often at half the size,
    where single lost pixels have all but averaged out.
    """
    lighter, darker = ImageChops.lighter, ImageChops.darker
    centre = luma.crop((1, 1, luma.width - 1, luma.height - 1))
    light = ImageChops.subtract(centre, _around(luma, lighter))
    dark = ImageChops.subtract(_around(luma, darker), centre)
    return _share(light), _share(dark)


def _around(luma: Image.Image, pick: _Pick) -> Image.Image:
    """Of the eight pixels around each one, the lightest or the darkest."""
    width, height = luma.size
    ends = pick(luma.crop((0, 0, width, height - 2)), luma.crop((0, 2, width, height)))
    columns = pick(ends, luma.crop((0, 1, width, height - 1)))
    sides = pick(columns.crop((0, 0, width - 2, height - 2)), columns.crop((2, 0, width, height - 2)))
    return pick(sides, ends.crop((1, 0, width - 1, height - 2)))


def _share(standing_out: Image.Image) -> float:
    return 100 * standing_out.point(_MASK).histogram()[-1] / (standing_out.width * standing_out.height)
