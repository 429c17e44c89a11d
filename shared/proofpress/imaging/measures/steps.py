"""Steps between neighbouring pixels: what edges, grain and bars are all measured by."""

from PIL import Image, ImageChops


def steps(luma: Image.Image) -> tuple[Image.Image, Image.Image]:
    """Absolute differences from each pixel to its neighbour, across and down; nothing where there is none."""
    width, height = luma.size
    return (
        ImageChops.difference(luma.crop((1, 0, width, height)), luma.crop((0, 0, width - 1, height))),
        ImageChops.difference(luma.crop((0, 1, width, height)), luma.crop((0, 0, width, height - 1))),
    )
