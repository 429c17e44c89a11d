"""Good pictures that are nearly all black."""

from math import cos, pi, sin
from random import Random

from PIL import Image, ImageChops, ImageDraw

from bench.screening.canvas import (
    below,
    ellipse,
    field,
    fill,
    line_of,
    mixed,
    plain,
    polygon,
    ramp,
    textured,
    tint,
    unit,
)
from bench.screening.scenes.pale import fir
from bench.screening.sizes import Size


def night_city(rng: Random, size: Size) -> Image.Image:
    """Lit windows in black walls."""
    width, height = size
    image = ramp(size, [(2, 3, 9), tint(rng, 8, 32)])
    pen, left = ImageDraw.Draw(image), 0
    while left < width:
        wide, top = round(height * rng.uniform(0.08, 0.2)), round(height * rng.uniform(0.25, 0.75))
        pen.rectangle([left, top, left + wide, height], tint(rng, 2, 11))
        lit, step = rng.uniform(0.02, 0.25), max(7, round(height * 0.016))
        for x in range(left + 4, left + wide - 4, step):
            for y in range(top + 5, height - 4, round(step * 1.4)):
                if rng.random() < lit:
                    pen.rectangle(
                        [x, y, x + step // 2, y + step // 2],
                        (rng.randint(170, 255), rng.randint(120, 220), rng.randint(40, 160)),
                    )
        left += wide + rng.randint(0, 8)
    return image


def starfield(rng: Random, size: Size) -> Image.Image:
    """Stars on black, here and there in clouds."""
    width, height = size
    image = ramp(size, [tint(rng, 0, 6), tint(rng, 0, 14)])
    pen = ImageDraw.Draw(image)
    for _ in range(rng.randint(150, 900)):
        x, y, light = rng.uniform(0, width), rng.uniform(0, height), rng.randint(60, 255)
        r = rng.choice((0, 0, 0, 0.6, 1, 1.6))
        pen.ellipse([x - r, y - r, x + r, y + r], (light, light, min(255, light + 20)))
    return image


def moon_only(rng: Random, size: Size) -> Image.Image:
    """A moon, full or not, and nothing else."""
    width, height = size
    image = plain(size, tint(rng, 0, 10))
    x, y, r = rng.uniform(0.15, 0.85) * width, rng.uniform(0.2, 0.8) * height, unit(size) * rng.uniform(0.04, 0.16)
    ground = textured(plain(size, tint(rng, 190, 235)), field(rng, size, r * 0.7, 5), 0.35)
    disc = ellipse(size, (x, y), (r, r))
    if rng.random() < 0.6:
        turn, away = rng.uniform(0, 2 * pi), r * rng.uniform(0.4, 1.1)
        disc = ImageChops.subtract(disc, ellipse(size, (x + away * cos(turn), y + away * sin(turn)), (r, r)))
    image.paste(ground, (0, 0), disc)
    return image


def dark_product(rng: Random, size: Size) -> Image.Image:
    """A thing on black with light only along its edge."""
    width, height = size
    image = plain(size, tint(rng, 3, 14))
    x, y, r = rng.uniform(0.25, 0.75) * width, height * rng.uniform(0.42, 0.58), unit(size) * rng.uniform(0.16, 0.32)
    if rng.random() < 0.5:
        shape = ellipse(size, (x, y), (r, r))
    else:
        lean = rng.uniform(-0.3, 0.3) * r
        shape = polygon(
            size, [(x - r * 0.6 + lean, y - r), (x + r * 0.6 + lean, y - r), (x + r * 0.6, y + r), (x - r * 0.6, y + r)]
        )
    rim = ImageChops.subtract(shape, ImageChops.offset(shape, rng.choice((-7, 7)), rng.choice((0, 5))))
    fill(image, shape, tint(rng, 14, 30))
    fill(image, rim, tint(rng, 150, 250))
    return image


def silhouette(rng: Random, size: Size) -> Image.Image:
    """Black before a glowing sky."""
    width, height = size
    glowing = (rng.randint(200, 255), rng.randint(90, 180), rng.randint(30, 120))
    image = ramp(size, [tint(rng, 10, 60), mixed(glowing, (40, 10, 60), 0.4), glowing])
    hill = line_of(rng, size, height * rng.uniform(0.7, 0.85), height * 0.08)
    fill(image, below(size, hill), (4, 4, 6))
    for _ in range(rng.randint(2, 6)):
        x = rng.uniform(0.05, 0.95) * width
        fill(
            image,
            fir(rng, size, (x, hill[min(width - 1, int(x))] + 10), unit(size) * rng.uniform(0.12, 0.35)),
            (4, 4, 6),
        )
    return image
