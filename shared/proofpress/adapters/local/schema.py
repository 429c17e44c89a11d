"""Making a new ledger file, and refusing one that is not ours to touch."""

import sqlite3
from contextlib import closing
from pathlib import Path

from proofpress.adapters.local.connections import BUSY_SECONDS
from proofpress.adapters.local.filelock import exclusive
from proofpress.adapters.local.tables import INDEXES, SCHEMA_VERSION, table_of
from proofpress.domain.errors import BadInput


def prepare(path: Path) -> None:
    """Create the tables of a new file; BadInput for a file of another schema or another program."""
    # SQLite does not wait for its lock while it changes the journal mode: two processes must not do it at once.
    with (
        exclusive(path.with_name(f".{path.name}.lock")),
        closing(sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)) as connection,
    ):
        version = _number(connection, "PRAGMA user_version")
        tables = _number(connection, "SELECT COUNT(*) FROM sqlite_master")
        if version == 0 and tables == 0:
            _create(connection)
        elif version != SCHEMA_VERSION:
            raise BadInput(_refusal(path, version))


def _number(connection: sqlite3.Connection, sql: str) -> int:
    return int(connection.execute(sql).fetchone()[0])


def _create(connection: sqlite3.Connection) -> None:
    # The write-ahead log lets others read while one writes. The mode stays with the file.
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("BEGIN IMMEDIATE")
    for kind in INDEXES:
        for statement in table_of(kind).create:
            connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION:d}")
    connection.execute("COMMIT")


def _refusal(path: Path, version: int) -> str:
    if version == 0:
        return f"{path} is a SQLite file of another program: pass --workspace with another folder."
    mend = "update proofpress" if version > SCHEMA_VERSION else "install the proofpress that wrote it"
    return (
        f"{path} has schema version {version}, and this proofpress knows version {SCHEMA_VERSION}: "
        f"{mend}, or pass --workspace with another folder."
    )
