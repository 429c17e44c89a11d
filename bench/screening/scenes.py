"""Ordinary pictures: what most drafts are of. Each painter is (rng, size) to RGB, at any size.

They share nothing with the simulator's painter, so that the screen is not measured on what it was made for.
"""

from itertools import pairwise
from math import cos, pi, sin
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFont

from bench.screening.canvas import (
    Colour,
    below,
    colour_at,
    ellipse,
    faded,
    field,
    fill,
    glow,
    line_of,
    mask_of,
    mixed,
    mixed_image,
    plain,
    polygon,
    ramp,
    soft,
    textured,
    tint,
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
            height * rng.uniform(0.06, 0.16),
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
            height * rng.uniform(0.05, 0.09),
            height * rng.uniform(0.18, 0.5),
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
    x, y, r = width * rng.uniform(0.3, 0.7), height * rng.uniform(0.36, 0.46), height * rng.uniform(0.15, 0.2)
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


def poster(rng: Random, size: Size) -> Image.Image:
    """Large words on colour, with figures."""
    width, height = size
    ground, ink = tint(rng, 150, 250), tint(rng, 0, 90)
    if rng.random() < 0.4:
        ground, ink = ink, ground
    image = plain(size, ground)
    for _ in range(rng.randint(1, 4)):
        where = (rng.uniform(0, width), rng.uniform(0, height))
        fill(image, ellipse(size, where, (height * rng.uniform(0.1, 0.4),) * 2), tint(rng, 30, 240))
    pen, top = ImageDraw.Draw(image), height * 0.08
    while top < height * 0.85:
        font = ImageFont.load_default(height * rng.choice((0.04, 0.08, 0.15, 0.2)))
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
        x, y, r = rng.uniform(0, width), rng.uniform(0, height), height * rng.uniform(0.05, 0.35)
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
        centre, r = (rng.uniform(0.1, 0.9) * width, rng.uniform(0.15, 0.85) * height), height * rng.uniform(0.08, 0.2)
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
    x, y, r = rng.uniform(0.25, 0.75) * width, rng.uniform(0.35, 0.65) * height, height * rng.uniform(0.12, 0.24)
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
        turn, long = field_turn(x / width, y / height), height * rng.uniform(0.02, 0.07)
        pen.line(
            [(x, y), (x + long * cos(turn), y + long * sin(turn))],
            mixed(colour, tint(rng, 0, 255), rng.uniform(0, 0.3)),
            rng.randint(3, 9),
        )
    return image


def field_turn(x: float, y: float) -> float:
    """The direction of a stroke, which changes slowly over the picture."""
    return 2.4 * sin(3 * x + 1) + 1.9 * cos(4 * y)


def mechanism(rng: Random, size: Size) -> Image.Image:
    """Toothed wheels of metal."""
    width, height = size
    image = textured(ramp(size, [tint(rng, 30, 110), tint(rng, 60, 160)]), field(rng, size, height * 0.02, 3, 8), 0.2)
    for _ in range(rng.randint(5, 10)):
        x, y, r, teeth = (
            rng.uniform(0, width),
            rng.uniform(0, height),
            height * rng.uniform(0.08, 0.28),
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


SCENES = {
    "ridges": ridges,
    "coast": coast,
    "street": street,
    "forest": forest,
    "still": still,
    "portrait": portrait,
    "poster": poster,
    "shards": shards,
    "blossoms": blossoms,
    "subject": subject_on_gradient,
    "strokes": strokes,
    "mechanism": mechanism,
    "plaza": plaza,
}
"""By name, as the files are called."""
