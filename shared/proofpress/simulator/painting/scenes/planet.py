"""A planet among stars and nebulae."""

import math

from PIL import Image, ImageChops

from proofpress.simulator.painting.canvas import Canvas, Point
from proofpress.simulator.painting.clouds import clouds, haze
from proofpress.simulator.painting.colour import mix
from proofpress.simulator.painting.palette import Palette
from proofpress.simulator.painting.scenes.night import milky_way, stars

_SHADE = 0.04


def paint_planet(canvas: Canvas, palette: Palette) -> None:
    """A banded planet lit from one side, often with a ring and a small moon."""
    rng = canvas.rng
    space = mix(palette.near, palette.top, 0.45)
    canvas.fill([(0, palette.near), (0.6, space), (1, mix(space, palette.middle, 0.3))])
    milky_way(canvas, palette.middle, rng.uniform(-60, 60))
    clouds(canvas, mix(palette.accent, palette.middle, 0.5), (0.0, 1.0), across=3, down=3, density=0.45)
    stars(canvas, palette.light, round(220 * canvas.stretch * canvas.rise))
    at, radius = (rng.uniform(0.3, 0.7), rng.uniform(0.36, 0.64)), rng.uniform(0.19, 0.33)
    canvas.glow(at, radius * 1.9, palette.low, strength=0.55)
    tilt = rng.uniform(-0.5, 0.5)
    ringed = canvas.maybe(0.65)
    if ringed:
        _ring(canvas, at, radius, tilt, palette, behind=True)
    _globe(canvas, at, radius, palette, math.degrees(tilt))
    if ringed:
        _ring(canvas, at, radius, tilt, palette, behind=False)
    moon = (
        at[0] + rng.choice((-1, 1)) * radius * 1.5 / canvas.stretch,
        at[1] - radius * rng.uniform(0.5, 1.1) / canvas.rise,
    )
    canvas.disc(moon, radius * rng.uniform(0.08, 0.16), mix(palette.light, palette.far, 0.4))


def _globe(canvas: Canvas, at: Point, radius: float, palette: Palette, tilt: float) -> None:
    rng = canvas.rng
    side = max(8, round(radius * 2 * canvas.unit))
    bands = (
        haze(rng, 2, rng.randint(9, 16))
        .resize((side, side), Image.Resampling.BICUBIC)
        .rotate(-tilt, Image.Resampling.BILINEAR)
    )
    dark, bright = mix(palette.middle, palette.near, 0.25), mix(palette.low, palette.accent, 0.3)
    globe = Image.composite(Image.new("RGB", bands.size, bright), Image.new("RGB", bands.size, dark), bands)
    left, top = rng.choice((26.0, 96.0)), rng.uniform(32, 70)
    lamp = Image.radial_gradient("L")
    light = lamp.resize((side, side), Image.Resampling.BILINEAR, box=(left, top, left + 128, top + 128))
    light = light.point([round(255 * max(_SHADE, 1 - (value / 170) ** 2.2)) for value in range(256)])
    globe = ImageChops.multiply(globe, Image.merge("RGB", (light, light, light)))
    edge = Canvas((side, side), rng, canvas.fine)
    edge.disc((0.5, 0.5), 0.495, (255, 255, 255))
    corner = (round(at[0] * canvas.width) - side // 2, round(at[1] * canvas.height) - side // 2)
    canvas.image.paste(globe, corner, edge.image.getchannel(0))


def _ring(canvas: Canvas, at: Point, radius: float, tilt: float, palette: Palette, *, behind: bool) -> None:
    half = [math.pi * step / 40 + (math.pi if behind else 0) for step in range(41)]
    for outer, inner, share in ((1.95, 1.72, 0.35), (1.68, 1.45, 0.1), (1.42, 1.32, 0.55)):
        edge = [_turned(canvas, at, radius * outer, t, tilt) for t in half]
        edge += [_turned(canvas, at, radius * inner, t, tilt) for t in reversed(half)]
        canvas.shape(edge, mix(palette.light, palette.far, share), opacity=0.8)


def _turned(canvas: Canvas, at: Point, radius: float, t: float, tilt: float) -> Point:
    x, y = radius * math.cos(t), radius * 0.26 * math.sin(t)
    turned = (x * math.cos(tilt) - y * math.sin(tilt), x * math.sin(tilt) + y * math.cos(tilt))
    return at[0] + turned[0] / canvas.stretch, at[1] + turned[1] / canvas.rise
