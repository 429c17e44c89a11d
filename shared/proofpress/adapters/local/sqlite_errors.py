"""SQLite's errors as the decisions they ask for."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from proofpress.domain.errors import BadInput, ProofpressError, Retry, Stop

_PRIMARY_CODE = 0xFF

_DECISIONS: dict[int, tuple[type[ProofpressError], str]] = {
    sqlite3.SQLITE_BUSY: (Retry, "is locked by another process: try again when that has finished"),
    sqlite3.SQLITE_CANTOPEN: (BadInput, "cannot be opened: check that its folder exists and is yours"),
    sqlite3.SQLITE_CORRUPT: (Stop, "is damaged: restore it from a copy, or pass --workspace with another folder"),
    sqlite3.SQLITE_FULL: (Stop, "cannot grow, the disk is full: free some space and run again"),
    sqlite3.SQLITE_IOERR: (Stop, "cannot be read or written: check the disk"),
    sqlite3.SQLITE_NOTADB: (BadInput, "is not a ledger: pass --workspace with another folder"),
    sqlite3.SQLITE_PERM: (BadInput, "cannot be used: check its access rights"),
    sqlite3.SQLITE_READONLY: (BadInput, "cannot be written: check its access rights"),
}


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Raise what the state of the file asks for (Retry, Stop, BadInput); a defect of ours stays as it is."""
    try:
        yield
    except OSError as error:
        raise BadInput(f"{path} cannot be opened: {error}.") from error
    except sqlite3.Error as error:
        # Errors that Python's module raises by itself, such as the use of a closed connection, carry no code.
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
        if (code & _PRIMARY_CODE) not in _DECISIONS:
            raise
        decision, words = _DECISIONS[code & _PRIMARY_CODE]
        raise decision(f"{path} {words} ({error}).") from error
