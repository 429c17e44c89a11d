"""Good pictures that look like defects to a careless measure: dark, pale, soft, flat, or all texture."""

from math import cos, pi, sin
from random import Random

from PIL import Image, ImageChops, ImageDraw

from bench.screening.canvas import (
    below,
    colour_at,
    ellipse,
    faded,
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
)
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
    x, y, r = rng.uniform(0.15, 0.85) * width, rng.uniform(0.2, 0.8) * height, height * rng.uniform(0.04, 0.16)
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
    x, y, r = rng.uniform(0.25, 0.75) * width, height * rng.uniform(0.42, 0.58), height * rng.uniform(0.16, 0.32)
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
                layer, _fir(rng, size, (rng.uniform(0, width), height * (0.7 + 0.1 * depth)), height * 0.45 * scale)
            )
        layer = ImageChops.lighter(
            layer, below(size, line_of(rng, size, height * (0.68 + 0.09 * depth), height * 0.03))
        )
        fill(image, soft(layer, (6, 4, 2, 0)[depth]) if depth < 3 else layer, shade)
    return image


def _fir(rng: Random, size: Size, foot: tuple[float, float], tall: float) -> Image.Image:
    (x, y), tiers = foot, rng.randint(6, 10)
    points = [(x, y - tall)]
    for side in (1, -1):
        run = range(tiers) if side == 1 else reversed(range(tiers))
        for tier in run:
            low, wide = y - tall + tall * (tier + 1) / tiers, tall * 0.22 * (tier + 1) / tiers
            pair = [(x + side * wide * rng.uniform(0.85, 1.1), low), (x + side * wide * 0.5, low - 1)]
            points += pair if side == 1 else pair[::-1]
    return polygon(size, points)


def bokeh(rng: Random, size: Size) -> Image.Image:
    """Discs of light out of focus behind one sharp twig or wire."""
    width, height = size
    image = ramp(size, [tint(rng, 8, 60), tint(rng, 8, 60)])
    for _ in range(rng.randint(18, 45)):
        where, r = (rng.uniform(0, width), rng.uniform(0, height)), height * rng.uniform(0.02, 0.08)
        disc = faded(soft(ellipse(size, where, (r, r)), 3), rng.uniform(0.15, 0.6))
        fill(image, disc, tint(rng, 120, 255))
    image = soft(image, height * 0.01)
    return _twig(image, rng)


def _twig(image: Image.Image, rng: Random) -> Image.Image:
    width, height = image.size
    size, bark, x, y = image.size, tint(rng, 10, 70), rng.uniform(0.2, 0.6) * width, height * 1.02
    for _ in range(rng.randint(5, 9)):
        turn, long = rng.uniform(-0.9, 0.9) - pi / 2, height * rng.uniform(0.1, 0.25)
        tip = (x + long * cos(turn), y + long * sin(turn))
        fill(image, polygon(size, [(x - 5, y), (x + 5, y), (tip[0] + 3, tip[1]), (tip[0] - 3, tip[1])]), bark)
        for side in (-1, 1):
            r = height * rng.uniform(0.02, 0.05)
            leaf = (tip[0] + side * r, tip[1] - r * 0.4)
            body = textured(plain(size, tint(rng, 60, 220)), field(rng, size, 18, 3), 0.3)
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


def high_key(rng: Random, size: Size) -> Image.Image:
    """Something pale on white, with a few dark details."""
    width, height = size
    image = ramp(size, [(253, 253, 252), tint(rng, 238, 250)])
    x, y, r = rng.uniform(0.25, 0.75) * width, height * rng.uniform(0.45, 0.6), height * rng.uniform(0.14, 0.26)
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
        fill(image, _fir(rng, size, (x, y), height * rng.uniform(0.1, 0.24)), bark)
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
            height * rng.uniform(0.06, 0.25),
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


