"""A wall of leaves, from the shade behind to the light in front."""

import math
import random

from PIL import ImageDraw

from proofpress.simulator.painting.canvas import PEN_SCALE, Canvas, Point
from proofpress.simulator.painting.colour import Colour, mix
from proofpress.simulator.painting.palette import Palette

_LEAVES = 7
_HALF_WIDTHS = (0.0, 0.1, 0.17, 0.2, 0.19, 0.15, 0.08, 0.0)


def paint_leaves(canvas: Canvas, palette: Palette) -> None:
    """Sprigs, the nearer ones larger and lighter; a patch of light shows through."""
    rng = canvas.rng
    canvas.fill([(0, mix(palette.middle, palette.near, 0.35)), (1, palette.near)])
    canvas.glow((rng.uniform(0.2, 0.8), rng.uniform(0.2, 0.7)), 0.75, palette.low, strength=0.9)
    with canvas.pen() as pen:
        for step in range(round(30 * canvas.stretch * canvas.rise)):
            near = step / (30 * canvas.stretch * canvas.rise)
            lit = rng.choice((palette.middle, palette.far, palette.low))
            tone = mix(mix(palette.near, palette.top, 0.5), lit, 0.15 + 0.65 * near)
            if canvas.maybe(0.08) * (1 + near):
                tone = palette.accent
            root = (
                rng.uniform(-0.1, 1.1) * canvas.width * PEN_SCALE,
                rng.uniform(-0.1, 1.2) * canvas.height * PEN_SCALE,
            )
            _sprig(pen, rng, root, rng.uniform(0.16, 0.3) * (0.8 + 0.7 * near) * canvas.unit * PEN_SCALE, tone)


def _sprig(pen: ImageDraw.ImageDraw, rng: random.Random, root: Point, length: float, tone: Colour) -> None:
    heading = rng.uniform(-math.pi, 0)
    bend = rng.uniform(-0.5, 0.5)
    for step in range(_LEAVES):
        t = step / (_LEAVES - 1)
        angle = heading + bend * t
        stem = (root[0] + length * t * math.cos(angle), root[1] + length * t * math.sin(angle))
        aside = 0.0 if step == _LEAVES - 1 else 0.9 if step % 2 else -0.9
        _leaf(pen, stem, angle + aside, length * (0.62 - 0.34 * t), tone)


def _leaf(pen: ImageDraw.ImageDraw, root: Point, angle: float, length: float, tone: Colour) -> None:
    along, across = (math.cos(angle), math.sin(angle)), (-math.sin(angle), math.cos(angle))
    steps = len(_HALF_WIDTHS) - 1
    sides = []
    for side in (1, -1):
        places = [(length * i / steps, length * half * side) for i, half in enumerate(_HALF_WIDTHS)]
        sides.append(
            [(root[0] + along[0] * t + across[0] * s, root[1] + along[1] * t + across[1] * s) for t, s in places]
        )
    pen.polygon(sides[0], fill=mix(tone, (0, 0, 0), 0.18))
    pen.polygon(sides[1], fill=tone)
