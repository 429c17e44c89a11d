"""What the service knows about every request it answered: in memory, and as lines of JSON in a file."""

import os
from collections import deque
from decimal import Decimal
from pathlib import Path
from threading import Lock

from pydantic import BaseModel, ConfigDict

from proofpress.domain.catalog import Lane
from proofpress.domain.pricing import Usage

PROMPT_SHOWN = 200
_KEPT = 10_000


class RequestRecord(BaseModel):
    """One request and what came of it; `usd` is a decimal written as a string in JSON."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    n: int = 0
    time: str
    operation: str
    model: str | None = None
    key: str | None = None
    """Hash of what identifies a request for content."""
    prompt: str = ""
    """Its first PROMPT_SHOWN characters."""
    seed: int | None = None
    images: tuple[str, ...] = ()
    """Hex SHA-256 of the pictures that came with it."""
    attempt: str | None = None
    """The header x-proofpress-attempt; of a job's line, its key."""
    job: str | None = None
    """Display name of the job that the request is about."""
    lane: Lane = Lane.LIVE
    """Whose price `usd` is."""
    status: int
    outcome: str
    billed: bool = False
    usage: Usage = Usage()
    usd: Decimal = Decimal(0)
    sha256: str | None = None
    """Hex digest of the picture in the answer, whether or not it reached the client."""
    fault: str | None = None
    latency: float
    """Seconds."""


class Records:
    """The last 10,000 records, and a file that holds all of them."""

    def __init__(self, log: Path | None) -> None:
        self._kept: deque[RequestRecord] = deque(maxlen=_KEPT)
        self._lock = Lock()
        self._count = 0
        self._file = None if log is None else os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)

    def add(self, record: RequestRecord) -> None:
        """Number a record and write it as one line, in one write."""
        with self._lock:
            self._count += 1
            numbered = record.model_copy(update={"n": self._count})
            self._kept.append(numbered)
            if self._file is not None:
                os.write(self._file, numbered.model_dump_json().encode() + b"\n")

    def all(self) -> list[RequestRecord]:
        """The records in memory, oldest first."""
        with self._lock:
            return list(self._kept)

    def clear(self) -> None:
        """Forget the records in memory; the file and the numbering go on."""
        with self._lock:
            self._kept.clear()

    def close(self) -> None:
        """Close the file; records that come later are kept in memory only."""
        with self._lock:
            if self._file is not None:
                os.close(self._file)
            self._file = None
