"""A night sky: stars, the Milky Way, a moon, and hills, sometimes over a lake."""

import math

from PIL import Image, ImageDraw

from proofpress.simulator.painting.canvas import Canvas
from proofpress.simulator.painting.clouds import clouds, haze
from proofpress.simulator.painting.colour import Colour, mix
from proofpress.simulator.painting.lines import ridge, swell
from proofpress.simulator.painting.palette import Palette

_SHINING = 0.5


def paint_night(canvas: Canvas, palette: Palette) -> None:
    """Stars above silhouettes; half of the nights mirror them in a lake."""
    rng = canvas.rng
    horizon = rng.uniform(0.62, 0.84)
    canvas.fill([(0, palette.top), (horizon * 0.55, palette.middle), (horizon, palette.low), (1, palette.low)])
    milky_way(canvas, mix(palette.low, palette.light, 0.35), rng.uniform(-55, 55))
    stars(canvas, palette.light, round(260 * canvas.stretch * canvas.rise))
    canvas.glow((rng.uniform(0.2, 0.8), horizon + 0.05), 0.8, palette.accent, strength=0.45)
    if canvas.maybe(0.7):
        _moon(canvas, palette, (rng.uniform(0.15, 0.85), rng.uniform(0.14, 0.4)), rng.uniform(0.05, 0.12))
    clouds(canvas, mix(palette.low, palette.far, 0.5), (horizon - 0.25, horizon + 0.05), across=1, down=8, density=0.4)
    canvas.ground(
        ridge(rng, horizon - 0.03, 0.1), mix(palette.far, palette.near, 0.55), mix(palette.low, palette.near, 0.4)
    )
    if canvas.maybe(0.5):
        canvas.reflect(horizon + 0.04, palette.near, strength=0.35)
        _ripples(canvas, palette, horizon + 0.04)
    canvas.ground(swell(rng, rng.uniform(0.9, 0.96), 0.035), palette.near, mix(palette.near, (0, 0, 0), 0.4))


def stars(canvas: Canvas, colour: Colour, count: int) -> None:
    """Stars of uneven brightness; a few of them large enough to shine."""
    rng = canvas.rng
    pen = ImageDraw.Draw(canvas.image, "RGBA")
    for _ in range(count):
        x, y, bright = rng.randrange(canvas.width), rng.randrange(canvas.height), rng.random() ** 2
        pen.point((x, y), fill=(*colour, round(90 + 165 * bright)))
        if bright > _SHINING:
            for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
                pen.point((x + dx, y + dy), fill=(*colour, round(150 * bright)))
    for _ in range(max(3, count // 55)):
        canvas.glow((rng.random(), rng.random() * 0.75), rng.uniform(0.012, 0.03), colour, power=2.5)


def milky_way(canvas: Canvas, colour: Colour, angle: float) -> None:
    """A slanted band of soft light."""
    noise = haze(canvas.rng, 4, 6, octaves=4)
    table = [round(190 * math.exp(-(((value - 127.5) / 20) ** 2))) for value in range(256)]
    band = Image.linear_gradient("L").point(table).rotate(angle, Image.Resampling.BILINEAR)
    margin = band.width // 4
    band = band.resize(noise.size, box=(margin, margin, band.width - margin, band.height - margin))
    mask = Image.composite(noise, Image.new("L", noise.size), band)
    canvas.image.paste(colour, (0, 0), mask.resize(canvas.image.size, Image.Resampling.BICUBIC))


def _moon(canvas: Canvas, palette: Palette, at: tuple[float, float], radius: float) -> None:
    rng = canvas.rng
    canvas.glow(at, radius * 5, palette.light, strength=0.5)
    canvas.disc(at, radius, palette.light)
    across, down = radius / canvas.stretch, radius / canvas.rise
    for _ in range(7):
        angle, away = rng.uniform(0, math.tau), rng.uniform(0, 0.62)
        spot = (at[0] + across * away * math.cos(angle), at[1] + down * away * math.sin(angle))
        canvas.glow(spot, radius * rng.uniform(0.2, 0.38), palette.far, strength=0.4, power=1.2)


def _ripples(canvas: Canvas, palette: Palette, horizon: float) -> None:
    rng = canvas.rng
    pen = ImageDraw.Draw(canvas.image, "RGBA")
    for _ in range(round(70 * canvas.stretch)):
        depth = rng.random() ** 1.5
        y = (horizon + (1 - horizon) * depth) * canvas.height
        x, half = rng.random() * canvas.width, (0.01 + 0.09 * depth) * canvas.unit
        pen.line((x - half, y, x + half, y), fill=(*palette.light, round(40 * (1 - depth) + 12)))
