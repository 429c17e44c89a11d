"""Rectangles in pixels."""

from dataclasses import dataclass
from math import ceil, floor

from proofpress.domain.designs import Box, Format, Template

Corners = tuple[int, int, int, int]


@dataclass(frozen=True)
class Rectangle:
    """Left, top, width and height in pixels, from the upper left corner of the banner."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.top + self.height

    @property
    def corners(self) -> Corners:
        """Left, top, right, bottom in whole pixels that hold all of it."""
        return floor(self.left), floor(self.top), ceil(self.right), ceil(self.bottom)

    def part(self, box: Box | None, *, mirrored: bool) -> "Rectangle":
        """A part of it; in a mirrored one, start is on the right."""
        if box is None:
            return self
        start = 1 - box.start - box.width if mirrored else box.start
        return Rectangle(
            self.left + start * self.width,
            self.top + box.top * self.height,
            box.width * self.width,
            box.height * self.height,
        )

    def overlaps(self, other: "Rectangle") -> bool:
        """Whether they share more than a pixel's rounding."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        return wide > 1 and min(self.bottom, other.bottom) - max(self.top, other.top) > 1

    def with_(self, other: "Rectangle") -> "Rectangle":
        """The smallest that holds both."""
        left, top = min(self.left, other.left), min(self.top, other.top)
        return Rectangle(left, top, max(self.right, other.right) - left, max(self.bottom, other.bottom) - top)


def whole(form: Format) -> Rectangle:
    """All of a format."""
    return Rectangle(0, 0, form.width, form.height)


def short_side(form: Format) -> int:
    """The length that type sizes, gaps and margins are parts of."""
    return min(form.width, form.height)


def safe_area(template: Template, form: Format) -> Rectangle:
    """What the format's safe area and the template's margin leave."""
    margin = template.margin * short_side(form)
    sides = max(margin, form.safe.sides * form.width)
    top, bottom = max(margin, form.safe.top * form.height), max(margin, form.safe.bottom * form.height)
    return Rectangle(sides, top, form.width - 2 * sides, form.height - top - bottom)
