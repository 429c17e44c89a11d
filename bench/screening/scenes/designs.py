"""Ordinary pictures that somebody designed."""

from math import cos, pi, sin
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFont

from bench.screening.canvas import (
    colour_at,
    ellipse,
    faded,
    field,
    fill,
    glow,
    mixed,
    mixed_image,
    plain,
    polygon,
    ramp,
    soft,
    textured,
    tint,
    unit,
)
from bench.screening.sizes import Size

WORDS = (
    "aurora",
    "harbour",
    "spring",
    "sale",
    "night",
    "festival",
    "new",
    "north",
    "coffee",
    "river",
    "the",
    "of",
    "open",
)


def poster(rng: Random, size: Size) -> Image.Image:
    """Large words on colour, with figures."""
    width, height = size
    ground, ink = tint(rng, 150, 250), tint(rng, 0, 90)
    if rng.random() < 0.4:
        ground, ink = ink, ground
    image = plain(size, ground)
    for _ in range(rng.randint(1, 4)):
        where = (rng.uniform(0, width), rng.uniform(0, height))
        fill(image, ellipse(size, where, (unit(size) * rng.uniform(0.1, 0.4),) * 2), tint(rng, 30, 240))
    pen, top = ImageDraw.Draw(image), height * 0.08
    while top < height * 0.85:
        font = ImageFont.load_default(unit(size) * rng.choice((0.04, 0.08, 0.15, 0.2)))
        words = " ".join(rng.choice(WORDS) for _ in range(rng.randint(1, 4)))
        pen.text(
            (width * rng.uniform(0.04, 0.15), top),
            words.upper() if rng.random() < 0.5 else words,
            mixed(ink, tint(rng, 0, 255), 0.1),
            font,
        )
        top += font.getbbox("Ag")[3] * 1.25
    return image


def shards(rng: Random, size: Size) -> Image.Image:
    """Overlapping translucent figures: an abstract wallpaper."""
    width, height = size
    image = ramp(size, [tint(rng, 20, 230), tint(rng, 20, 230)])
    for _ in range(rng.randint(25, 60)):
        x, y, r = rng.uniform(0, width), rng.uniform(0, height), unit(size) * rng.uniform(0.05, 0.35)
        turns = sorted(rng.uniform(0, 2 * pi) for _ in range(rng.choice((3, 4, 5))))
        mask = polygon(size, [(x + r * cos(turn), y + r * sin(turn)) for turn in turns])
        fill(image, faded(mask, rng.uniform(0.25, 0.8)), tint(rng, 0, 255))
    return image


def blossoms(rng: Random, size: Size) -> Image.Image:
    """Flowers near by, before leaves out of focus."""
    width, height = size
    ground = textured(
        plain(size, (rng.randint(20, 90), rng.randint(60, 140), rng.randint(20, 80))),
        field(rng, size, height * 0.2, 3),
        0.5,
    )
    image = soft(ground, height * 0.015)
    for _ in range(rng.randint(4, 9)):
        centre, r = (
            (rng.uniform(0.1, 0.9) * width, rng.uniform(0.15, 0.85) * height),
            unit(size) * rng.uniform(0.08, 0.2),
        )
        _flower(image, rng, centre, r)
    return image


def _flower(image: Image.Image, rng: Random, centre: tuple[float, float], radius: float) -> None:
    (x, y), petals, colour, size = centre, rng.randint(5, 13), tint(rng, 110, 255), image.size
    for number in range(petals):
        turn, half = 2 * pi * number / petals + rng.uniform(-0.1, 0.1), pi / petals
        outline = [
            (x + radius * out * cos(turn + half * off), y + radius * out * sin(turn + half * off))
            for out, off in ((0.15, 0), (0.7, -0.9), (1, 0), (0.7, 0.9))
        ]
        fill(image, polygon(size, outline), mixed(colour, tint(rng, 0, 255), 0.15))
        pen = ImageDraw.Draw(image)
        for vein in range(-3, 4):
            tip = turn + half * vein / 5
            pen.line(
                [(x, y), (x + radius * 0.85 * cos(tip), y + radius * 0.85 * sin(tip))],
                mixed(colour, (60, 0, 40), 0.35),
                1,
            )
    fill(image, ellipse(size, centre, (radius * 0.22,) * 2), (rng.randint(180, 250), rng.randint(140, 200), 30))


def subject_on_gradient(rng: Random, size: Size) -> Image.Image:
    """One sharp thing before a smooth gradient, with room for words."""
    width, height = size
    image = ramp(size, [tint(rng, 40, 230), tint(rng, 40, 230), tint(rng, 40, 230)], across=rng.random() < 0.5)
    x, y, r = rng.uniform(0.25, 0.75) * width, rng.uniform(0.35, 0.65) * height, unit(size) * rng.uniform(0.12, 0.24)
    body = plain(size, tint(rng, 20, 235))
    if rng.random() < 0.5:
        turns, out = rng.randint(5, 9), rng.uniform(0.4, 0.7)
        star = [
            (x + r * (1, out)[k % 2] * cos(pi * k / turns), y + r * (1, out)[k % 2] * sin(pi * k / turns))
            for k in range(2 * turns)
        ]
        mask = polygon(size, star)
    else:
        mask = ellipse(size, (x, y), (r, r * rng.uniform(0.6, 1)))
    lit = Image.composite(
        mixed_image(body, (255, 255, 255), 0.6),
        mixed_image(body, (0, 0, 0), 0.4),
        glow(size, (x - r * 0.3, y - r * 0.4), r * 1.6),
    )
    fill(image, faded(soft(ImageChops.offset(mask, 10, 22), 16), 0.4), (20, 20, 30))
    image.paste(textured(lit, field(rng, size, r * 0.5, 5), 0.25), (0, 0), mask)
    return image


def strokes(rng: Random, size: Size) -> Image.Image:
    """A painting in thick strokes."""
    width, height = size
    plan = ramp((64, 64), [tint(rng, 30, 240) for _ in range(4)])
    blobs = textured(plan, field(rng, (64, 64), 26, 2), 0.8)
    image = blobs.resize(size, Image.Resampling.BICUBIC)
    pen = ImageDraw.Draw(image)
    for _ in range(2600):
        x, y = rng.uniform(0, width), rng.uniform(0, height)
        colour = colour_at(blobs, 64 * x / width, 64 * y / height)
        turn, long = field_turn(x / width, y / height), unit(size) * rng.uniform(0.02, 0.07)
        pen.line(
            [(x, y), (x + long * cos(turn), y + long * sin(turn))],
            mixed(colour, tint(rng, 0, 255), rng.uniform(0, 0.3)),
            rng.randint(3, 9),
        )
    return image


def field_turn(x: float, y: float) -> float:
    """The direction of a stroke, which changes slowly over the picture."""
    return 2.4 * sin(3 * x + 1) + 1.9 * cos(4 * y)
