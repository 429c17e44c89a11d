"""Ordinary pictures from out of doors: what most drafts are of. Each painter is (rng, size) to RGB, at any size."""

from itertools import pairwise
from math import cos, pi, sin
from random import Random

from PIL import Image, ImageChops, ImageDraw

from bench.screening.canvas import (
    Colour,
    below,
    ellipse,
    field,
    fill,
    line_of,
    mask_of,
    mixed,
    plain,
    polygon,
    ramp,
    textured,
    tint,
    unit,
)
from bench.screening.sizes import Size


def ridges(rng: Random, size: Size) -> Image.Image:
    """Mountain ranges one behind the other, under a sky with a sun."""
    width, height = size
    sky, haze, near = tint(rng, 90, 220), tint(rng, 150, 245), tint(rng, 10, 90)
    image = ramp(size, [sky, mixed(sky, haze, 0.6), haze])
    fill(
        image,
        ellipse(size, (rng.uniform(0.1, 0.9) * width, rng.uniform(0.08, 0.3) * height), (height * 0.06,) * 2),
        (255, 244, 214),
    )
    ranges = rng.randint(3, 6)
    for number in range(ranges):
        share = (number + 1) / ranges
        level = height * (0.3 + 0.6 * number / ranges + rng.uniform(-0.05, 0.05))
        layer = plain(size, mixed(haze, near, share))
        rock = textured(layer, field(rng, size, height * 0.12, 6), 0.15 + 0.3 * share)
        image.paste(rock, (0, 0), below(size, line_of(rng, size, level, height * rng.uniform(0.08, 0.2), 8)))
    return image


def coast(rng: Random, size: Size) -> Image.Image:
    """A clouded sky over rippled water, with an island and sails."""
    width, height = size
    horizon = round(height * rng.uniform(0.35, 0.6))
    blue = tint(rng, 60, 190)
    image = ramp(size, [blue, mixed(blue, (250, 240, 235), 0.8)])
    clouds = field(rng, size, height * 0.3, 6, 2).point(lambda level: max(0, min(255, (level - 120) * 3)))
    image.paste((252, 250, 248), (0, 0, width, height), clouds)
    sea = textured(plain(size, mixed(blue, tint(rng, 0, 80), 0.7)), field(rng, size, height * 0.02, 3, 6), 0.5)
    image.paste(sea.crop((0, 0, width, height - horizon)), (0, horizon))
    island = line_of(rng, size, horizon + height * 0.06, height * 0.11)
    rock = textured(plain(size, tint(rng, 30, 100)), field(rng, size, height * 0.06, 5), 0.4)
    image.paste(rock, (0, 0), ImageChops.multiply(below(size, island), _above(size, horizon)))
    for _ in range(rng.randint(1, 4)):
        x, y, tall = (
            rng.uniform(0.05, 0.95) * width,
            horizon + rng.uniform(0.06, 0.3) * height,
            unit(size) * rng.uniform(0.06, 0.16),
        )
        fill(image, polygon(size, [(x, y), (x, y - tall), (x + tall * 0.6, y)]), tint(rng, 190, 255))
        fill(
            image,
            polygon(
                size,
                [
                    (x - tall * 0.5, y + 3),
                    (x + tall * 0.7, y + 3),
                    (x + tall * 0.4, y + tall * 0.2),
                    (x - tall * 0.3, y + tall * 0.2),
                ],
            ),
            tint(rng, 20, 120),
        )
    return image


def _above(size: Size, row: int) -> Image.Image:
    mask = Image.new("L", size, 0)
    mask.paste(255, (0, 0, size[0], row))
    return mask


