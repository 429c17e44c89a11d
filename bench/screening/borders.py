"""Bars and frames around a picture, and tails of it that are dead. Each is (image, rng, strength) to image."""

from random import Random
from typing import Final

from PIL import Image

from bench.screening.canvas import Colour, colour_at, tint

_COLOURS: Final[tuple[Colour, ...]] = ((0, 0, 0), (0, 0, 0), (255, 255, 255), (128, 128, 128))


def letterbox(image: Image.Image, rng: Random, percent: float) -> Image.Image:
    """Bars of that share of the height above and below, or of the width at both sides."""
    width, height = image.size
    framed = Image.new("RGB", image.size, _bar_colour(image, rng))
    if rng.random() < 0.65:
        bar = round(height * percent / 100)
        framed.paste(image.resize((width, height - 2 * bar), Image.Resampling.LANCZOS), (0, bar))
    else:
        bar = round(width * percent / 100)
        framed.paste(image.resize((width - 2 * bar, height), Image.Resampling.LANCZOS), (bar, 0))
    return framed


def frame(image: Image.Image, rng: Random, percent: float) -> Image.Image:
    """A border of that share of the shorter side all around."""
    bar = round(min(image.size) * percent / 100)
    framed = Image.new("RGB", image.size, _bar_colour(image, rng))
    framed.paste(image.resize((image.width - 2 * bar, image.height - 2 * bar), Image.Resampling.LANCZOS), (bar, bar))
    return framed


def one_bar(image: Image.Image, rng: Random, percent: float) -> Image.Image:
    """A bar of that share at one side only."""
    turned = rng.randrange(4)
    upright = image.rotate(90 * turned, expand=True)
    bar = round(upright.height * percent / 100)
    framed = Image.new("RGB", upright.size, _bar_colour(image, rng))
    framed.paste(upright.resize((upright.width, upright.height - bar), Image.Resampling.LANCZOS), (0, 0))
    return framed.rotate(-90 * turned, expand=True)


def _bar_colour(image: Image.Image, rng: Random) -> Colour:
    """Mostly black; never a colour that the picture's own margin has, as nobody could see where that bar ends."""
    margin = _margin(image)
    colours = rng.sample([*_COLOURS, tint(rng, 20, 235), tint(rng, 20, 235)], len(_COLOURS) + 2)
    return min(colours, key=lambda colour: max(0.2, _likeness(colour, margin)))


def _margin(image: Image.Image) -> list[Colour]:
    small = image.resize((48, 48), Image.Resampling.BOX)
    return [colour_at(small, x, y) for x in range(48) for y in range(48) if min(x, y, 47 - x, 47 - y) < 2]


def _likeness(colour: Colour, margin: list[Colour]) -> float:
    near = [max(abs(a - b) for a, b in zip(colour, other, strict=True)) < 45 for other in margin]
    return sum(near) / len(near)


def tail(image: Image.Image, rng: Random, percent: float) -> Image.Image:
    """The last rows grey, black, white, or the last good row drawn down: a stream that ended early, saved again."""
    width, height = image.size
    first = height - round(height * percent / 100)
    first -= first % 16
    spoilt = image.copy()
    kind = rng.randrange(4)
    if kind == 3:
        spoilt.paste(image.crop((0, first - 1, width, first)).resize((width, height - first)), (0, first))
    else:
        spoilt.paste(((128, 128, 128), (0, 0, 0), (128, 128, 128))[kind], (0, first, width, height))
    return spoilt
