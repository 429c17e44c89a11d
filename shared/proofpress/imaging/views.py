"""The one reduction that all measures share."""

from dataclasses import dataclass
from functools import cached_property
from math import sqrt

from PIL import Image
from PIL.ImageFile import ImageFile

from proofpress.imaging.containers import Container
from proofpress.imaging.decoding import blendable, opaque, open_image, pixels

_COARSE_PIXELS = 256 * 256


@dataclass(frozen=True)
class Views:
    """A picture at two sizes that do not depend on its own, whatever its shape.

    `native` has about 512 x 512 pixels' worth of YCbCr or RGB and `luma` its luma, for small things and sharp edges;
    `coarse`, in RGB, and its luma `grey` have a quarter of that, for statistics that noise and compression must not move.
    """

    native: Image.Image
    luma: Image.Image
    coarse: Image.Image
    grey: Image.Image

    @cached_property
    def fine(self) -> Image.Image:
        """What `native` shows, in RGB: for the few who need its colours."""
        return self.native.convert("RGB")


def views(data: bytes, container: Container | None = None) -> Views:
    """Decode once and reduce. Raises BrokenImage where the bytes hold no whole picture."""
    native = _native(open_image(data, container))
    if native.mode == "YCbCr":
        luma, coarse = native.getchannel("Y"), native.reduce(2).convert("RGB")
    else:
        luma, coarse = native.convert("L"), native.reduce(2)
    return Views(native, luma, coarse, luma.reduce(2))


def _native(image: ImageFile) -> Image.Image:
    width = image.width
    factor = max(1, round(sqrt(image.width * image.height / _COARSE_PIXELS) / 2))
    loaded = blendable(pixels(image, factor))
    remaining = max(1, round(factor * loaded.width / width))
    reduced = loaded.reduce(remaining) if remaining > 1 else loaded
    return reduced if reduced.mode == "YCbCr" else opaque(reduced)
