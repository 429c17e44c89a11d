"""The variables that an item's templates see, and what is recorded of them."""

from collections.abc import Mapping

from proofpress.domain.manifest import Entry
from proofpress.domain.written_values import Scalar
from proofpress.manifests.matrix import Cell

Values = dict[str, object]


def given(values: Mapping[str, Scalar]) -> Values:
    """Variables without those that are null: a template that uses one of these must say what stands in for it."""
    return {name: value for name, value in values.items() if value is not None}


def of_item(shared: Values, cell: Cell, entry: Entry) -> Values:
    """The manifest's variables, under those of the matrix, under the item's own."""
    return {**shared, **cell.variables, **given(entry.variables)}


def recorded(values: Values) -> dict[str, Scalar]:
    """All scalars in the order of their names, those of a row as `row.column`."""
    flat: dict[str, Scalar] = {}
    for name, value in values.items():
        if isinstance(value, dict):
            flat.update({f"{name}.{column}": cell for column, cell in value.items()})
        elif value is None or isinstance(value, str | int | float):
            flat[name] = value
    return dict(sorted(flat.items()))
