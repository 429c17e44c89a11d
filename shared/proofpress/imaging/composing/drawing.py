"""Puts members on a canvas."""

from collections.abc import Sequence

from PIL import Image, ImageDraw

from proofpress.imaging.composing.colours.inks import Inked
from proofpress.imaging.composing.grounds.shapes import rounded
from proofpress.imaging.composing.layout.rectangles import Rectangle
from proofpress.imaging.composing.logos import Logo

_STROKE = 13
"""Type size over the thickness of a line through it."""
_STRUCK_AT = 0.27
"""Height of that line over the baseline, in parts of the type size."""
_PLATE = 0.2
"""Around a logo on a plate, in parts of its height."""


def draw_lines(canvas: Image.Image, lines: Sequence[Inked], colour: str) -> None:
    """Text in a colour."""
    for line in lines:
        canvas.paste(colour, line.corners, line.mask)


def strike(canvas: Image.Image, line: Inked, baseline: float, size: float, colour: str) -> None:
    """A line through text."""
    thick = max(1, round(size / _STROKE))
    middle = round(baseline - _STRUCK_AT * size)
    box = (line.left - thick, middle - thick // 2, line.left + line.mask.width + thick, middle - thick // 2 + thick - 1)
    ImageDraw.Draw(canvas).rectangle(box, fill=colour)


def fill(canvas: Image.Image, rectangle: Rectangle, radius: float, colour: str) -> None:
    """A plain rectangle with round corners."""
    left, top = round(rectangle.left), round(rectangle.top)
    mask = rounded((round(rectangle.width), round(rectangle.height)), radius)
    canvas.paste(colour, (left, top), mask)


def draw_logo(canvas: Image.Image, logo: Logo, rectangle: Rectangle) -> None:
    """A logo resized into its place, its alpha respected."""
    size = (max(1, round(rectangle.width)), max(1, round(rectangle.height)))
    small = logo.image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    canvas.paste(small, (round(rectangle.left), round(rectangle.top)), small)


def plate_of(rectangle: Rectangle) -> Rectangle:
    """The plate behind a logo."""
    room = rectangle.height * _PLATE
    return Rectangle(
        rectangle.left - room, rectangle.top - room, rectangle.width + 2 * room, rectangle.height + 2 * room
    )
