"""The sea to the horizon, with the sun's path on it."""

import math

from PIL import ImageDraw

from proofpress.simulator.painting.canvas import Canvas
from proofpress.simulator.painting.clouds import clouds
from proofpress.simulator.painting.colour import mix
from proofpress.simulator.painting.lines import ridge
from proofpress.simulator.painting.palette import Palette


def paint_sea(canvas: Canvas, palette: Palette) -> None:
    """Sky, sun, clouds, water, and often an island or a shore."""
    rng = canvas.rng
    horizon = rng.uniform(0.36, 0.66)
    sun = rng.uniform(0.14, 0.86)
    height = horizon - rng.uniform(-0.02, 0.22)
    canvas.fill([(0, palette.top), (horizon * 0.6, palette.middle), (horizon, palette.low), (1, palette.low)])
    canvas.glow((sun, height), 0.8, palette.light, strength=0.85)
    canvas.disc((sun, height), rng.uniform(0.045, 0.1), mix(palette.light, palette.accent, 0.12))
    clouds(canvas, mix(palette.low, palette.light, 0.55), (0.0, horizon - 0.02), across=2, down=9, density=0.55)
    clouds(canvas, mix(palette.middle, palette.accent, 0.4), (0.1, horizon), across=1, down=12, density=0.4)
    if canvas.maybe(0.6):
        canvas.ground(
            ridge(rng, horizon + 0.01, rng.uniform(0.03, 0.09)), mix(palette.far, palette.near, 0.35), palette.far
        )
    deep = mix(palette.top, palette.near, 0.7)
    canvas.ground([horizon, horizon], mix(palette.low, palette.top, 0.5), deep, depth=(1 - horizon) * 0.9)
    _swell_lines(canvas, palette, horizon)
    _sun_path(canvas, palette, horizon, sun)


def _swell_lines(canvas: Canvas, palette: Palette, horizon: float) -> None:
    rng = canvas.rng
    pen = ImageDraw.Draw(canvas.image, "RGBA")
    for _ in range(round(240 * canvas.stretch * (0.6 + canvas.fine))):
        depth = rng.random() ** 1.4
        y = (horizon + (1 - horizon) * depth) * canvas.height
        x, half = rng.random() * canvas.width, (0.008 + 0.11 * depth * rng.random()) * canvas.unit
        tone = palette.near if canvas.maybe(0.6) else palette.low
        pen.line(
            (x - half, y, x + half, y),
            fill=(*tone, rng.randrange(16, 60)),
            width=1 + round(canvas.unit * 0.005 * depth),
        )


def _sun_path(canvas: Canvas, palette: Palette, horizon: float, sun: float) -> None:
    rng = canvas.rng
    pen = ImageDraw.Draw(canvas.image, "RGBA")
    for _ in range(round(300 * (0.6 + canvas.fine))):
        depth = rng.random() ** 1.2
        y = (horizon + (1 - horizon) * depth) * canvas.height
        spread = (0.025 + 0.13 * depth) * canvas.unit
        x = sun * canvas.width + rng.gauss(0, 0.6) * spread
        half = (0.006 + 0.035 * depth * rng.random()) * canvas.unit
        bright = math.exp(-(((x - sun * canvas.width) / (spread * 1.1)) ** 2))
        ink = (*palette.light, round(220 * bright * (1 - 0.55 * depth)))
        pen.line((x - half, y, x + half, y), fill=ink, width=1 + round(canvas.unit * 0.004 * depth))
