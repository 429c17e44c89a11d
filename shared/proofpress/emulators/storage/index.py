"""What the server knows, in one SQLite file, so that it survives a restart."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock

_SCHEMA = """
CREATE TABLE IF NOT EXISTS buckets (
  name TEXT PRIMARY KEY, project TEXT NOT NULL, resource TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS objects (
  generation INTEGER PRIMARY KEY AUTOINCREMENT, bucket TEXT NOT NULL, name TEXT NOT NULL,
  metageneration INTEGER NOT NULL, file TEXT NOT NULL, fields TEXT NOT NULL, UNIQUE (bucket, name));
CREATE TABLE IF NOT EXISTS uploads (
  id TEXT PRIMARY KEY, bucket TEXT NOT NULL, name TEXT NOT NULL, plan TEXT NOT NULL, total INTEGER,
  file TEXT NOT NULL, generation INTEGER, result TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS notifications (
  id INTEGER PRIMARY KEY AUTOINCREMENT, bucket TEXT NOT NULL, resource TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS announcements (
  id INTEGER PRIMARY KEY, due REAL NOT NULL, topic TEXT NOT NULL, message TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS announcements_due ON announcements (due);
"""


class Index:
    """One connection, used by one thread at a time; a second server on the same file is refused (OSError)."""

    def __init__(self, path: Path) -> None:
        self._lock = RLock()
        self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=1.0)
        self._connection.row_factory = sqlite3.Row
        try:
            self._prepare()
        except sqlite3.OperationalError as error:
            self._connection.close()
            raise OSError(f"{path} cannot be used ({error}): another server may have it open") from error
        self._last_generation = self._read_last_generation()

    def _prepare(self) -> None:
        # A process that is killed loses nothing that it committed; only a loss of power might.
        for pragma in ("locking_mode=EXCLUSIVE", "journal_mode=WAL", "synchronous=OFF"):
            self._connection.execute(f"PRAGMA {pragma}")
        self._connection.executescript(_SCHEMA)

    def _read_last_generation(self) -> int:
        row = self._connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'objects'").fetchone()
        return 0 if row is None else int(row["seq"])

    def next_generation(self, now_microseconds: int) -> int:
        """Greater than every generation there ever was, and about the time; to be called in a transaction."""
        self._last_generation = max(now_microseconds, self._last_generation + 1)
        return self._last_generation

    def files(self) -> set[str]:
        """The files that hold an object, or a part of one that is still to come."""
        query = "SELECT file FROM objects UNION SELECT file FROM uploads WHERE result IS NULL"
        return {row["file"] for row in self._connection.execute(query)}

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Look without changing anything; nobody else changes anything meanwhile."""
        with self._lock:
            yield self._connection

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Everything that is done inside holds, or nothing where it raises."""
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def close(self) -> None:
        """Write everything back and let go of the file."""
        with self._lock:
            self._connection.close()
