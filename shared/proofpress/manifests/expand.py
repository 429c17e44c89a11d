"""Multiplies entries out by their matrices."""

from collections.abc import Iterator
from typing import NamedTuple

from proofpress.domain.manifest import Entry, Manifest
from proofpress.manifests.entries import Checked
from proofpress.manifests.limits import MAX_ITEMS
from proofpress.manifests.matrix import Axis, Cell, MatrixReader, cells, size_of
from proofpress.manifests.problems import Problems


class Planned(NamedTuple):
    """An item to be made. Without a cell only its settings can be checked, because its variables are faulty."""

    entry: Checked[Entry]
    cell: Cell | None
    position: int
    """Its number in the batch, from 1."""
    base: str
    """What its id begins with where a matrix made it and the user gave no id."""


class Expander:
    """Expands every entry by the matrix of the manifest and by its own, which wins where both name an axis."""

    def __init__(self, manifest: Checked[Manifest], matrices: MatrixReader, problems: Problems) -> None:
        self._matrices = matrices
        self._problems = problems
        matrix = manifest.model.matrix
        self._shared = matrices.axes(matrix, manifest.spot.to("matrix")) if matrix else []
        self._faulty = bool(manifest.faulty & {"variables", "matrix"})

    def expand(self, entries: list[Checked[Entry]]) -> Iterator[Planned]:
        """The items of all entries, up to the limit."""
        count = 0
        for number, entry in enumerate(entries, 1):
            axes = self._axes(entry)
            if axes is None:
                yield Planned(entry, None, count, "")
                continue
            if count + size_of(axes) > MAX_ITEMS:
                message = f"brings the batch to more than {MAX_ITEMS:,} items"
                self._problems.stop(entry.spot, message, "split the manifest")
            base = "" if len(entries) == 1 else f"item-{number:04d}"
            for cell in cells(axes):
                count += 1
                yield Planned(entry, cell, count, base)

    def _axes(self, entry: Checked[Entry]) -> list[Axis] | None:
        matrix = entry.model.matrix
        own = self._matrices.axes(matrix, entry.spot.to("matrix")) if matrix else []
        if own is None or self._shared is None or self._faulty or entry.faulty & {"variables", "matrix"}:
            return None
        return list({axis.name: axis for axis in [*self._shared, *own]}.values())
