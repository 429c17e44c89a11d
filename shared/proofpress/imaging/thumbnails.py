"""Small pictures for the review desk and the report."""

from io import BytesIO

from PIL import Image

from proofpress.imaging.decoding import blendable, load, opaque, open_image

_EFFORT = 2
"""Of WebP's 0 to 6: less than half the time of the default 4, for a few per cent more bytes."""


def thumbnail(data: bytes, box: int = 360, quality: int = 72) -> bytes:
    """A WebP that fits into a square of `box` pixels, never enlarged; transparent parts become white.

    Raises BrokenImage.
    """
    image = open_image(data)
    small = blendable(load(image, max(image.size) // box))
    small.thumbnail((box, box), Image.Resampling.HAMMING, reducing_gap=2.0)
    target = BytesIO()
    opaque(small).save(target, "WEBP", quality=quality, method=_EFFORT)
    return target.getvalue()
