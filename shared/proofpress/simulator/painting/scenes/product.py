"""A product on a plain ground, lit as in a studio."""

from proofpress.simulator.painting.canvas import Canvas
from proofpress.simulator.painting.colour import mix
from proofpress.simulator.painting.lathe import Body, cast_shadow, level_disc, turn
from proofpress.simulator.painting.palette import Palette

_BLACK, _WHITE = (0, 0, 0), (255, 255, 255)
_BOTTLE = ((0, 0.09), (0.16, 0.09), (0.17, 0.07), (0.27, 0.07), (0.36, 0.2), (0.42, 0.235), (0.97, 0.235), (1, 0.21))
_VASE = ((0, 0.13), (0.04, 0.15), (0.12, 0.1), (0.25, 0.12), (0.45, 0.3), (0.62, 0.36), (0.8, 0.3), (1, 0.17))
_JAR = ((0, 0.4), (0.24, 0.4), (0.25, 0.38), (0.28, 0.38), (0.3, 0.44), (0.92, 0.44), (1, 0.38))
_FLASK = ((0, 0.1), (0.3, 0.1), (0.31, 0.17), (0.36, 0.2), (0.95, 0.2), (1, 0.18))
_TUMBLER = ((0, 0.33), (0.03, 0.345), (0.5, 0.31), (0.9, 0.25), (1, 0.22))
_BODIES = tuple(Body(outline, 1.0) for outline in (_BOTTLE, _VASE, _JAR, _FLASK, _TUMBLER))


def paint_product(canvas: Canvas, palette: Palette) -> None:
    """A backdrop, a podium and a turned body: bottle, vase, jar, flask or tumbler."""
    rng = canvas.rng
    at, ground = rng.uniform(0.36, 0.64), rng.uniform(0.68, 0.8)
    _backdrop(canvas, palette, ground)
    _podium(canvas, palette, at, ground)
    foot = ground + 0.012
    body = rng.choice(_BODIES).scaled(rng.uniform(0.4, 0.52))
    colour = rng.choice((palette.accent, palette.top, palette.middle, palette.far, palette.low))
    cast_shadow(canvas, (at, foot + 0.01), body.height * 0.7, mix(colour, _BLACK, 0.75))
    turn(canvas, body, (at, foot), colour, mix(colour, _BLACK, 0.7))
    rim, top = body.outline[0][1], foot - body.height / canvas.rise
    level_disc(canvas, (at, top), rim, mix(colour, palette.light, 0.45))
    level_disc(canvas, (at, top + 0.004), rim * 0.8, mix(colour, _BLACK, 0.45))


def paint_stage(canvas: Canvas, palette: Palette) -> None:
    """The backdrop and the podium alone, for a subject that a reference image brings."""
    ground = canvas.rng.uniform(0.72, 0.78)
    _backdrop(canvas, palette, ground)
    _podium(canvas, palette, 0.5, ground)


def _backdrop(canvas: Canvas, palette: Palette, ground: float) -> None:
    """A paper sweep: wall and table in one colour, with light from one side."""
    rng = canvas.rng
    wall = mix(rng.choice((palette.low, palette.middle, palette.far)), palette.light, rng.uniform(0.1, 0.5))
    table = mix(wall, palette.light, 0.3)
    canvas.fill([(0, mix(wall, palette.near, 0.25)), (ground - 0.05, wall), (ground + 0.02, table), (1, wall)])
    canvas.glow((rng.choice((0.1, 0.9)), rng.uniform(0.1, 0.4)), 1.1, palette.light, strength=0.6)
    if canvas.maybe(0.6):
        sun = (rng.uniform(0.3, 0.7), rng.uniform(0.3, 0.45))
        canvas.disc(sun, rng.uniform(0.22, 0.36), mix(wall, palette.accent, 0.4))


def _podium(canvas: Canvas, palette: Palette, at: float, ground: float) -> None:
    """A low cylinder; the middle of its top lies at the ground's height."""
    rng = canvas.rng
    radius, height = rng.uniform(0.27, 0.36), rng.uniform(0.05, 0.12)
    foot = ground + height / canvas.rise
    stone = mix(palette.light, rng.choice(palette.vivid), rng.uniform(0.2, 0.55))
    cast_shadow(canvas, (at, foot), radius * 1.5, palette.near)
    turn(canvas, Body(((0, radius), (1, radius)), height), (at, foot), stone, palette.near)
    level_disc(canvas, (at, ground), radius, mix(stone, _WHITE, 0.35))
