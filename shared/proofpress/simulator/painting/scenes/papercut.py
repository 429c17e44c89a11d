"""Layers of cut paper with the shadow each casts on the one behind."""

from proofpress.simulator.painting.canvas import Canvas
from proofpress.simulator.painting.colour import mix
from proofpress.simulator.painting.lines import swell
from proofpress.simulator.painting.palette import Palette


def paint_papercut(canvas: Canvas, palette: Palette) -> None:
    """A sun behind five to seven waves of paper, from pale to deep."""
    rng = canvas.rng
    layers = rng.randint(5, 7)
    start = rng.uniform(0.26, 0.46)
    canvas.fill([(0, mix(palette.low, palette.light, 0.2)), (1, mix(palette.middle, palette.low, 0.4))])
    sun = (rng.uniform(0.16, 0.84), start - rng.uniform(-0.06, 0.14))
    for ring in range(3, 0, -1):
        canvas.disc(sun, 0.07 + 0.075 * ring, mix(palette.low, palette.accent, 0.5 / ring), opacity=0.5)
    canvas.disc(sun, 0.1, palette.accent)
    for layer in range(layers):
        near = layer / (layers - 1)
        line = swell(
            rng, start + (0.93 - start) * near, rng.uniform(0.04, 0.11), waves=rng.uniform(0.7, 1.8) * canvas.stretch
        )
        paper = mix(mix(palette.low, palette.middle, 0.7), palette.top, near)
        paper = mix(paper, palette.near, 0.5 * max(0.0, near - 0.6))
        canvas.shade([y - 0.016 for y in line], palette.near, opacity=0.35)
        canvas.ground(line, mix(paper, palette.light, 0.12), paper, depth=0.25)
