"""What a good picture may look like or be saved as, and pass. Each is (image, rng, strength) to image."""

from random import Random
from typing import Final

from PIL import Image, ImageChops

from bench.screening.canvas import grain
from bench.screening.defects import Defect


def grainy(image: Image.Image, rng: Random, sigma: float) -> Image.Image:
    """As on film."""
    return grain(image, rng, sigma)


def vignetted(image: Image.Image, _rng: Random, share: float) -> Image.Image:
    """Its corners darker by that share."""
    shade = Image.radial_gradient("L").point(lambda level: round(255 - max(0, level - 90) * 255 / 165 * share))
    return ImageChops.multiply(image, Image.merge("RGB", [shade.resize(image.size)] * 3))


def monochrome(image: Image.Image, _rng: Random, _strength: float) -> Image.Image:
    """Grey, in one channel."""
    return image.convert("L")


def few_colours(image: Image.Image, _rng: Random, colours: float) -> Image.Image:
    """With a palette."""
    return image.quantize(round(colours), dither=Image.Dither.NONE)


def with_alpha(image: Image.Image, _rng: Random, _strength: float) -> Image.Image:
    """With a fourth channel that hides nothing."""
    return image.convert("RGBA")


LOOKS: Final[tuple[tuple[str, Defect, tuple[float, ...]], ...]] = (
    ("grainy", grainy, (4, 6)),
    ("vignetted", vignetted, (0.6, 0.85)),
    ("monochrome", monochrome, (0,)),
    ("palette", few_colours, (128,)),
    ("alpha", with_alpha, (0,)),
)
"""By the word in the file's name, each with its strengths."""