def flat(rng: Random, size: Size) -> Image.Image:
    """An illustration in a few flat colours: hills, houses, a sun; the ground is crossed by what stands on it."""
    width, height = size
    image = plain(size, tint(rng, 130, 245))
    fill(
        image,
        ellipse(
            size,
            (rng.uniform(0.1, 0.9) * width, height * rng.uniform(0.15, 0.4)),
            (height * rng.uniform(0.06, 0.14),) * 2,
        ),
        tint(rng, 150, 255),
    )
    for _ in range(rng.randint(2, 4)):
        fill(
            image,
            ellipse(
                size,
                (rng.uniform(0, 1) * width, height * rng.uniform(0.9, 1.1)),
                (height * rng.uniform(0.4, 0.8), height * rng.uniform(0.25, 0.55)),
            ),
            tint(rng, 40, 200),
        )
    base = height * rng.uniform(0.72, 0.86)
    fill(image, polygon(size, [(0, base), (width, base), (width, height), (0, height)]), tint(rng, 30, 180))
    for _ in range(rng.randint(3, 7)):
        x, y, s = (
            rng.uniform(0.05, 0.95) * width,
            base + height * rng.uniform(0.02, 0.09),
            height * rng.uniform(0.06, 0.13),
        )
        fill(
            image,
            polygon(size, [(x - s, y), (x - s, y - s * 1.3), (x + s, y - s * 1.3), (x + s, y)]),
            tint(rng, 60, 255),
        )
        fill(
            image,
            polygon(size, [(x - s * 1.2, y - s * 1.3), (x, y - s * 2.2), (x + s * 1.2, y - s * 1.3)]),
            tint(rng, 20, 200),
        )
        fill(
            image,
            polygon(
                size, [(x - s * 0.25, y), (x - s * 0.25, y - s * 0.7), (x + s * 0.25, y - s * 0.7), (x + s * 0.25, y)]
            ),
            tint(rng, 10, 120),
        )
    return image


def geometric(rng: Random, size: Size) -> Image.Image:
    """Two or three flat fields of colour that meet at an angle, and one figure: minimal, and meant."""
    width, height = size
    image = plain(size, tint(rng, 20, 240))
    for _ in range(2):
        x, lean = rng.uniform(0.2, 0.8) * width, rng.uniform(0.15, 0.5) * height * rng.choice((-1, 1))
        fill(image, polygon(size, [(x, 0), (width, 0), (width, height), (x + lean, height)]), tint(rng, 10, 250))
    fill(
        image,
        ellipse(
            size,
            (rng.uniform(0.2, 0.8) * width, rng.uniform(0.25, 0.75) * height),
            (height * rng.uniform(0.08, 0.22),) * 2,
        ),
        tint(rng, 10, 255),
    )
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
            image, _fir(rng, size, (x, hill[min(width - 1, int(x))] + 10), height * rng.uniform(0.12, 0.35)), (4, 4, 6)
        )
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


def small_on_plain(rng: Random, size: Size) -> Image.Image:
    """One small thing on a wide plain ground."""
    width, height = size
    ground = tint(rng, 60, 235)
    image = ramp(size, [ground, mixed(ground, (255, 255, 255), 0.12)])
    x, y, r = rng.uniform(0.15, 0.85) * width, rng.uniform(0.25, 0.75) * height, height * rng.uniform(0.05, 0.1)
    image.paste(
        mixed(ground, (0, 0, 0), 0.35), (0, 0, *size), soft(ellipse(size, (x + r * 0.3, y + r), (r * 1.1, r * 0.25)), 6)
    )
    body = textured(mixed_image(plain(size, tint(rng, 10, 240)), (255, 255, 255), 0.1), field(rng, size, r, 4), 0.5)
    image.paste(body, (0, 0), ellipse(size, (x, y), (r, r * rng.uniform(0.7, 1))))
    return image


HARD_SCENES = {
    "night-city": night_city,
    "starfield": starfield,
    "moon-only": moon_only,
    "dark-product": dark_product,
    "fog": fog,
    "bokeh": bokeh,
    "high-key": high_key,
    "snow": snow,
    "line-art": line_art,
    "flat": flat,
    "geometric": geometric,
    "pebbles": pebbles,
    "grass": grass,
    "weave": weave,
    "silhouette": silhouette,
    "rain-glass": rain_glass,
    "small-on-plain": small_on_plain,
}
"""By name, as the files are called."""
