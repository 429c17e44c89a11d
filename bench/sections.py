"""What a part of the bench hands back, and how its rows are printed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Section:
    """One part's answer: a table for people, with what must be known to read it, and the same figures for programs."""

    name: str
    title: str
    text: str
    data: Any

    @property
    def page(self) -> str:
        """The part as it is printed, under the command that measures it alone."""
        return f"{self.title}\n$ python -m bench {self.name}\n\n{self.text}"


def columns(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A plain table: the first column to the left, figures to the right."""
    cells = [tuple(map(str, row)) for row in (heads, *rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return "\n".join(_line(row, widths) for row in cells)


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    first, *rest = (
        cell.rjust(width) if place else cell.ljust(width)
        for place, (cell, width) in enumerate(zip(row, widths, strict=True))
    )
    return "  ".join([first, *rest]).rstrip()
