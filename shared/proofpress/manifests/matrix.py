"""The matrix: axes of values, and an item for each of their combinations."""

import itertools
import math
from collections.abc import Iterator
from typing import NamedTuple

from proofpress.domain.written_values import MAX_PROMPT, variable_name
from proofpress.manifests.attachments import Attachments
from proofpress.manifests.names import slug
from proofpress.manifests.places import Spot
from proofpress.manifests.problems import Problems
from proofpress.manifests.rows import read_rows

_LONGEST_LABEL = 40
_LABEL_COLUMNS = ("id", "slug", "sku")
_SCALARS = (str, int, float)


class Axis(NamedTuple):
    """One variable of a matrix."""

    name: str
    values: list[object]
    """Scalars, or rows as mappings."""
    labels: list[str]
    """What ids call the values."""


class Cell(NamedTuple):
    """One combination of values."""

    variables: dict[str, object]
    label: str


class MatrixReader:
    """Reads matrices and reports what is wrong with them; each file is read once."""

    def __init__(self, attachments: Attachments, problems: Problems) -> None:
        self._attachments = attachments
        self._problems = problems
        self._files: dict[str, Spot | None] = {}

    def axes(self, matrix: dict[str, object], spot: Spot) -> list[Axis] | None:
        """The axes of a matrix in their order; None where a fault was reported."""
        axes = [self._axis(name, written, spot.to(name)) for name, written in matrix.items()]
        return [axis for axis in axes if axis] if all(axes) else None

    def _axis(self, name: str, written: object, spot: Spot) -> Axis | None:
        try:
            variable_name(name)
        except ValueError as error:
            self._problems.add(spot, str(error))
            return None
        top = self._file(written, spot) if isinstance(written, str) else spot
        return self._axis_of(name, top.document.value if top is not spot else written, top) if top else None

    def _file(self, path: str, spot: Spot) -> Spot | None:
        if path not in self._files:
            self._files[path] = read_rows(path, spot, self._attachments, self._problems)
        return self._files[path]

    def _axis_of(self, name: str, written: object, top: Spot) -> Axis | None:
        if not isinstance(written, list) or not written:
            self._problems.add(top, "an axis must be a list of values with at least one, or a file of rows")
            return None
        values = [_value(row) for row in written]
        for position, value in enumerate(values):
            if value is None:
                self._problems.add(top.to(position), "must be text, a number, or a row of them")
            elif cut := _cut_off(written[position]):
                hint = "put text that holds a comma in quotes"
                self._problems.add(top.to(position), f"the column {cut[:60]!r} has no value", hint)
        return None if None in values else Axis(name, values, _labels(values))


def size_of(axes: list[Axis]) -> int:
    """How many items a matrix makes of one."""
    return math.prod(len(axis.values) for axis in axes)


def cells(axes: list[Axis]) -> Iterator[Cell]:
    """All combinations, the last axis changing fastest."""
    names = [axis.name for axis in axes]
    for chosen in itertools.product(*(zip(axis.values, axis.labels, strict=True) for axis in axes)):
        variables = dict(zip(names, (value for value, _ in chosen), strict=True))
        yield Cell(variables, "-".join(label for _, label in chosen))


def _value(written: object) -> object:
    """A scalar, or a row without its empty values; None if it is neither."""
    if isinstance(written, dict):
        row = {key: value for key, value in written.items() if value is not None}
        return row if row and all(_is_scalar(value) for value in row.values()) else None
    return written if _is_scalar(written) else None


def _cut_off(written: object) -> str | None:
    """What looks like the rest of an unquoted text: `{palette: rose, pale blue}` has a key `pale blue`, and no value."""
    columns = written.items() if isinstance(written, dict) else ()
    return next((str(column) for column, value in columns if value is None and not str(column).isidentifier()), None)


def _is_scalar(value: object) -> bool:
    return isinstance(value, _SCALARS) and (not isinstance(value, str) or len(value) <= MAX_PROMPT)


def _labels(values: list[object]) -> list[str]:
    """A slug for each value, with its number where slugs would be empty or equal."""
    slugs = [_label(value) for value in values]
    counts: dict[str, int] = {}
    for label in slugs:
        counts[label] = counts.get(label, 0) + 1
    return [
        label if label and counts[label] == 1 else "-".join(filter(None, (label, str(number))))
        for number, label in enumerate(slugs, 1)
    ]


def _label(value: object) -> str:
    if not isinstance(value, dict):
        return slug(value, _LONGEST_LABEL)
    columns = {str(column).lower(): cell for column, cell in value.items()}
    return next((slug(columns[column], _LONGEST_LABEL) for column in _LABEL_COLUMNS if column in columns), "")
