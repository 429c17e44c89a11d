"""Mountain ranges in layers of fog, with pines at the viewer's feet."""

from proofpress.simulator.painting.canvas import PEN_SCALE, Canvas, Point
from proofpress.simulator.painting.clouds import clouds
from proofpress.simulator.painting.colour import mix
from proofpress.simulator.painting.lines import Line, at, ridge
from proofpress.simulator.painting.palette import Palette

_LAYERS = 5
_TIERS = 4


def paint_mountains(canvas: Canvas, palette: Palette) -> None:
    """Five ranges, each nearer one darker, with fog between them."""
    rng = canvas.rng
    top = rng.uniform(0.26, 0.5)
    sun = (rng.uniform(0.1, 0.9), top - rng.uniform(0.0, 0.16))
    canvas.fill([(0, palette.top), (top * 0.7, palette.middle), (top + 0.12, palette.low), (1, palette.low)])
    clouds(canvas, mix(palette.middle, palette.light, 0.6), (0.0, top + 0.1), across=2, down=7, density=0.5)
    canvas.glow(sun, 0.6, palette.light, strength=0.8)
    if canvas.maybe(0.6):
        canvas.disc(sun, rng.uniform(0.03, 0.06), palette.light)
    line: Line = []
    for layer in range(_LAYERS):
        near = layer / (_LAYERS - 1)
        height = rng.uniform(0.07, 0.16) * (1.25 - 0.6 * near)
        line = ridge(rng, top + (0.92 - top) * near**1.1, height, octaves=5 + round(2 * canvas.fine))
        body = mix(mix(palette.far, palette.low, 0.35), palette.near, near**1.2)
        fog = mix(body, palette.low, 0.62 * (1 - 0.7 * near))
        canvas.ground(line, body, fog, depth=0.26)
    _pines(canvas, line, palette.near)


def _pines(canvas: Canvas, line: Line, colour: tuple[int, int, int]) -> None:
    rng = canvas.rng
    tall = rng.uniform(0.05, 0.13)
    with canvas.pen() as pen:
        for _ in range(round(34 * canvas.stretch)):
            x, height = rng.uniform(-0.02, 1.02), tall * rng.uniform(0.45, 1.2) * canvas.height * PEN_SCALE
            foot = (at(line, x) + 0.015) * canvas.height * PEN_SCALE
            pen.polygon(_pine(x * canvas.width * PEN_SCALE, foot, height), fill=colour)


def _pine(x: float, foot: float, height: float) -> list[Point]:
    right = [(x, foot - height)]
    for tier in range(1, _TIERS + 1):
        reach, y = height * 0.2 * tier / _TIERS, foot - height * (1 - tier / _TIERS)
        right += [(x + reach, y), (x + reach * 0.45, y - height * 0.03)]
    return right + [(2 * x - px, py) for px, py in reversed(right)]