def street(rng: Random, size: Size) -> Image.Image:
    """House fronts with windows, in daylight."""
    width, height = size
    image = textured(ramp(size, [tint(rng, 120, 210), (238, 236, 230)]), field(rng, size, height * 0.3, 4, 2), 0.15)
    pen, left = ImageDraw.Draw(image), -20
    while left < width:
        wide, top = round(height * rng.uniform(0.12, 0.3)), round(height * rng.uniform(0.12, 0.6))
        wall = tint(rng, 70, 220)
        pen.rectangle([left, top, left + wide, height], wall)
        pane, step = round(height * rng.uniform(0.018, 0.03)), round(height * rng.uniform(0.05, 0.08))
        for x in range(left + step // 2, left + wide - pane, step):
            for y in range(top + step // 2, height, step):
                pen.rectangle(
                    [x, y, x + pane, y + round(pane * 1.5)],
                    mixed(wall, tint(rng, 0, 60), rng.uniform(0.5, 1)),
                    tint(rng, 180, 250),
                )
        left += wide + rng.choice((0, 0, 6, 20))
    return textured(image, field(rng, size, height * 0.08, 3), 0.12)


def forest(rng: Random, size: Size) -> Image.Image:
    """Trunks before light, with leaves."""
    width, height = size
    light, dark = tint(rng, 150, 240), tint(rng, 5, 60)
    image = textured(
        ramp(size, [mixed(light, (255, 255, 220), 0.5), light, dark]), field(rng, size, height * 0.1, 6), 0.5
    )
    for number in range(26):
        share, x = number / 26, rng.uniform(0, width)
        wide, lean = height * (0.008 + 0.03 * share) * rng.uniform(0.6, 1.4), rng.uniform(-0.03, 0.03) * width
        bark = (
            textured(
                plain(size, mixed(light, dark, 0.35 + 0.65 * share)),
                field(rng, size, height * 0.04, 4, 0.2),
                0.3,
            )
            if number > 20
            else plain(size, mixed(light, dark, 0.3 + 0.5 * share))
        )
        image.paste(
            bark,
            (0, 0),
            polygon(size, [(x, 0), (x + wide, 0), (x + wide * 1.5 + lean, height), (x - wide * 0.5 + lean, height)]),
        )
    return _leaves(image, rng, tint(rng, 40, 150))


def _leaves(image: Image.Image, rng: Random, green: Colour) -> Image.Image:
    pen, (width, height) = ImageDraw.Draw(image), image.size
    for _ in range(1400):
        x, y, long = rng.uniform(0, width), height * abs(rng.gauss(0, 0.22)), height * rng.uniform(0.004, 0.014)
        turn, shade = rng.uniform(0, pi), mixed(green, tint(rng, 0, 255), rng.uniform(0, 0.4))
        ax, ay = long * cos(turn), long * sin(turn)
        pen.polygon(
            [(x - ax, y - ay), (x - ay * 0.5, y + ax * 0.5), (x + ax, y + ay), (x + ay * 0.5, y - ax * 0.5)], shade
        )
    return image


def plaza(rng: Random, size: Size) -> Image.Image:
    """A chequered floor in perspective, with columns."""
    width, height = size
    light, dark, horizon = tint(rng, 170, 245), tint(rng, 20, 110), height * rng.uniform(0.3, 0.45)
    image = ramp(size, [tint(rng, 100, 200), tint(rng, 190, 250)])
    vanishing = width * rng.uniform(0.3, 0.7)
    rows = [horizon + (height - horizon) * (k / 12) ** 2 for k in range(13)]

    def squares(pen: ImageDraw.ImageDraw, by: int) -> None:
        for k, (far, near) in enumerate(pairwise(rows)):
            for c in range(-40, 40, 2):
                xs = [
                    vanishing + (c + k % 2 + side) * width * 0.2 * (row - horizon) / (height - horizon)
                    for side, row in ((0, far), (1, far), (1, near), (0, near))
                ]
                pen.polygon(
                    [(xs[0] * by, far * by), (xs[1] * by, far * by), (xs[2] * by, near * by), (xs[3] * by, near * by)],
                    255,
                )

    floor = plain(size, light)
    fill(floor, mask_of(size, squares), dark)
    image.paste(textured(floor, field(rng, size, height * 0.2, 5), 0.2), (0, 0), below(size, [horizon] * width))
    for _ in range(rng.randint(3, 6)):
        x, wide, foot = rng.uniform(0, width), height * rng.uniform(0.03, 0.07), rng.uniform(0.5, 0.95) * height
        shaft = (
            ramp(size, [mixed(light, (0, 0, 0), 0.5), light, mixed(light, (0, 0, 0), 0.6)], across=True)
            .resize((round(wide) * 2, height))
            .crop((0, 0, round(wide) * 2, round(foot)))
        )
        image.paste(shaft, (round(x - wide), 0))
    return image
