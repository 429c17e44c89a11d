"""An abstract mesh of colour with folds, as of silk."""

import math

from PIL import Image

from proofpress.simulator.painting.canvas import Canvas
from proofpress.simulator.painting.colour import Colour, mix
from proofpress.simulator.painting.lines import swell
from proofpress.simulator.painting.palette import Palette


def paint_silk(canvas: Canvas, palette: Palette) -> None:
    """A soft mesh of the palette's colours, crossed by folds with one crisp edge each."""
    rng = canvas.rng
    mesh = Image.new("RGB", (max(3, round(4 * canvas.stretch)), max(3, round(4 * canvas.rise))))
    mesh.putdata(
        [mix(rng.choice(palette.vivid), rng.choice(palette.vivid), rng.random()) for _ in range(math.prod(mesh.size))]
    )
    canvas.image.paste(mesh.resize(canvas.image.size, Image.Resampling.BICUBIC))
    canvas.glow((rng.random(), rng.random() * 0.5), 0.9, palette.light, strength=0.5)
    for fold in range(rng.randint(5, 7)):
        _fold(canvas, palette, (fold + rng.uniform(0.2, 0.9)) / 6)
    if canvas.maybe(0.5):
        canvas.image = canvas.image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)


def _fold(canvas: Canvas, palette: Palette, level: float) -> None:
    rng = canvas.rng
    slope = rng.uniform(-0.35, 0.35)
    wave = swell(rng, level, rng.uniform(0.05, 0.16), waves=rng.uniform(0.5, 1.2) * canvas.stretch)
    line = [y + slope * (i / (len(wave) - 1) - 0.5) for i, y in enumerate(wave)]
    body: Colour = rng.choice(palette.vivid)
    canvas.shade([y - 0.02 for y in line], palette.near, opacity=0.4)
    canvas.ground(line, mix(body, palette.light, 0.45), mix(body, rng.choice(palette.vivid), 0.6), depth=0.4)
