"""Logos: PNG, WebP or JPEG, cropped to their ink."""

from dataclasses import dataclass
from functools import cached_property

from PIL import Image

from proofpress.imaging.composing.colours.contrast import ratio
from proofpress.imaging.composing.errors import BadLogo
from proofpress.imaging.decoding import BrokenImage, blendable, load, open_image

_SHOWN = 128
"""Alpha from which a pixel is taken to be seen."""
_LEAST_ASPECT, _MOST_ASPECT = 0.2, 12.0
_LINEAR_GAMMA = 2.2
_SVG_STARTS = (b"<", b"\xef\xbb\xbf<")


@dataclass(frozen=True)
class Logo:
    """A logo in RGBA without its empty margins."""

    image: Image.Image

    @property
    def aspect(self) -> float:
        """Width over height, within what can be set beside text."""
        return min(_MOST_ASPECT, max(_LEAST_ASPECT, self.image.width / self.image.height))

    @cached_property
    def luminance(self) -> float:
        """Mean relative luminance of what is seen of it, about."""
        grey = self.image.convert("RGB").convert("L")
        counts = grey.histogram(self.image.getchannel("A").point(lambda level: 255 if level >= _SHOWN else 0))
        total = sum(counts) or 1
        return sum(count * float((level / 255) ** _LINEAR_GAMMA) for level, count in enumerate(counts)) / total

    def contrast(self, ground: float) -> float:
        """Of its mean with the luminance of a ground."""
        return ratio(self.luminance, ground)


def read_logo(data: bytes, name: str) -> Logo | None:
    """The logo that a brand kit names, None where it names none. Raises BadLogo.

    SVG is refused unread: its renderers are large, differ from each other, and can be made to load files and to run
    for hours.
    """
    if not data:
        return None
    if data.lstrip()[:4].startswith(_SVG_STARTS):
        raise BadLogo(f"{name} of the brand kit is SVG, which is not read: export it as a PNG, 600 pixels wide or more")
    try:
        image = blendable(load(open_image(data))).convert("RGBA")
    except BrokenImage as error:
        raise BadLogo(f"{name} of the brand kit is not usable ({error.fault}): give a PNG, WebP or JPEG") from error
    inked = image.getchannel("A").getbbox()
    if inked is None:
        raise BadLogo(f"{name} of the brand kit is transparent all over: give one that can be seen")
    return Logo(image.crop(inked))
