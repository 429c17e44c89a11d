"""Connections to one SQLite file: one that writes, and as many that read as there are threads reading at once."""

import sqlite3
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

BUSY_SECONDS = 30.0
"""How long to wait for another process that holds the file's write lock."""


class Connections:
    """The open connections of one file. All threads may share it; `close` closes every connection."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._write_lock = threading.Lock()
        self._idle: deque[sqlite3.Connection] = deque()
        self._closed = False
        self._writer = _connect(path)

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction of the only writer in this process: committed at the end, undone by an error."""
        with self._write_lock:
            self._writer.execute("BEGIN IMMEDIATE")
            try:
                yield self._writer
                self._writer.execute("COMMIT")
            finally:
                if self._writer.in_transaction:
                    self._writer.execute("ROLLBACK")

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection that nobody else uses meanwhile. It sees every commit that came before, and blocks none."""
        connection = self._borrow()
        try:
            yield connection
        finally:
            self._idle.append(connection)
            if self._closed:
                self._close_idle()

    def close(self) -> None:
        """Close what is open; a connection that is being read from follows as soon as it is given back."""
        self._closed = True
        self._close_idle()
        with self._write_lock:
            self._writer.close()

    def _borrow(self) -> sqlite3.Connection:
        if self._closed:
            raise sqlite3.ProgrammingError("the ledger is closed")
        try:
            return self._idle.pop()
        except IndexError:
            return _connect(self._path)

    def _close_idle(self) -> None:
        while self._idle:
            try:
                self._idle.pop().close()
            except IndexError:
                return


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    # FULL, because a lease that a power cut undoes would be a call paid twice.
    connection.execute("PRAGMA synchronous = FULL")
    return connection
