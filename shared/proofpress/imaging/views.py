"""The one reduction that all measures share."""

from dataclasses import dataclass
from math import sqrt

from PIL import Image
from PIL.ImageFile import ImageFile

from proofpress.imaging.containers import Container
from proofpress.imaging.decoding import blendable, opaque, open_image, pixels

_COARSE_PIXELS = 256 * 256


@dataclass(frozen=True)
class Views:
    """A picture at two sizes that do not depend on its own, whatever its shape.

    `fine` has about 512 x 512 pixels' worth of RGB and `luma` its luma, for small things and sharp edges; `coarse`
    and its luma `grey` have a quarter of that, for statistics that noise and compression must not move.
    """

    fine: Image.Image
    luma: Image.Image
    coarse: Image.Image
    grey: Image.Image


def views(data: bytes, container: Container | None = None) -> Views:
    """Decode once and reduce. Raises BrokenImage where the bytes hold no whole picture."""
    fine = _fine(open_image(data, container))
    luma = fine.convert("L")
    return Views(fine, luma, fine.reduce(2), luma.reduce(2))


def _fine(image: ImageFile) -> Image.Image:
    width = image.width
    factor = max(1, round(sqrt(image.width * image.height / _COARSE_PIXELS) / 2))
    loaded = blendable(pixels(image, factor))
    remaining = max(1, round(factor * loaded.width / width))
    return opaque(loaded.reduce(remaining) if remaining > 1 else loaded)
