"""Are single pixels lost all over the picture?"""

from collections.abc import Callable

from PIL import Image, ImageChops

_ALONE = 16
"""Levels by which a speck stands out from all eight pixels around it; at half the size a lost pixel is one of four."""
_MASK = [0] * _ALONE + [255] * (256 - _ALONE)

_TILE = 16
_BANDS, _SKIPPED = 4, 4

_Pick = Callable[[Image.Image, Image.Image], Image.Image]


def sample(luma: Image.Image) -> Image.Image:
    """Every fourth of sixteen bands across, one below the other: specks lie everywhere, and looking costs as much as decoding."""
    width, band = luma.width, luma.height // (_BANDS * _SKIPPED)
    picked = Image.new("L", (width, band * _BANDS))
    for number in range(_BANDS):
        top = number * band * _SKIPPED + band
        picked.paste(luma.crop((0, top, width, top + band)), (0, number * band))
    return picked


def specks(luma: Image.Image, least: float = 0) -> tuple[float, float]:
    """Shares of the pixels, in percent, that are lighter and that are darker than all around them.

    Stars are light alone, and grain is too slight. The leaves and pebbles of a texture show as often at half the size,
    where single lost pixels have all but averaged out. Where fewer than `least` are light, dark ones are not looked for.
    """
    centre = luma.crop((1, 1, luma.width - 1, luma.height - 1))
    light = _share(ImageChops.subtract(centre, _around(luma, ImageChops.lighter)))
    if light < least:
        return light, 0.0
    return light, _share(ImageChops.subtract(_around(luma, ImageChops.darker), centre))


def _around(luma: Image.Image, pick: _Pick) -> Image.Image:
    """Of the eight pixels around each one, the lightest or the darkest."""
    width, height = luma.size
    ends = pick(luma.crop((0, 0, width, height - 2)), luma.crop((0, 2, width, height)))
    columns = pick(ends, luma.crop((0, 1, width, height - 1)))
    sides = pick(columns.crop((0, 0, width - 2, height - 2)), columns.crop((2, 0, width, height - 2)))
    return pick(sides, ends.crop((1, 0, width - 1, height - 2)))


def _share(standing_out: Image.Image) -> float:
    """By the means of tiles, which are to 255 as specks to the pixels of a tile; a histogram would take ten times as long."""
    specks = sum(standing_out.point(_MASK).reduce(_TILE).tobytes())
    return 100 * specks / (standing_out.width * standing_out.height)
