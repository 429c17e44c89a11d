"""One SQLite table per kind of record: its columns, its indexes, and rows to and from records."""

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum
from functools import cache
from typing import TypeVar

from pydantic import ValidationError

from proofpress.domain.errors import Stop
from proofpress.domain.records import Attempt, Batch, Cohort, DeadLetter, Digest, Final, Item, Keeper, Record

R = TypeVar("R", bound=Record)
Cell = str | int

SCHEMA_VERSION = 1
"""Kept in the file's `user_version`; any change to a column or a table needs the next number."""

NANO = 1_000_000_000
"""Dollar columns hold integer nanodollars, so that SQLite's sums are exact; a finer amount is rounded up in the
column, never in the record."""

_DOLLARS = ("usd", "perhaps_usd", "worst_usd")

# The queries of domain.queries decide what stands here; a test explains every one of them. Ending on the key spares
# the sort of a paged query; the dollars at the end answer a total from the index alone.
INDEXES: dict[type[Record], tuple[tuple[str, ...], ...]] = {
    Batch: (("state", "key"),),
    Cohort: (("batch", "key"), ("batch", "state", "key")),
    Item: (("batch", "key"), ("batch", "state", "key"), ("cohort", "state", "key")),
    Attempt: (
        ("batch", "key"),
        ("batch", "state", "key"),
        ("batch", "reason", "state"),
        ("cohort", "state", *_DOLLARS),
        ("cohort", "wave", "key"),
        ("item", "state", "number", "key"),
    ),
    Final: (("batch", "key"), ("batch", "state", "key"), ("cohort", "state", *_DOLLARS)),
    Keeper: (("item", "held", "key"), ("cohort", "key"), ("batch", "held", "key")),
    Digest: (),
    DeadLetter: (("replayed", "key"),),
}


@dataclass(frozen=True)
class Table:
    """Names and statements of one kind's table."""

    kind: type[Record]
    name: str
    create: tuple[str, ...]
    get: str
    insert: str
    update: str
    delete: str

    def row(self, record: Record) -> tuple[Cell, ...]:
        """Body and indexed fields, in the order in which the statements take them."""
        return (record.model_dump_json(), *(cell(getattr(record, field)) for field in self.kind.indexed))


@cache
def table_of(kind: type[Record]) -> Table:
    """The table of a kind; KeyError for a kind that the ledger does not keep."""
    indexes, name = INDEXES[kind], kind.__name__.lower()
    fields = kind.indexed
    columns = ", ".join(("key", "revision", "body", *fields))
    marks = ", ".join("?" * (len(fields) + 3))
    assignments = ", ".join(f"{field} = ?" for field in ("body", *fields))
    # The names below are those of classes and their fields, never anybody's input: hence S608 is off.
    return Table(
        kind=kind,
        name=name,
        create=(_create_table(kind, name), *(_create_index(name, index) for index in indexes)),
        get=f"SELECT revision, body FROM {name} WHERE key = ?",  # noqa: S608
        insert=f"INSERT INTO {name} ({columns}) VALUES ({marks}) ON CONFLICT (key) DO NOTHING",  # noqa: S608
        update=f"UPDATE {name} SET revision = revision + 1, {assignments} WHERE key = ? AND revision = ?",  # noqa: S608
        delete=f"DELETE FROM {name} WHERE key = ? AND revision = ?",  # noqa: S608
    )


def cell(value: object) -> Cell:
    """A field's value as its column keeps it: enums by value, truth as 0 and 1, dollars in nanodollars."""
    match value:
        case StrEnum():
            return value.value
        case Decimal():
            return int((value * NANO).to_integral_value(ROUND_CEILING))
        case str() | int():
            return value
    raise TypeError(f"the ledger cannot index {value!r}")


def record_from(kind: type[R], revision: int, body: str) -> R:
    """The record of a row; Stop where this version of Proofpress cannot read it."""
    try:
        record = kind.model_validate_json(body)
    except ValidationError as error:
        raise Stop(f"{_unreadable(kind)} ({error})") from error
    if record.version > kind.model_fields["version"].default:
        raise Stop(f"{_unreadable(kind)} (its version is {record.version})")
    return record.having(revision=str(revision))


def _unreadable(kind: type[Record]) -> str:
    return f"The ledger holds a record of kind {kind.__name__} that this proofpress cannot read: install the version that wrote it."


def _create_table(kind: type[Record], name: str) -> str:
    # The body comes last: reading an indexed field then never walks through its overflow pages.
    columns = ", ".join(f"{field} {_column_type(kind, field)} NOT NULL" for field in kind.indexed)
    between = f", {columns}" if columns else ""
    return (
        f"CREATE TABLE {name} (key TEXT PRIMARY KEY NOT NULL, revision INTEGER NOT NULL{between}, body TEXT NOT NULL)"
    )


def _column_type(kind: type[Record], field: str) -> str:
    annotation = kind.model_fields[field].annotation
    return "TEXT" if isinstance(annotation, type) and issubclass(annotation, str) else "INTEGER"


def _create_index(name: str, columns: tuple[str, ...]) -> str:
    return f"CREATE INDEX {name}_by_{'_'.join(columns)} ON {name} ({', '.join(columns)})"
