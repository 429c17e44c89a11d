"""Members under each other, some of them side by side, as large as an area allows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from proofpress.domain.designs import Area, Format, Kind
from proofpress.domain.designs.layers import Edge
from proofpress.imaging.composing.layout.members import Member, Placed, Sized, sized, smallest
from proofpress.imaging.composing.layout.rectangles import Rectangle, short_side

_SCALES = [0.96**step for step in range(32)]
"""From full size to about a quarter of it; below it, type is at the format's smallest anyway."""
_UNDIVIDED = 16
"""So many of the scales, to about a half, are tried before words are divided."""
_SLACK = 0.5


class DoesNotFit(Exception):
    """The members do not fit at any scale; `name` is the one that the column fails for."""

    def __init__(self, name: str, size: float) -> None:
        super().__init__(name)
        self.name = name
        self.size = size


@dataclass(frozen=True)
class _Column:
    rows: list[list[Sized]]
    gap: float

    @property
    def height(self) -> float:
        return sum(map(_height, self.rows)) + sum(map(self.above, range(len(self.rows))))

    def above(self, number: int) -> float:
        """What is kept free above a row."""
        if not number:
            return 0.0
        button = any(one.member.layer.kind is Kind.BUTTON for one in self.rows[number])
        return self.gap * (_BEFORE_BUTTON if button else 1)


class Stack:
    """The members of one area, to be set as large as it allows."""

    def __init__(self, members: Sequence[Member], area: Area, room: Rectangle, form: Format) -> None:
        self._members = members
        self._area = area
        self._room = room
        self._form = form

    def placed(self, *, mirrored: bool) -> list[Placed]:
        """All members at the largest scale at which they fit; DoesNotFit where there is none."""
        column = self._largest(0, _UNDIVIDED, hyphens=False) or self._largest(0, len(_SCALES), hyphens=True)
        if column is None:
            raise self._culprit()
        return list(self._place(column, mirrored=mirrored))

    def _largest(self, first: int, end: int, *, hyphens: bool) -> _Column | None:
        """By halving: what fits at one scale fits at every smaller one."""
        best = None
        while first < end:
            middle = (first + end) // 2
            column = self._column(_SCALES[middle], hyphens=hyphens)
            if column is not None and column.height <= self._room.height + _SLACK:
                best, end = column, middle
            else:
                first = middle + 1
        return best

    def _column(self, scale: float, *, hyphens: bool) -> _Column | None:
        rows: list[list[Sized]] = []
        gap = (self._area.gap or 0) * short_side(self._form) * scale
        for member in self._members:
            one = sized(member, self._form, scale, self._room.width, hyphens=hyphens)
            if one is None:
                return None
            if member.layer.beside and any(other.member.name == member.layer.beside for other in _last(rows)):
                rows[-1].append(one)
            else:
                rows.append([one])
        wide = any(_width(row, gap) > self._room.width + _SLACK for row in rows)
        return None if wide else _Column(rows, gap)

    def _culprit(self) -> DoesNotFit:
        """The first member that cannot be set at all, or else the one that takes most of the height."""
        least = [
            (member, sized(member, self._form, _SCALES[-1], self._room.width, hyphens=True)) for member in self._members
        ]
        culprit = next((pair for pair in least if pair[1] is None), None) or max(
            least, key=lambda pair: pair[1].height if pair[1] and pair[1].paragraph else 0
        )
        return DoesNotFit(culprit[0].name, smallest(culprit[0].layer, self._form))

    def _place(self, column: _Column, *, mirrored: bool) -> Iterator[Placed]:
        free = self._room.height - column.height
        top = self._room.top + {Edge.CENTER: free / 2, Edge.BOTTOM: free}.get(self._area.justify or Edge.TOP, 0)
        align = _side(self._area.align or Edge.START, mirrored=mirrored)
        for number, row in enumerate(column.rows):
            top += column.above(number)
            yield from self._place_row(row, top, column.gap, align, mirrored=mirrored)
            top += _height(row)

    def _place_row(self, row: list[Sized], top: float, gap: float, align: str, *, mirrored: bool) -> Iterator[Placed]:
        free = self._room.width - _width(row, gap)
        left = self._room.left + {"center": free / 2, "right": free}.get(align, 0)
        baseline = max(one.baseline for one in row)
        text_only = all(one.member.layer.kind is Kind.TEXT for one in row)
        for one in reversed(row) if mirrored else row:
            drop = baseline - one.baseline if text_only else (_height(row) - one.height) / 2
            yield Placed(one, Rectangle(left, top + drop, one.width, one.height), align)
            left += one.width + _between(row, gap)


_BESIDE, _BESIDE_TYPE = 0.9, 0.45
"""Between members of a row: of the gap, and at least of the largest type in it."""
_BEFORE_BUTTON = 1.6
"""Of the gap, above a row with a button: what is to be done stands a little apart from what is said."""


def _last(rows: list[list[Sized]]) -> list[Sized]:
    return rows[-1] if rows else []


def _height(row: list[Sized]) -> float:
    baseline = max(one.baseline for one in row)
    if all(one.member.layer.kind is Kind.TEXT for one in row):
        return baseline + max(one.height - one.baseline for one in row)
    return max(one.height for one in row)


def _width(row: list[Sized], gap: float) -> float:
    return sum(one.width for one in row) + _between(row, gap) * (len(row) - 1)


def _between(row: list[Sized], gap: float) -> float:
    largest = max((one.paragraph.size for one in row if one.paragraph), default=0.0)
    return max(_BESIDE * gap, _BESIDE_TYPE * largest)


def _side(edge: Edge, *, mirrored: bool) -> str:
    if edge is Edge.CENTER:
        return "center"
    return "right" if (edge is Edge.END) != mirrored else "left"
