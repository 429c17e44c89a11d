"""What can be wrong with a picture's pixels, at several strengths. Each is (image, rng, strength) to image."""

from collections.abc import Callable
from math import sqrt
from random import Random
from typing import Final

from PIL import Image, ImageChops, ImageFilter

from bench.screening.borders import frame, letterbox, one_bar, tail
from bench.screening.canvas import (
    field,
    grain,
    soft,
    static,
    tint,
)

Defect = Callable[[Image.Image, Random, float], Image.Image]


def too_dark(image: Image.Image, _rng: Random, brightest: float) -> Image.Image:
    """Underexposed: nothing is lighter than `brightest` levels."""
    peak = max(high for _, high in image.getextrema())  # type: ignore[misc]
    return image.point(lambda level: round(level * brightest / max(1, peak)))


def too_bright(image: Image.Image, _rng: Random, darkest: float) -> Image.Image:
    """Overexposed: nothing is darker than `darkest` levels, and the upper half of the scale is burnt out."""
    return image.point(lambda level: min(255, round(darkest + level * 2 * (255 - darkest) / 255)))


def low_contrast(image: Image.Image, rng: Random, span: float) -> Image.Image:
    """The whole picture squeezed into `span` levels somewhere in the middle."""
    bottom, least, most = rng.randint(70, 190 - round(span)), *_range(image)
    return image.point(lambda level: round(bottom + span * max(0.0, min(1.0, (level - least) / max(1, most - least)))))


def _range(image: Image.Image) -> tuple[int, int]:
    extrema = image.getextrema()
    return min(low for low, _ in extrema), max(high for _, high in extrema)  # type: ignore[misc]


def blank(image: Image.Image, rng: Random, swing: float) -> Image.Image:
    """Nothing but one colour, with a slow change of at most `swing` levels."""
    ground = Image.new("RGB", image.size, tint(rng, 60, 200))
    if not swing:
        return ground
    slow = field(rng, image.size, max(image.size), 1).point(lambda level: round(level * swing / 255))
    return ImageChops.add(ground, Image.merge("RGB", [slow] * 3))


def black(image: Image.Image, rng: Random, level: float) -> Image.Image:
    """Nothing but black, or white above 127."""
    return grain(Image.new("RGB", image.size, (round(level),) * 3), rng, 0.6)


def gaussian_blur(image: Image.Image, _rng: Random, radius: float) -> Image.Image:
    """Out of focus by that many pixels of a picture of one megapixel."""
    return soft(image, radius)


def defocus(image: Image.Image, _rng: Random, radius: float) -> Image.Image:
    """Out of focus as a lens does it: every point a disc of that radius."""
    total, weight, edge = image, 0.0, round(radius)
    for down in range(-edge, edge + 1):
        across = sqrt(max(0.0, radius**2 - down**2))
        row = ImageChops.offset(image.filter(ImageFilter.BoxBlur((across, 0))), 0, down)
        weight += 2 * across + 1
        total = Image.blend(total, row, (2 * across + 1) / weight)
    return total.crop((0, edge, image.width, image.height - edge)).resize(image.size, Image.Resampling.BICUBIC)


def motion_blur(image: Image.Image, rng: Random, length: float) -> Image.Image:
    """The camera moved by `length` pixels across, down or at a slant."""
    step = rng.choice(((1.0, 0.0), (0.0, 1.0), (0.7, 0.7), (0.7, -0.7)))
    total, edge = image, round(length)
    for number in range(1, edge):
        moved = ImageChops.offset(image, round(step[0] * number), round(step[1] * number))
        total = Image.blend(total, moved, 1 / (number + 1))
    return total.crop((edge, edge, image.width - edge, image.height - edge)).resize(
        image.size, Image.Resampling.BICUBIC
    )


def enlarged(image: Image.Image, _rng: Random, factor: float) -> Image.Image:
    """A small picture blown up."""
    small = image.resize((round(image.width / factor), round(image.height / factor)), Image.Resampling.LANCZOS)
    return small.resize(image.size, Image.Resampling.BICUBIC)


def grey_noise(image: Image.Image, rng: Random, sigma: float) -> Image.Image:
    """Sensor noise of that many levels, the same in all channels."""
    return grain(image, rng, sigma)


def colour_noise(image: Image.Image, rng: Random, sigma: float) -> Image.Image:
    """Noise of that many levels, each channel its own."""
    return grain(image, rng, sigma, colour=True)


def specks(image: Image.Image, rng: Random, percent: float) -> Image.Image:
    """That share of all pixels black or white."""
    noise = image.copy()
    # Quantiles of the normal distribution that `static` is close to.
    far = {1: 2.58, 3: 2.17, 8: 1.75}[round(percent)] * 36.8
    dice = static(rng, image.size)
    noise.paste((255, 255, 255), (0, 0, *image.size), dice.point(lambda level: 255 if level > 127.5 + far else 0))
    noise.paste((0, 0, 0), (0, 0, *image.size), dice.point(lambda level: 255 if level < 127.5 - far else 0))
    return noise


PIXEL_DEFECTS: Final[dict[str, tuple[tuple[str, Defect, tuple[float, ...]], ...]]] = {
    "dark": (("dark", too_dark, (9, 16, 24)),),
    "bright": (("bright", too_bright, (222, 232, 242)),),
    "low_contrast": (("squeezed", low_contrast, (13, 17, 22)),),
    "blank": (("plain", blank, (0, 0, 4)), ("filled", black, (0, 255))),
    "blur": (
        ("gauss", gaussian_blur, (3, 5, 9)),
        ("defocus", defocus, (5, 8, 12)),
        ("motion", motion_blur, (14, 22, 34)),
        ("enlarged", enlarged, (5, 8)),
    ),
    "noise": (
        ("grey", grey_noise, (18, 28, 45)),
        ("colour", colour_noise, (22, 32, 50)),
        ("specks", specks, (1, 3, 8)),
    ),
    "border": (("letterbox", letterbox, (4.5, 8, 15)), ("frame", frame, (4.5, 7, 11)), ("one-bar", one_bar, (10, 18))),
    "broken": (("tail", tail, (9, 25, 50)),),
}
"""By class: the forms it takes, each with its strengths."""
