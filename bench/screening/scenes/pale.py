"""Good pictures that are pale, or nearly all white."""

from math import cos, sin
from random import Random

from PIL import Image, ImageChops, ImageDraw

from bench.screening.canvas import (
    below,
    ellipse,
    field,
    fill,
    glow,
    line_of,
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


def fog(rng: Random, size: Size) -> Image.Image:
    """Pale trees that fade; the nearest are sharp."""
    width, height = size
    mist, dark = tint(rng, 165, 225), tint(rng, 60, 110)
    image = ramp(size, [mist, mixed(mist, (255, 255, 255), 0.3), mist])
    for depth in range(4):
        shade, scale = mixed(mist, dark, 0.1 + 0.27 * depth), 0.4 + 0.25 * depth
        layer = Image.new("L", size)
        for _ in range(rng.randint(4, 9)):
            layer = ImageChops.lighter(
                layer, fir(rng, size, (rng.uniform(0, width), height * (0.7 + 0.1 * depth)), height * 0.45 * scale)
            )
        layer = ImageChops.lighter(
            layer, below(size, line_of(rng, size, height * (0.68 + 0.09 * depth), height * 0.03))
        )
        fill(image, soft(layer, (6, 4, 2, 0)[depth]) if depth < 3 else layer, shade)
    return image


def fir(rng: Random, size: Size, foot: tuple[float, float], tall: float) -> Image.Image:
    """The mask of a tree of that height, in pixels."""
    (x, y), tiers = foot, rng.randint(6, 10)
    points = [(x, y - tall)]
    for side in (1, -1):
        run = range(tiers) if side == 1 else reversed(range(tiers))
        for tier in run:
            low, wide = y - tall + tall * (tier + 1) / tiers, tall * 0.22 * (tier + 1) / tiers
            pair = [(x + side * wide * rng.uniform(0.85, 1.1), low), (x + side * wide * 0.5, low - 1)]
            points += pair if side == 1 else pair[::-1]
    return polygon(size, points)


def high_key(rng: Random, size: Size) -> Image.Image:
    """Something pale on white, with a few dark details."""
    width, height = size
    image = ramp(size, [(253, 253, 252), tint(rng, 238, 250)])
    x, y, r = rng.uniform(0.25, 0.75) * width, height * rng.uniform(0.45, 0.6), unit(size) * rng.uniform(0.14, 0.26)
    image.paste((196, 197, 202), (0, 0, *size), soft(ellipse(size, (x, y + r * 1.05), (r * 1.1, r * 0.16)), 9))
    cup = polygon(size, [(x - r, y - r * 0.8), (x + r, y - r * 0.8), (x + r * 0.7, y + r), (x - r * 0.7, y + r)])
    pale = tint(rng, 222, 244)
    lit = Image.composite(
        plain(size, (252, 252, 250)),
        plain(size, mixed(pale, (120, 120, 130), 0.3)),
        glow(size, (x - r * 0.5, y - r * 0.4), r * 2),
    )
    image.paste(lit, (0, 0), cup)
    fill(image, ellipse(size, (x, y - r * 0.8), (r, r * 0.17)), tint(rng, 40, 110))
    fill(
        image,
        polygon(
            size, [(x - r * 0.35, y), (x + r * 0.35, y), (x + r * 0.32, y + r * 0.16), (x - r * 0.32, y + r * 0.16)]
        ),
        tint(rng, 20, 120),
    )
    return image


def snow(rng: Random, size: Size) -> Image.Image:
    """White slopes with small dark trees and a fence."""
    width, height = size
    image = ramp(size, [tint(rng, 222, 246), (250, 250, 252)])
    slope = line_of(rng, size, height * rng.uniform(0.45, 0.65), height * 0.08, 4)
    snowy = textured(plain(size, (244, 246, 250)), field(rng, size, height * 0.2, 4, 3), 0.1)
    image.paste(snowy, (0, 0), below(size, slope))
    for _ in range(rng.randint(3, 8)):
        x, bark = rng.uniform(0.05, 0.95) * width, tint(rng, 10, 70)
        y = slope[min(width - 1, int(x))] + rng.uniform(0, 0.15) * height
        fill(image, fir(rng, size, (x, y), unit(size) * rng.uniform(0.1, 0.24)), bark)
    return image


def line_art(rng: Random, size: Size) -> Image.Image:
    """Thin dark lines on white paper."""
    width, height = size
    image = plain(size, tint(rng, 244, 255))
    pen, ink = ImageDraw.Draw(image), tint(rng, 0, 60)
    for _ in range(rng.randint(5, 12)):
        x, y, r, loops = (
            rng.uniform(0.1, 0.9) * width,
            rng.uniform(0.1, 0.9) * height,
            unit(size) * rng.uniform(0.06, 0.25),
            rng.randint(2, 7),
        )
        wave = rng.uniform(0.05, 0.3)
        points = [
            (
                x + r * (1 + wave * sin(loops * t / 40)) * cos(t / 40),
                y + r * (1 + wave * sin(loops * t / 40)) * sin(t / 40),
            )
            for t in range(252)
        ]
        pen.line(points, ink, rng.choice((2, 3)))
    for _ in range(rng.randint(3, 10)):
        pen.line(
            [(rng.uniform(0, width), rng.uniform(0, height)), (rng.uniform(0, width), rng.uniform(0, height))], ink, 2
        )
    return image


def small_on_plain(rng: Random, size: Size) -> Image.Image:
    """One small thing on a wide plain ground."""
    width, height = size
    ground = tint(rng, 60, 235)
    image = ramp(size, [ground, mixed(ground, (255, 255, 255), 0.12)])
    x, y, r = rng.uniform(0.15, 0.85) * width, rng.uniform(0.25, 0.75) * height, unit(size) * rng.uniform(0.05, 0.1)
    image.paste(
        mixed(ground, (0, 0, 0), 0.35), (0, 0, *size), soft(ellipse(size, (x + r * 0.3, y + r), (r * 1.1, r * 0.25)), 6)
    )
    body = textured(mixed_image(plain(size, tint(rng, 10, 240)), (255, 255, 255), 0.1), field(rng, size, r, 4), 0.5)
    image.paste(body, (0, 0), ellipse(size, (x, y), (r, r * rng.uniform(0.7, 1))))
    return image
