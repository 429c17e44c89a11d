"""Soft noise: clouds, nebulae, the marks of water and stone."""

import random

from PIL import Image, ImageOps

from proofpress.simulator.painting.canvas import Canvas
from proofpress.simulator.painting.colour import Colour

_WORK = 160


def haze(rng: random.Random, across: int, down: int, octaves: int = 3) -> Image.Image:
    """A small grey picture of soft noise with so many cells across and down, full range from 0 to 255."""
    field = Image.new("L", (_WORK, _WORK), 128)
    for step in range(octaves):
        cells = (max(2, across * 2**step), max(2, down * 2**step))
        layer = Image.frombytes("L", cells, rng.randbytes(cells[0] * cells[1]))
        field = Image.blend(field, layer.resize(field.size, Image.Resampling.BICUBIC), 0.62 * 0.72**step)
    return ImageOps.autocontrast(field)


def clouds(
    canvas: Canvas, colour: Colour, box: tuple[float, float], *, across: int = 3, down: int = 6, density: float = 0.6
) -> None:
    """Clouds between two heights of the picture, thinning out towards both; density from 0 to 1."""
    top, bottom = round(box[0] * canvas.height), round(box[1] * canvas.height)
    floor = 255 * (1 - density)
    noise = haze(canvas.rng, round(across * max(1.0, canvas.stretch)), down)
    noise = noise.point([round(min(255.0, max(0.0, (value - floor) * 1.7))) for value in range(256)])
    fade = Image.linear_gradient("L").resize(noise.size)
    fade = fade.point([round(255 * (1 - abs(value / 127.5 - 1)) ** 0.8) for value in range(256)])
    mask = Image.composite(noise, Image.new("L", noise.size), fade)
    size = (canvas.width, max(1, bottom - top))
    canvas.image.paste(colour, (0, top), mask.resize(size, Image.Resampling.BILINEAR))
