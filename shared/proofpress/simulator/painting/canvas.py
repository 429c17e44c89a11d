"""A canvas measured in fractions of its width and height, with smooth edges and soft light."""

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from proofpress.simulator.painting.colour import Colour
from proofpress.simulator.painting.gradient import Stops, ramp
from proofpress.simulator.painting.lines import Line

PEN_SCALE = 2
_SOFTNESS = 4
_REACH = 0.03
_EDGE = 181
"""Value of Pillow's radial gradient at the middle of its edges; only its corners reach 255."""
Point = tuple[float, float]
Box = tuple[int, int, int, int]


@lru_cache(maxsize=64)
def _falloff(power: float, strength: float) -> Image.Image:
    table = [round(255 * strength * max(0.0, 1 - distance / _EDGE) ** power) for distance in range(256)]
    return Image.radial_gradient("L").point(table)


class Canvas:
    """A picture in the making. `fine` grows with the model's price: more detail, less grain."""

    def __init__(self, size: tuple[int, int], rng: random.Random, fine: float) -> None:
        self.image = Image.new("RGB", size)
        self.rng = rng
        self.fine = fine
        self.width, self.height = size
        self.unit = min(size)
        """Pixels that a radius of 1 has: the shorter side."""

    @property
    def stretch(self) -> float:
        """Width in units, so that shapes keep their form in any aspect ratio."""
        return self.width / self.unit

    @property
    def rise(self) -> float:
        """Height in units."""
        return self.height / self.unit

    def maybe(self, share: float) -> bool:
        """Whether this picture is one of a share of all pictures."""
        return self.rng.random() < share

    def fill(self, stops: Stops) -> None:
        """Cover everything with a gradient from top to bottom."""
        self.image.paste(ramp(self.height, stops).resize(self.image.size, Image.Resampling.NEAREST))

    def glow(self, at: Point, radius: float, colour: Colour, *, strength: float = 1.0, power: float = 2.0) -> None:
        """Soft light about a point; it falls off with the power given."""
        x, y, reach = at[0] * self.width, at[1] * self.height, radius * self.unit
        left, top = max(0, int(x - reach)), max(0, int(y - reach))
        right, bottom = min(self.width, int(x + reach) + 1), min(self.height, int(y + reach) + 1)
        if right <= left or bottom <= top:
            return
        edges = (left - x, top - y, right - x, bottom - y)
        x0, y0, x1, y1 = (min(256.0, max(0.0, 128 * (1 + edge / reach))) for edge in edges)
        mask = _falloff(power, strength).resize(
            (right - left, bottom - top), Image.Resampling.BILINEAR, box=(x0, y0, x1, y1)
        )
        self.image.paste(colour, (left, top), mask)

    def disc(self, at: Point, radius: float, colour: Colour, *, opacity: float = 1.0) -> None:
        """A disc with a smooth edge."""
        x, y, r = at[0] * self.width, at[1] * self.height, radius * self.unit
        box = (int(x - r) - 1, int(y - r) - 1, int(x + r) + 2, int(y + r) + 2)
        scale = PEN_SCALE * 2
        mask = Image.new("L", ((box[2] - box[0]) * scale, (box[3] - box[1]) * scale))
        edges = (x - r - box[0], y - r - box[1], x + r - box[0], y + r - box[1])
        ImageDraw.Draw(mask).ellipse([edge * scale for edge in edges], fill=round(255 * opacity))
        self.image.paste(colour, box, mask.reduce(scale))

    def shape(self, points: Sequence[Point], colour: Colour, *, opacity: float = 1.0) -> None:
        """A polygon with smooth edges."""
        placed = self.cut(points, opacity)
        if placed is not None:
            self.image.paste(colour, placed[1], placed[0])

    def cut(self, points: Sequence[Point], opacity: float = 1.0) -> tuple[Image.Image, Box] | None:
        """The mask of a polygon and the box of pixels it covers; None where it lies outside the picture."""
        xs, ys = [x * self.width for x, _ in points], [y * self.height for _, y in points]
        left, top = max(0, int(min(xs)) - 1), max(0, int(min(ys)) - 1)
        right, bottom = min(self.width, int(max(xs)) + 2), min(self.height, int(max(ys)) + 2)
        if right <= left or bottom <= top:
            return None
        return self._mask(points, (left, top, right, bottom), opacity), (left, top, right, bottom)

    def ground(self, line: Line, top: Colour, bottom: Colour, *, depth: float = 1.0) -> None:
        """Everything below a contour; its colour goes from top to bottom within the depth."""
        crest, foot = max(0, int(min(line) * self.height)), min(self.height, int(max(line) * self.height) + 1)
        if crest >= self.height:
            return
        reach = depth * self.height / (self.height - crest)
        column = ramp(self.height - crest, [(0, top), (min(1.0, reach), bottom), (1, bottom)])
        body = column.resize((self.width, self.height - crest), Image.Resampling.NEAREST)
        if foot > crest:
            mask = self._mask([*_across(line), (1.0, 2.0), (0.0, 2.0)], (0, crest, self.width, foot), 1.0)
            self.image.paste(body.crop((0, 0, self.width, foot - crest)), (0, crest), mask)
        self.image.paste(body.crop((0, foot - crest, self.width, self.height - crest)), (0, foot))

    def shade(self, line: Line, colour: Colour, *, opacity: float) -> None:
        """The soft shadow that something below a contour casts on what is just above it."""
        small = (max(2, self.width // _SOFTNESS), max(2, self.height // _SOFTNESS))
        mask = Image.new("L", small)
        points = [*_across(line), (1.0, 2.0), (0.0, 2.0)]
        ImageDraw.Draw(mask).polygon([(x * small[0], y * small[1]) for x, y in points], fill=round(255 * opacity))
        mask = mask.filter(ImageFilter.BoxBlur(small[1] / 64))
        top = max(0, int((min(line) - _REACH) * small[1]))
        bottom = min(small[1], int((max(line) + _REACH) * small[1]) + 1)
        if bottom > top:
            size = (self.width, (bottom - top) * _SOFTNESS)
            band = mask.resize(size, Image.Resampling.BILINEAR, box=(0, top, small[0], bottom))
            self.image.paste(colour, (0, top * _SOFTNESS), band)

    @contextmanager
    def pen(self) -> Iterator[ImageDraw.ImageDraw]:
        """A pen for many small shapes, in pixels of a picture PEN_SCALE times as wide and high."""
        large = self.image.resize((self.width * PEN_SCALE, self.height * PEN_SCALE), Image.Resampling.NEAREST)
        yield ImageDraw.Draw(large)
        self.image = large.reduce(PEN_SCALE)

    def reflect(self, horizon: float, tint: Colour, *, strength: float = 0.4) -> None:
        """Turn everything below the horizon into water that mirrors what stands above it."""
        edge = round(horizon * self.height)
        below = self.height - edge
        above = self.image.crop((0, max(0, edge - below), self.width, edge)).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
        above = above.resize((self.width, below), Image.Resampling.BILINEAR)
        self.image.paste(Image.blend(above, Image.new("RGB", above.size, tint), strength), (0, edge))

    def grain(self, amount: float) -> None:
        """Film grain of an amount in levels; it also hides the bands of slow gradients."""
        table = [round(128 + (value - 127.5) / 127.5 * amount) for value in range(256)]
        noise = Image.frombytes("L", self.image.size, self.rng.randbytes(self.width * self.height)).point(table)
        self.image = ImageChops.add(self.image, Image.merge("RGB", (noise, noise, noise)), 1, -128)

    def _mask(self, points: Sequence[Point], box: Box, opacity: float) -> Image.Image:
        scale = PEN_SCALE
        mask = Image.new("L", ((box[2] - box[0]) * scale, (box[3] - box[1]) * scale))
        placed = [((x * self.width - box[0]) * scale, (y * self.height - box[1]) * scale) for x, y in points]
        ImageDraw.Draw(mask).polygon(placed, fill=round(255 * opacity))
        return mask.reduce(scale)


def _across(line: Line) -> list[Point]:
    return [(i / (len(line) - 1), y) for i, y in enumerate(line)]
