"""Listed fields: each has a table of its texts, because a column of the record's own table holds one value only."""

from collections.abc import Iterator

from proofpress.adapters.encoding import Cell, name_of
from proofpress.domain.records import Record
from proofpress.ports import Change, Create, Delete

# The names below are those of classes and their fields, never anybody's input: hence S608 is off.


def create_lists(kind: type[Record]) -> Iterator[str]:
    """The tables of a kind's listed fields. None is indexed by the record's key: what is listed is seldom replaced."""
    for field in kind.listed:
        yield (
            f"CREATE TABLE {_table(kind, field)} "
            "(value TEXT NOT NULL, key TEXT NOT NULL, PRIMARY KEY (value, key)) WITHOUT ROWID"
        )


def list_writes(change: Change) -> Iterator[tuple[str, list[tuple[Cell, ...]]]]:
    """Statements, each with its rows of parameters, by which the lists follow a change that was applied."""
    record = change.record
    for field in record.listed:
        table = _table(type(record), field)
        if not isinstance(change, Create):
            yield f"DELETE FROM {table} WHERE key = ?", [(record.key,)]  # noqa: S608
        if not isinstance(change, Delete):
            rows: list[tuple[Cell, ...]] = [(value, record.key) for value in dict.fromkeys(getattr(record, field))]
            yield f"INSERT INTO {table} (value, key) VALUES (?, ?)", rows  # noqa: S608


def containing(kind: type[Record], field: str, values: int, *, limited: bool) -> str:
    """The condition that a listed field has one of several values.

    A limited one takes a value and the limit in turn: however many records share a value, no more than that are looked
    at. It holds only where nothing else is asked of them, and they come in order of their keys.
    """
    table = _table(kind, field)
    if not limited:
        return f"key IN (SELECT key FROM {table} WHERE value IN ({', '.join('?' * values)}))"  # noqa: S608
    one = f"SELECT key FROM (SELECT key FROM {table} WHERE value = ? ORDER BY key LIMIT ?)"  # noqa: S608
    return f"key IN ({' UNION ALL '.join([one] * values)})" if values else "0"


def _table(kind: type[Record], field: str) -> str:
    return f"{name_of(kind)}_{field}"
