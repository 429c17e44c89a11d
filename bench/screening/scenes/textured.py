"""Good pictures that are soft but for a little, or all texture."""

from math import cos, pi, sin
from random import Random

from PIL import Image, ImageDraw

from bench.screening.canvas import (
    colour_at,
    ellipse,
    faded,
    field,
    fill,
    mixed,
    plain,
    polygon,
    ramp,
    soft,
    textured,
    tint,
    unit,
)
from bench.screening.sizes import Size


def bokeh(rng: Random, size: Size) -> Image.Image:
    """Discs of light out of focus behind one sharp twig or wire."""
    width, height = size
    image = ramp(size, [tint(rng, 8, 60), tint(rng, 8, 60)])
    for _ in range(rng.randint(18, 45)):
        where, r = (rng.uniform(0, width), rng.uniform(0, height)), unit(size) * rng.uniform(0.02, 0.08)
        disc = faded(soft(ellipse(size, where, (r, r)), 3), rng.uniform(0.15, 0.6))
        fill(image, disc, tint(rng, 120, 255))
    image = soft(image, height * 0.01)
    return _twig(image, rng)


def _twig(image: Image.Image, rng: Random) -> Image.Image:
    width, height = image.size
    size, bark, x, y = image.size, tint(rng, 10, 70), rng.uniform(0.2, 0.6) * width, height * 1.02
    veins = field(rng, size, 18, 3)
    for _ in range(rng.randint(5, 9)):
        turn, long = rng.uniform(-0.9, 0.9) - pi / 2, unit(size) * rng.uniform(0.1, 0.25)
        tip = (x + long * cos(turn), y + long * sin(turn))
        fill(image, polygon(size, [(x - 5, y), (x + 5, y), (tip[0] + 3, tip[1]), (tip[0] - 3, tip[1])]), bark)
        for side in (-1, 1):
            r = unit(size) * rng.uniform(0.02, 0.05)
            leaf = (tip[0] + side * r, tip[1] - r * 0.4)
            body = textured(plain(size, tint(rng, 60, 220)), veins, 0.3)
            image.paste(
                body,
                (0, 0),
                polygon(
                    size,
                    [tip, (leaf[0], leaf[1] - r * 0.5), (leaf[0] + side * r, leaf[1]), (leaf[0], leaf[1] + r * 0.5)],
                ),
            )
        x, y = tip
    return image


def rain_glass(rng: Random, size: Size) -> Image.Image:
    """Sharp drops on a pane; all behind it is soft."""
    width, height = size
    behind = textured(ramp(size, [tint(rng, 30, 160), tint(rng, 30, 160)]), field(rng, size, height * 0.3, 3), 0.6)
    image = soft(behind, height * 0.02)
    pen = ImageDraw.Draw(image)
    for _ in range(rng.randint(120, 320)):
        x, y, r = rng.uniform(0, width), rng.uniform(0, height), height * abs(rng.gauss(0.006, 0.006)) + 2
        shade = colour_at(image, x, y)
        pen.ellipse([x - r, y - r, x + r, y + r], mixed(shade, (0, 0, 0), 0.5))
        pen.ellipse([x - r * 0.5, y - r * 0.6, x + r * 0.1, y], (240, 244, 250))
    return image


def pebbles(rng: Random, size: Size) -> Image.Image:
    """Stones, edge to edge."""
    width, height = size
    image = plain(size, tint(rng, 10, 50))
    pen, warm, step = ImageDraw.Draw(image), tint(rng, 90, 190), rng.uniform(9, 18)
    for row in range(round(height / step) + 2):
        for column in range(round(width / step) + 2):
            x, y = (column + 0.5 * (row % 2) + rng.uniform(-0.25, 0.25)) * step, (row + rng.uniform(-0.25, 0.25)) * step
            across, down = step * rng.uniform(0.4, 0.6), step * rng.uniform(0.35, 0.55)
            stone = mixed(warm, tint(rng, 20, 240), rng.uniform(0.1, 0.6))
            pen.ellipse([x - across, y - down, x + across, y + down], stone)
            pen.ellipse([x - across * 0.6, y - down * 0.7, x, y - down * 0.1], mixed(stone, (255, 255, 255), 0.35))
    return image


def grass(rng: Random, size: Size) -> Image.Image:
    """Blades, edge to edge."""
    width, height = size
    image, green = (
        plain(size, (12, 30, 10)),
        (rng.randint(40, 160), rng.randint(90, 190), rng.randint(20, 90)),
    )
    pen = ImageDraw.Draw(image)
    for number in range(width * height // 130):
        x, y, long = rng.uniform(0, width), rng.uniform(0, height * 1.05), rng.uniform(14, 46)
        blade = mixed(
            mixed((10, 26, 8), green, min(1.0, number / (width * height / 200))),
            tint(rng, 0, 255),
            rng.uniform(0, 0.25),
        )
        pen.line([(x, y), (x + rng.uniform(-12, 12), y - long)], blade, rng.choice((1, 2, 2, 3)))
    return image


def weave(rng: Random, size: Size) -> Image.Image:
    """Cloth: threads over and under, in a pattern of checks."""
    width, height = size
    step, one, other = rng.randint(5, 9), tint(rng, 30, 230), tint(rng, 30, 230)
    checks = rng.randint(9, 20)
    image = Image.new("RGB", size)
    pen = ImageDraw.Draw(image)
    for row in range(height // step + 1):
        for column in range(width // step + 1):
            over = (row + column) % 2 == 0
            band = (column if over else row) // checks % 2
            thread = mixed(one if band else other, (0, 0, 0) if over else (255, 255, 255), rng.uniform(0.05, 0.3))
            pen.rectangle([column * step, row * step, column * step + step - 2, row * step + step - 2], thread)
    return image
