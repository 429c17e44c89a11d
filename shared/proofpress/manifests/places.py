"""Where something stands in what the user wrote."""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

Keys = tuple[str | int, ...]
"""The way to a value: keys of mappings and positions in lists, from the top."""


class Place(NamedTuple):
    """Line and column, both from 1; the column is None where a line is all there is to say."""

    line: int
    column: int | None = None


@dataclass(frozen=True)
class Document:
    """A parsed file. Lines are looked up only when a problem must be shown."""

    file: str
    text: str
    value: object
    locate: Callable[[Keys], Place]
    tabular: bool = False
    """Whether `value` is the rows of a table, whose cells are all text."""


class Spot(NamedTuple):
    """A place in a document that a problem may point at."""

    document: Document
    keys: Keys = ()

    def to(self, *keys: str | int) -> "Spot":
        """A spot below this one."""
        return Spot(self.document, self.keys + keys)

    @property
    def place(self) -> Place:
        """Its line and column."""
        return self.document.locate(self.keys)

    @property
    def field(self) -> str:
        """Its keys in words; the line already says which row of a bare list is meant."""
        keys = self.keys[1:] if self.keys and isinstance(self.keys[0], int) else self.keys
        return "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in keys).removeprefix(".")


class Lines:
    """Turns offsets into places, for text whose parser counts characters only."""

    def __init__(self, text: str) -> None:
        self._starts = [0]
        for line in text.split("\n"):
            self._starts.append(self._starts[-1] + len(line) + 1)

    def place(self, offset: int) -> Place:
        """The line and column of a character."""
        line = bisect_right(self._starts, offset)
        return Place(line, offset - self._starts[line - 1] + 1)
