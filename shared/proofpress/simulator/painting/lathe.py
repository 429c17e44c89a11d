"""Turned bodies: bottles, jars, podiums; lit from the left."""

import math
from dataclasses import dataclass

from PIL import Image

from proofpress.simulator.painting.canvas import Canvas, Point
from proofpress.simulator.painting.colour import Colour, mix
from proofpress.simulator.painting.gradient import ramp

_FLATNESS = 0.2
"""Height over width of a level disc, seen from the front and a little above."""
_WHITE = (255, 255, 255)


@dataclass(frozen=True)
class Body:
    """A body by its half widths from top (0) to foot (1); half widths and height in units of the canvas."""

    outline: tuple[Point, ...]
    height: float

    def scaled(self, height: float) -> "Body":
        """The same form at another height."""
        factor = height / self.height
        return Body(tuple((y, half * factor) for y, half in self.outline), height)


def turn(canvas: Canvas, body: Body, foot: Point, colour: Colour, dark: Colour) -> None:
    """Paint a body that stands at a point."""
    tall = body.height / canvas.rise
    side = [(half / canvas.stretch, foot[1] - tall * (1 - y)) for y, half in body.outline]
    bend = body.outline[-1][1] * _FLATNESS / canvas.rise
    angles = (math.pi * step / 24 for step in range(25))
    base = [(side[-1][0] * math.cos(t), foot[1] + bend * math.sin(t)) for t in angles]
    outline = [*side, *base, *((-x, y) for x, y in reversed(side))]
    placed = canvas.cut([(foot[0] + x, y) for x, y in outline])
    if placed is not None:
        mask, box = placed
        canvas.image.paste(_shading(colour, dark).resize(mask.size), box, mask)


def level_disc(canvas: Canvas, at: Point, radius: float, colour: Colour) -> None:
    """The top of a body."""
    angles = (math.tau * step / 72 for step in range(72))
    across, down = radius / canvas.stretch, radius * _FLATNESS / canvas.rise
    canvas.shape([(at[0] + across * math.cos(t), at[1] + down * math.sin(t)) for t in angles], colour)


def cast_shadow(canvas: Canvas, at: Point, radius: float, colour: Colour) -> None:
    """A soft shadow on the table."""
    side = max(4, round(radius * 2 * canvas.unit))
    falloff = Image.radial_gradient("L").resize((side, side // 4), Image.Resampling.BILINEAR)
    mask = falloff.point([round(150 * max(0.0, 1 - value / 181) ** 1.5) for value in range(256)])
    canvas.image.paste(
        colour, (round(at[0] * canvas.width) - side // 2, round(at[1] * canvas.height) - side // 8), mask
    )


def _shading(colour: Colour, dark: Colour) -> Image.Image:
    """Light across a cylinder, from left to right."""
    stops = [(0.0, mix(colour, dark, 0.55)), (0.2, colour), (0.3, mix(colour, _WHITE, 0.55)), (0.36, colour)]
    stops += [(0.75, mix(colour, dark, 0.45)), (0.94, mix(colour, dark, 0.8)), (1.0, mix(colour, dark, 0.55))]
    return ramp(256, stops).transpose(Image.Transpose.ROTATE_90)
