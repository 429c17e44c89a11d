"""Steps between neighbouring pixels: what edges, grain and bars are all measured by."""

from typing import NamedTuple

from PIL import Image, ImageChops


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


def slants(luma: Image.Image) -> Steps:
    """Steps along both diagonals."""
    width, height = luma.size
    return Steps(
        ImageChops.difference(luma.crop((1, 1, width, height)), luma.crop((0, 0, width - 1, height - 1))),
        ImageChops.difference(luma.crop((0, 1, width - 1, height)), luma.crop((1, 0, width, height - 1))),
    )


def folded(image: Image.Image, times: int) -> Image.Image:
    """The image folded in the middle so often, of pixels that come to lie on each other the larger ones.

    The steepest edges are sparse and stay, and counting levels, which is what takes time, is left with few pixels.
    """
    for _ in range(times):
        half = image.height // 2
        upper, lower = image.crop((0, 0, image.width, half)), image.crop((0, half, image.width, 2 * half))
        image = ImageChops.lighter(upper, lower)
    return image
