"""Ordinary pictures of things and people."""

from math import cos, pi, sin
from random import Random

from PIL import Image, ImageChops, ImageDraw

from bench.screening.canvas import (
    Colour,
    below,
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


def still(rng: Random, size: Size) -> Image.Image:
    """Bottles, boxes and balls on a table, with light from one side."""
    width, height = size
    wall, table = tint(rng, 110, 230), tint(rng, 50, 170)
    image = textured(ramp(size, [mixed(wall, (0, 0, 0), 0.25), wall]), field(rng, size, height * 0.4, 3), 0.15)
    edge = height * rng.uniform(0.55, 0.72)
    wood = textured(plain(size, table), field(rng, size, height * 0.03, 4, 12), 0.35)
    image.paste(wood, (0, 0), below(size, [edge + column * 0.02 for column in range(width)]))
    for number in range(rng.randint(3, 6)):
        x, wide, tall = (
            width * (0.12 + 0.18 * number + rng.uniform(-0.04, 0.04)),
            unit(size) * rng.uniform(0.05, 0.09),
            unit(size) * rng.uniform(0.18, 0.5),
        )
        floor = edge + height * rng.uniform(0.05, 0.22)
        image.paste(
            mixed(table, (0, 0, 0), 0.7),
            (0, 0, *size),
            soft(ellipse(size, (x + wide, floor), (wide * 1.9, wide * 0.4)), 8),
        )
        shape = _thing(rng, size, (x, floor), wide, tall)
        body = (
            ramp(size, [tint(rng, 0, 90), tint(rng, 60, 250), tint(rng, 0, 130)], across=True)
            .resize((round(wide * 2.2), height))
            .resize(size)
            if rng.random() < 0.3
            else plain(size, tint(rng, 20, 240))
        )
        lit = Image.composite(
            textured(body, field(rng, size, height * 0.05, 4), 0.2),
            mixed_image(body, (0, 0, 0), 0.5),
            glow(size, (x - wide * 0.6, floor - tall * 0.7), tall, 0.6),
        )
        image.paste(lit, (0, 0), shape)
        fill(
            image,
            ImageChops.multiply(shape, ellipse(size, (x - wide * 0.45, floor - tall * 0.6), (wide * 0.08, tall * 0.2))),
            (255, 255, 250),
        )
    return image


def _thing(rng: Random, size: Size, foot: tuple[float, float], wide: float, tall: float) -> Image.Image:
    (x, y), kind = foot, rng.randrange(3)
    if kind == 0:
        return ellipse(size, (x, y - wide), (wide, wide))
    if kind == 1:
        return polygon(size, [(x - wide, y), (x - wide, y - tall), (x + wide, y - tall), (x + wide, y)])
    neck = wide * rng.uniform(0.25, 0.5)
    sides = [(wide, 0.0), (wide, 0.6), (neck, 0.75), (neck, 1.0)]
    left = [(x - across, y - tall * up) for across, up in sides]
    return polygon(size, [*left, *[(2 * x - px, py) for px, py in reversed(left)]])


def portrait(rng: Random, size: Size) -> Image.Image:
    """A head and shoulders before a plain ground: eyes, mouth, strands of hair, cloth."""
    width, height = size
    ground, skin, cloth, hair = (
        tint(rng, 60, 220),
        (rng.randint(120, 240), rng.randint(90, 190), rng.randint(70, 160)),
        tint(rng, 10, 200),
        tint(rng, 0, 120),
    )
    image = ramp(size, [mixed(ground, (0, 0, 0), 0.3), ground], across=rng.random() < 0.5)
    x, y, r = width * rng.uniform(0.3, 0.7), height * rng.uniform(0.36, 0.46), unit(size) * rng.uniform(0.15, 0.2)
    weave = textured(plain(size, cloth), field(rng, size, height * 0.012, 2, 0.5), 0.35)
    image.paste(weave, (0, 0), ellipse(size, (x, y + r * 3.1), (r * 2.2, r * 1.9)))
    fill(
        image,
        polygon(size, [(x - r * 0.4, y), (x + r * 0.4, y), (x + r * 0.5, y + r * 1.6), (x - r * 0.5, y + r * 1.6)]),
        mixed(skin, (60, 20, 10), 0.25),
    )
    face = Image.composite(
        plain(size, mixed(skin, (255, 240, 220), 0.35)),
        plain(size, mixed(skin, (40, 15, 10), 0.25)),
        glow(size, (x - r * 0.4, y - r * 0.4), r * 1.9),
    )
    image.paste(
        textured(face, field(rng, size, height * 0.02, 3), 0.06), (0, 0), ellipse(size, (x, y), (r * 0.82, r * 1.1))
    )
    for side in (-1, 1):
        fill(image, ellipse(size, (x + side * r * 0.33, y - r * 0.1), (r * 0.16, r * 0.085)), (245, 242, 238))
        fill(image, ellipse(size, (x + side * r * 0.33, y - r * 0.1), (r * 0.075, r * 0.08)), tint(rng, 10, 90))
    fill(image, ellipse(size, (x, y + r * 0.55), (r * 0.27, r * 0.07)), (rng.randint(130, 190), 60, 70))
    return _hair(image, rng, (x, y - r * 0.25), r, hair)


def _hair(image: Image.Image, rng: Random, centre: tuple[float, float], radius: float, colour: Colour) -> Image.Image:
    pen, (x, y) = ImageDraw.Draw(image), centre
    for _ in range(900):
        turn, out = rng.uniform(pi, 2 * pi), rng.uniform(0.85, 1.15)
        a, fall = (x + cos(turn) * radius * out, y + sin(turn) * radius * 1.05 * out), rng.uniform(0.2, 1.0)
        pen.line(
            [a, (a[0] + (a[0] - x) * 0.15 + rng.uniform(-3, 3), a[1] + radius * fall)],
            mixed(colour, tint(rng, 0, 255), rng.uniform(0, 0.3)),
            rng.choice((1, 2)),
        )
    return image


def mechanism(rng: Random, size: Size) -> Image.Image:
    """Toothed wheels of metal."""
    width, height = size
    image = textured(ramp(size, [tint(rng, 30, 110), tint(rng, 60, 160)]), field(rng, size, height * 0.02, 3, 8), 0.2)
    for _ in range(rng.randint(5, 10)):
        x, y, r, teeth = (
            rng.uniform(0, width),
            rng.uniform(0, height),
            unit(size) * rng.uniform(0.08, 0.28),
            rng.randint(12, 30),
        )
        rim = [
            (
                x + r * (1 if k % 4 < 2 else 0.87) * cos(2 * pi * k / (4 * teeth)),
                y + r * (1 if k % 4 < 2 else 0.87) * sin(2 * pi * k / (4 * teeth)),
            )
            for k in range(4 * teeth)
        ]
        metal, mask = tint(rng, 90, 220), polygon(size, rim)
        fill(image, faded(soft(ImageChops.offset(mask, 6, 10), 7), 0.6), (8, 8, 10))
        lit = Image.composite(
            plain(size, mixed(metal, (255, 255, 255), 0.5)),
            plain(size, mixed(metal, (0, 0, 0), 0.5)),
            glow(size, (x - r / 2, y - r / 2), r * 1.8),
        )
        image.paste(textured(lit, field(rng, size, height * 0.01, 2, 5), 0.2), (0, 0), mask)
        for hole in range(rng.choice((3, 5, 6))):
            turn = hole * 2 * pi / 6
            fill(
                image,
                ellipse(size, (x + r * 0.5 * cos(turn), y + r * 0.5 * sin(turn)), (r * 0.14,) * 2),
                mixed(metal, (0, 0, 0), 0.8),
            )
    return image
