"""The ledger in one SQLite file, shared by the threads of an engine and by other processes."""

from decimal import Decimal
from itertools import chain
from pathlib import Path
from secrets import randbits
from sqlite3 import Connection
from typing import TypeVar

from proofpress.adapters.encoding import NANO, Cell, record_from
from proofpress.adapters.local import statements
from proofpress.adapters.local.connections import Connections
from proofpress.adapters.local.lists import list_writes
from proofpress.adapters.local.schema import prepare
from proofpress.adapters.local.sqlite_errors import explained
from proofpress.adapters.local.tables import table_of
from proofpress.domain.queries import Query
from proofpress.domain.records import Record
from proofpress.ports import REFUSED, Change, Create, Delete, Receipt, Replace

R = TypeVar("R", bound=Record)


class SqliteLedger:
    """A Ledger in a file, created where it is missing.

    Sums of dollars are exact to the nanodollar. Stop where the file is damaged, full, not ours or of another
    schema; Retry where another process keeps it locked for half a minute.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with explained(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            prepare(path)
            self._connections = Connections(path)

    def close(self) -> None:
        """Close the file; the ledger cannot be used afterwards."""
        self._connections.close()

    def get(self, kind: type[R], key: str) -> R | None:
        """The record of a key, or None."""
        with explained(self._path), self._connections.reading() as connection:
            row = connection.execute(table_of(kind).get, (key,)).fetchone()
        return None if row is None else record_from(kind, str(row[0]), row[1])

    def commit(self, *changes: Change) -> Receipt:
        """Apply all changes, or none and return REFUSED: a key was taken, a record moved on, or two share a key."""
        if len({(type(change.record), change.record.key) for change in changes}) < len(changes):
            return REFUSED
        revisions = [_next_revision(change) for change in changes]
        writes = [_statement(change, revision) for change, revision in zip(changes, revisions, strict=True)]
        try:
            with explained(self._path), self._connections.writing() as connection:
                for sql, parameters in writes:
                    _apply(connection, sql, parameters)
                for sql, rows in chain.from_iterable(map(list_writes, changes)):
                    connection.executemany(sql, rows)
        except _ConditionFailed:
            return REFUSED
        return Receipt(
            tuple(
                change.record.having(revision=str(revision))
                for change, revision in zip(changes, revisions, strict=True)
                if not isinstance(change, Delete)
            )
        )

    def find(self, query: Query[R]) -> list[R]:
        """The records that a query asks for; records of equal order come in order of their keys."""
        sql, parameters = statements.select(query, "revision, body")
        with explained(self._path), self._connections.reading() as connection:
            rows = connection.execute(sql, parameters).fetchall()
        return [record_from(query.kind, str(revision), body) for revision, body in rows]

    def count(self, query: Query[R]) -> int:
        """How many records meet a query; never more than its limit."""
        return self._figure(*statements.count(query))

    def total(self, query: Query[R], field: str) -> Decimal:
        """The sum of a dollar field over a query; ValueError for any other field, or one that is not indexed."""
        return Decimal(self._figure(*statements.total(query, field))) / NANO

    def _figure(self, sql: str, parameters: list[Cell]) -> int:
        with explained(self._path), self._connections.reading() as connection:
            return connection.execute(sql, parameters).fetchone()[0] or 0


class _ConditionFailed(Exception):
    """Undoes the transaction of a commit that lost."""


def _apply(connection: Connection, sql: str, parameters: tuple[Cell, ...]) -> None:
    if connection.execute(sql, parameters).rowcount != 1:
        raise _ConditionFailed


def _statement(change: Change, revision: int) -> tuple[str, tuple[Cell, ...]]:
    record = change.record
    table, read_at = table_of(type(record)), int(record.revision or 0)
    match change:
        case Create():
            body, *fields = table.row(record)
            return table.insert, (record.key, revision, body, *fields)
        case Replace():
            return table.update, (*table.row(record), record.key, read_at)
        case Delete():
            return table.delete, (record.key, read_at)


def _next_revision(change: Change) -> int:
    if isinstance(change, Create):
        # Drawn by lot: a record that is deleted and created again must not pass for the one that was read before.
        return randbits(62)
    return int(change.record.revision or 0) + 1
