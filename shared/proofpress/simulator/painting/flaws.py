"""What a reviewer dislikes and a mechanical screen lets pass: visible, and named in the mark."""

from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image, ImageChops

from proofpress.simulator.chance import Chance

_CASTS = ((40, 210, 90), (220, 30, 190), (230, 190, 20))


@dataclass(frozen=True)
class Flaw:
    """One kind of flaw: what the reviewer says about it, and how it is painted in."""

    reason: str
    spoil: Callable[[Image.Image, Chance], Image.Image]


def _tilt(image: Image.Image, chance: Chance) -> Image.Image:
    angle = chance.between("angle", 7, 11) * chance.pick("side", (-1, 1))
    inset = (round(image.width * 0.1), round(image.height * 0.1))
    inner = (*inset, image.width - inset[0], image.height - inset[1])
    turned = image.rotate(angle, Image.Resampling.BILINEAR)
    return turned.resize(image.size, Image.Resampling.BILINEAR, box=inner)


def _cast(image: Image.Image, chance: Chance) -> Image.Image:
    return Image.blend(image, Image.new("RGB", image.size, chance.pick("cast", _CASTS)), 0.34)


def _ghost(image: Image.Image, chance: Chance) -> Image.Image:
    away = round(min(image.size) * chance.between("away", 0.04, 0.07))
    return Image.blend(image, ImageChops.offset(image, away, away // 2), 0.42)


def _seam(image: Image.Image, chance: Chance) -> Image.Image:
    edge = round(image.width * chance.between("edge", 0.35, 0.65))
    moved = ImageChops.offset(image, 0, round(image.height * 0.09))
    spoilt = image.copy()
    spoilt.paste(moved.crop((edge, 0, image.width, image.height)), (edge, 0))
    return spoilt


def _smear(image: Image.Image, chance: Chance) -> Image.Image:
    left = round(image.width * chance.between("left", 0.1, 0.5))
    top = round(image.height * chance.between("top", 0.25, 0.5))
    width, height = image.width // 3, image.height // 3
    strip = image.crop((left, top, left + max(2, width // 24), top + height))
    spoilt = image.copy()
    spoilt.paste(strip.resize((width, height), Image.Resampling.BILINEAR), (left, top))
    return spoilt


FLAWS = (
    Flaw("the horizon is tilted", _tilt),
    Flaw("a colour cast lies over the picture", _cast),
    Flaw("outlines are doubled like a ghost image", _ghost),
    Flaw("a seam runs through the picture", _seam),
    Flaw("a part of the picture is smeared", _smear),
)
