"""What can be wrong with a picture's pixels, at several strengths. Each is (image, rng, strength) to image."""

from collections.abc import Callable
from random import Random
from typing import Final

from PIL import Image, ImageChops, ImageFilter

from bench.screening.canvas import Colour, colour_at, field, grain, mixed, mixed_image, soft, static, tint

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
    colours = rng.sample([(0, 0, 0), (0, 0, 0), (255, 255, 255), (128, 128, 128), tint(rng, 20, 235)], 5)
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


PIXEL_DEFECTS: Final[dict[str, tuple[tuple[str, Defect, tuple[float, ...]], ...]]] = {
    "dark": (("dark", too_dark, (9, 16, 24)),),
    "bright": (("bright", too_bright, (222, 232, 242)),),
    "low_contrast": (("squeezed", low_contrast, (13, 17, 22)),),
    "blank": (("plain", blank, (0, 0, 4)), ("filled", black, (0, 255))),
    "blur": (
        ("gauss", gaussian_blur, (3, 5, 9)),
        ("motion", motion_blur, (14, 22, 34)),
        ("enlarged", enlarged, (5, 8)),
    ),
    "noise": (
        ("grey", grey_noise, (18, 28, 45)),
        ("colour", colour_noise, (26, 38, 55)),
        ("specks", specks, (1, 3, 8)),
    ),
    "border": (("letterbox", letterbox, (4.5, 8, 15)), ("frame", frame, (4.5, 7)), ("one-bar", one_bar, (10, 18))),
    "broken": (("tail", tail, (9, 25, 50)),),
}
"""By class: the forms it takes, each with its strengths."""


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
