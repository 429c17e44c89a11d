"""Dunes with a lit and a shaded side, under a low sun."""

import math

from proofpress.simulator.painting.canvas import Canvas
from proofpress.simulator.painting.clouds import clouds
from proofpress.simulator.painting.colour import Colour, mix
from proofpress.simulator.painting.lines import Line, at, swell
from proofpress.simulator.painting.palette import Palette

_LAYERS = 5
_STEPS = 20
_MARGIN = 0.08
_FALL = 0.5


def paint_dunes(canvas: Canvas, palette: Palette) -> None:
    """Sky, sun and five dunes, each nearer one warmer and darker."""
    rng = canvas.rng
    horizon = rng.uniform(0.32, 0.55)
    sun = (rng.uniform(0.12, 0.88), horizon - rng.uniform(0.02, 0.18))
    canvas.fill([(0, palette.top), (horizon * 0.62, palette.middle), (horizon, palette.low), (1, palette.low)])
    clouds(canvas, mix(palette.low, palette.light, 0.4), (0.04, horizon), across=1, down=9, density=0.4)
    canvas.glow(sun, 0.75, palette.light, strength=0.75)
    canvas.disc(sun, rng.uniform(0.03, 0.065), palette.light)
    for layer in range(_LAYERS):
        _dune(canvas, palette, layer / (_LAYERS - 1), horizon, sun[0])


def _dune(canvas: Canvas, palette: Palette, near: float, horizon: float, sun: float) -> None:
    rng = canvas.rng
    level = horizon + (0.98 - horizon) * near**1.25
    line = swell(rng, level, 0.03 + 0.09 * near, waves=rng.uniform(0.6, 1.5) * canvas.stretch * (1.3 - 0.5 * near))
    lit = mix(mix(palette.low, palette.far, 0.55), palette.accent, 0.12 + 0.25 * near)
    lit = mix(lit, palette.near, 0.42 * near)
    canvas.ground(line, mix(lit, palette.light, 0.25 * (1 - near)), mix(lit, palette.near, 0.4), depth=0.34)
    crest = min(range(len(line)), key=line.__getitem__) / (len(line) - 1)
    if _MARGIN < crest < 1 - _MARGIN:
        _lee_side(canvas, line, crest, mix(lit, palette.near, 0.35 + 0.2 * near), away=1 if sun < crest else -1)


def _lee_side(canvas: Canvas, line: Line, crest: float, shade: Colour, away: int) -> None:
    """The side turned away from the sun, from a winding spine to the picture's edge."""
    rng = canvas.rng
    top, lean, bend = at(line, crest), rng.uniform(-0.1, 0.25), rng.uniform(0.05, 0.12)
    spine = []
    for step in range(_STEPS + 1):
        t = step / _STEPS
        x = crest + away * (lean * t + bend * math.sin(math.tau * t) * (1 - 0.4 * t))
        spine.append((x, top + _FALL * t**1.3))
    edge = 1.0 if away > 0 else 0.0
    contour = [
        (edge + (crest - edge) * step / _STEPS, at(line, edge + (crest - edge) * step / _STEPS))
        for step in range(_STEPS + 1)
    ]
    canvas.shape([*spine, (edge, top + _FALL), *contour], shade, opacity=0.8)
