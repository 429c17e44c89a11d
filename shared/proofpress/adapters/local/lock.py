"""One run at a time in a work folder."""

import os
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from proofpress.adapters.local.filelock import exclusive
from proofpress.domain.errors import Busy

_HOLDER_BYTES = 200


class WorkspaceLock:
    """Context manager that keeps a work folder for this process.

    Entering raises Busy, naming the other process, where another run holds the folder. The lock goes with
    the process, so a killed run never leaves the folder locked.
    """

    def __init__(self, workspace: Path) -> None:
        self._workspace = workspace
        self._file = workspace / ".lock"
        self._held = ExitStack()

    def __enter__(self) -> Self:
        self._workspace.mkdir(parents=True, exist_ok=True)
        try:
            descriptor = self._held.enter_context(exclusive(self._file, wait=False))
        except BlockingIOError:
            raise Busy(self._refusal()) from None
        holder = f"pid {os.getpid()}, since {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC"
        os.ftruncate(descriptor, 0)
        os.lseek(descriptor, 0, os.SEEK_SET)
        os.write(descriptor, holder.encode())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._held.close()

    def _refusal(self) -> str:
        with self._file.open(encoding="utf-8", errors="replace") as file:
            holder = file.read(_HOLDER_BYTES)
        whose = f" ({holder})" if holder else ""
        return (
            f"Another proofpress run uses the work folder {self._workspace}{whose}: "
            "wait for it to end or pass --workspace with another folder."
        )
