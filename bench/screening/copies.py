"""Copies that are duplicates of their original, and variants that are not. Each is (image, rng, strength) to image."""

from random import Random
from typing import Final

from PIL import Image, ImageChops, ImageFilter

from bench.screening.canvas import grain, mixed, mixed_image, tint
from bench.screening.defects import Defect


def _recompose(image: Image.Image, share: float, rng: Random) -> Image.Image:
    width, height = image.size
    inner = (round(width * (1 - share)), round(height * (1 - share)))
    left, top = rng.randint(0, width - inner[0]), rng.randint(0, height - inner[1])
    return image.crop((left, top, left + inner[0], top + inner[1])).resize(image.size, Image.Resampling.LANCZOS)


def same(image: Image.Image, _rng: Random, _strength: float) -> Image.Image:
    """Nothing but what saving does."""
    return image


def resized(image: Image.Image, _rng: Random, factor: float) -> Image.Image:
    """Drawn at another size."""
    return image.resize((round(image.width * factor), round(image.height * factor)), Image.Resampling.LANCZOS)


def cropped(image: Image.Image, rng: Random, percent: float) -> Image.Image:
    """That share of both sides cut off somewhere."""
    return _recompose(image, percent / 100, rng)


def stamped(image: Image.Image, rng: Random, percent: float) -> Image.Image:
    """A small badge in one corner."""
    marked, side = image.copy(), round((image.width * image.height * percent / 100) ** 0.5)
    x, y = rng.choice((8, image.width - side - 8)), rng.choice((8, image.height - round(side * 0.6) - 8))
    badge = Image.new("RGB", (side, round(side * 0.6)), tint(rng, 0, 255))
    badge.paste(tint(rng, 0, 255), (side // 5, side // 8, side - side // 5, side // 4))
    badge.paste(tint(rng, 0, 255), (side // 5, side // 3, side // 2, side // 2))
    marked.paste(badge, (x, y))
    return marked


def lightened(image: Image.Image, _rng: Random, percent: float) -> Image.Image:
    """A little lighter or darker."""
    return image.point(lambda level: min(255, round(level * (1 + percent / 100))))


def warmed(image: Image.Image, _rng: Random, percent: float) -> Image.Image:
    """A little warmer or colder."""
    red, green, blue = image.split()
    warm = red.point(lambda level: min(255, round(level * (1 + percent / 100))))
    return Image.merge("RGB", [warm, green, blue.point(lambda level: round(level * (1 - abs(percent) / 100)))])


def grained(image: Image.Image, rng: Random, sigma: float) -> Image.Image:
    """A film's grain."""
    return grain(image, rng, sigma)


def sharpened(image: Image.Image, _rng: Random, percent: float) -> Image.Image:
    """An unsharp mask."""
    return image.filter(ImageFilter.UnsharpMask(2, round(percent), 2))


COPIES: Final[tuple[tuple[str, Defect, tuple[float, ...]], ...]] = (
    ("reencoded", same, (0,)),
    ("resized", resized, (0.92, 1.5)),
    ("cropped", cropped, (2, 4)),
    ("stamped", stamped, (1, 2.5)),
    ("lightened", lightened, (-6, 6)),
    ("warmed", warmed, (-5, 5)),
    ("grained", grained, (3, 5)),
    ("sharpened", sharpened, (60, 120)),
)
"""Ways in which a copy differs from its original and is a duplicate all the same."""


def mirrored(image: Image.Image, _rng: Random, _strength: float) -> Image.Image:
    """Left for right."""
    return image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)


def recoloured(image: Image.Image, _rng: Random, degrees: float) -> Image.Image:
    """All hues turned."""
    hue, saturation, value = image.convert("HSV").split()
    turned = hue.point(lambda level: (level + round(degrees * 256 / 360)) % 256)
    lively = saturation.point(lambda level: min(255, level + 40))
    return Image.merge("HSV", [turned, lively, value]).convert("RGB")


def relit(image: Image.Image, _rng: Random, strength: float) -> Image.Image:
    """Light from one side, shade at the other."""
    shade = Image.linear_gradient("L").rotate(90).resize(image.size).point(lambda level: round(255 - level * strength))
    return ImageChops.multiply(image, Image.merge("RGB", [shade] * 3))


def reframed(image: Image.Image, rng: Random, percent: float) -> Image.Image:
    """Much nearer: another picture of the same thing."""
    return _recompose(image, percent / 100, rng)


def night(image: Image.Image, _rng: Random, share: float) -> Image.Image:
    """The same by night: darker and blue, its lights left."""
    dark = mixed_image(image.point(lambda level: round(level * share)), mixed((10, 20, 70), (0, 0, 0), 0.3), 0.3)
    lights = image.convert("L").point(lambda level: 255 if level > 215 else 0)
    return Image.composite(image, dark, lights)


VARIANTS: Final[tuple[tuple[str, Defect, tuple[float, ...]], ...]] = (
    ("mirrored", mirrored, (0,)),
    ("recoloured", recoloured, (90, 150, 210)),
    ("relit", relit, (0.75, 0.9)),
    ("reframed", reframed, (36, 50)),
    ("night", night, (0.4, 0.5)),
)
"""Ways in which a draft is another picture, however alike its lines are."""
