"""One SQLite table per kind of record, and one per listed field: columns, indexes, and rows to and from records."""

from dataclasses import dataclass
from functools import cache

from proofpress.adapters.encoding import Cell, cell, name_of
from proofpress.adapters.local.lists import create_lists
from proofpress.domain.records import (
    Attempt,
    Background,
    BannerSet,
    Batch,
    Campaign,
    Cohort,
    DeadLetter,
    Final,
    Item,
    Job,
    Keeper,
    Product,
    Record,
    Request,
    Sketch,
)

SCHEMA_VERSION = 3
"""Kept in the file's `user_version`; any change to a column or a table needs the next number."""

_DOLLARS = ("usd", "perhaps_usd", "worst_usd")

# The queries of domain.queries decide what stands here; a test explains every one of them. Ending on the key spares
# the sort of a paged query; the dollars at the end answer a total from the index alone.
INDEXES: dict[type[Record], tuple[tuple[str, ...], ...]] = {
    Batch: (("state", "key"), ("untold", "key")),
    Request: (),
    Cohort: (("batch", "key"), ("batch", "state", "key"), ("batch", "still_since", "key")),
    Item: (("batch", "key"), ("batch", "state", "key"), ("cohort", "state", "key"), ("untold", "key")),
    Attempt: (
        ("batch", "key"),
        ("batch", "state", "key"),
        ("batch", "reason", "state"),
        ("cohort", "state", *_DOLLARS),
        ("cohort", "wave", "key"),
        ("batch", "still_since", "key"),
        ("batch", "changed", "key"),
        ("item", "state", "number", "key"),
        ("job", "state", "key"),
    ),
    Final: (
        ("batch", "key"),
        ("batch", "state", "key"),
        ("batch", "still_since", "key"),
        ("batch", "changed", "key"),
        ("cohort", "state", *_DOLLARS),
        ("untold", "key"),
        ("job", "state", "key"),
    ),
    Job: (
        ("batch", "key"),
        ("batch", "step", "key"),
        ("batch", "still_since", "key"),
        ("step", "key"),
        ("name", "key"),
    ),
    Keeper: (("item", "held", "key"), ("cohort", "held", "key"), ("batch", "held", "key")),
    DeadLetter: (("replayed", "key"),),
    Campaign: (("active", "key"),),
    Product: (("campaign", "key"), ("still_since", "key"), ("untold", "key")),
    Background: (),
    BannerSet: (("product", "state", "key"), ("background", "key"), ("still_since", "key")),
    Sketch: (("scope", "key"),),
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
    indexes, name = INDEXES[kind], name_of(kind)
    fields = kind.indexed
    columns = ", ".join(("key", "revision", "body", *fields))
    marks = ", ".join("?" * (len(fields) + 3))
    assignments = ", ".join(f"{field} = ?" for field in ("body", *fields))
    # The names below are those of classes and their fields, never anybody's input: hence S608 is off.
    return Table(
        kind=kind,
        name=name,
        create=(_create_table(kind, name), *(_create_index(name, index) for index in indexes), *create_lists(kind)),
        get=f"SELECT revision, body FROM {name} WHERE key = ?",  # noqa: S608
        insert=f"INSERT INTO {name} ({columns}) VALUES ({marks}) ON CONFLICT (key) DO NOTHING",  # noqa: S608
        update=f"UPDATE {name} SET revision = revision + 1, {assignments} WHERE key = ? AND revision = ?",  # noqa: S608
        delete=f"DELETE FROM {name} WHERE key = ? AND revision = ?",  # noqa: S608
    )


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
