"""A skyline with lit windows, over water."""

from PIL import ImageDraw

from proofpress.simulator.painting.canvas import Canvas
from proofpress.simulator.painting.clouds import clouds
from proofpress.simulator.painting.colour import mix
from proofpress.simulator.painting.palette import Palette

_LAYERS = 3


def paint_city(canvas: Canvas, palette: Palette) -> None:
    """Three rows of towers in haze, mirrored in the water before them."""
    rng = canvas.rng
    quay = rng.uniform(0.7, 0.86)
    canvas.fill([(0, palette.top), (quay * 0.55, palette.middle), (quay, palette.low), (1, palette.low)])
    clouds(canvas, mix(palette.middle, palette.light, 0.35), (0.0, 0.6), across=2, down=9, density=0.5)
    canvas.glow((rng.uniform(0.15, 0.85), quay - 0.12), 0.8, palette.light, strength=0.7)
    for layer in range(_LAYERS):
        _row(canvas, palette, layer / (_LAYERS - 1), quay)
    canvas.reflect(quay, mix(palette.top, palette.near, 0.6), strength=0.5)
    pen = ImageDraw.Draw(canvas.image, "RGBA")
    for _ in range(round(120 * canvas.stretch)):
        depth = rng.random()
        y, x = (quay + (1 - quay) * depth) * canvas.height, rng.random() * canvas.width
        half = (0.01 + 0.06 * depth) * canvas.unit
        pen.line((x - half, y, x + half, y), fill=(*palette.near, rng.randrange(30, 90)))


def _row(canvas: Canvas, palette: Palette, near: float, quay: float) -> None:
    rng = canvas.rng
    stone = mix(mix(palette.far, palette.low, 0.45), palette.near, near)
    pen = ImageDraw.Draw(canvas.image, "RGBA")
    x = -rng.randrange(20)
    foot = round(quay * canvas.height)
    while x < canvas.width:
        broad = max(6, round(rng.uniform(0.05, 0.13) * canvas.unit))
        tall = round(rng.triangular(0.12, 0.62 - 0.24 * near, 0.3 - 0.1 * near) * canvas.height * min(1, quay))
        pen.rectangle((x, foot - tall, x + broad, foot), fill=stone)
        if canvas.maybe(0.25):
            pen.line(
                (x + broad // 2, foot - tall - broad, x + broad // 2, foot - tall),
                fill=stone,
                width=max(1, broad // 14),
            )
        if near > 0:
            _windows(canvas, pen, palette, (x, foot - tall, x + broad, foot), near)
        x += broad + rng.randrange(max(1, broad // 2))


def _windows(
    canvas: Canvas, pen: ImageDraw.ImageDraw, palette: Palette, tower: tuple[int, int, int, int], near: float
) -> None:
    step = max(5, round(canvas.unit * 0.016))
    lit = 0.25 + 0.2 * near
    for x in range(tower[0] + step // 2, tower[2] - step // 2, step):
        for y in range(tower[1] + step // 2, tower[3] - step, step + step // 3):
            draw = canvas.rng.random()
            if draw < lit:
                ink = palette.light if draw < lit * 0.7 else palette.accent
                pen.rectangle((x, y, x + step // 3, y + step // 2), fill=(*ink, round(110 + 130 * near)))
