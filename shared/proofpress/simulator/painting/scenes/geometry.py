"""Flat geometric shapes on a grid, in the manner of the Bauhaus."""

import random

from PIL import ImageDraw

from proofpress.simulator.painting.canvas import PEN_SCALE, Canvas
from proofpress.simulator.painting.colour import Colour, mix
from proofpress.simulator.painting.palette import Palette

_SHAPES = ("quarter", "quarter", "circle", "half", "triangle", "stripes", "rings", "plain")


def paint_geometry(canvas: Canvas, palette: Palette) -> None:
    """A grid of three to five cells along the shorter side, each cell with one shape."""
    rng = canvas.rng
    side = -(-canvas.unit * PEN_SCALE // rng.randint(3, 5))
    inks = [
        palette.top,
        palette.middle,
        palette.accent,
        palette.near,
        mix(palette.low, palette.light, 0.5),
        palette.low,
    ]
    with canvas.pen() as pen:
        for x in range(0, canvas.width * PEN_SCALE, side):
            for y in range(0, canvas.height * PEN_SCALE, side):
                ground, ink = rng.sample(inks, 2)
                pen.rectangle((x, y, x + side, y + side), fill=ground)
                _cell(pen, rng, x, y, side, ink, ground)


def _cell(pen: ImageDraw.ImageDraw, rng: random.Random, x: int, y: int, side: int, ink: Colour, ground: Colour) -> None:
    shape = rng.choice(_SHAPES)
    turn = rng.randrange(4)
    if shape == "quarter":
        corner = (x - side * (turn % 2), y - side * (turn // 2))
        start = {0: 0, 1: 90, 2: 270, 3: 180}[turn]
        pen.pieslice((*corner, corner[0] + side * 2, corner[1] + side * 2), start, start + 90, fill=ink)
    elif shape == "half":
        pen.pieslice((x, y, x + side, y + side), 90 * turn, 90 * turn + 180, fill=ink)
    elif shape == "circle":
        pen.ellipse((x + side // 6, y + side // 6, x + side * 5 // 6, y + side * 5 // 6), fill=ink)
    elif shape == "rings":
        for step in range(4):
            inset = side * step // 8
            pen.ellipse((x + inset, y + inset, x + side - inset, y + side - inset), fill=(ink, ground)[step % 2])
    elif shape == "triangle":
        corners = [(x, y), (x + side, y), (x + side, y + side), (x, y + side)]
        pen.polygon(corners[:turn] + corners[turn + 1 :], fill=ink)
    elif shape == "stripes":
        for step in range(0, 6, 2):
            low, high = side * step // 6, side * (step + 1) // 6
            pen.rectangle((x, y + low, x + side, y + high) if turn % 2 else (x + low, y, x + high, y + side), fill=ink)
