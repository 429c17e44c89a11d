"""Writing files so that they are there whole, or not at all, whatever happens to the process or the power."""

import os
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_ABANDONED_SECONDS = 3600


@contextmanager
def temporary(folder: Path, data: bytes) -> Iterator[Path]:
    """A file with this content, forced to the disk; whoever wants to keep it links or renames it."""
    path = folder / uuid.uuid4().hex
    try:
        with path.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        yield path
    finally:
        path.unlink(missing_ok=True)


def appear(content: Path, target: Path) -> None:
    """Give a temporary file its final name; FileExistsError where the name is taken.

    File systems without hard links (exFAT, some network shares) get a rename, which is exclusive only among
    callers that hold a common lock.
    """
    try:
        os.link(content, target)
    except FileExistsError:
        raise
    except OSError:
        if target.exists():
            raise FileExistsError(target) from None
        content.rename(target)


def sync_folder(folder: Path) -> None:
    """Force a folder's entries to the disk; Windows does so by itself and cannot be asked."""
    if sys.platform != "win32":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def remove_abandoned(folder: Path) -> None:
    """Remove temporary files that a killed process left behind: nobody writes one for an hour."""
    for path in folder.iterdir():
        try:
            if time.time() - path.stat().st_mtime > _ABANDONED_SECONDS:
                path.unlink()
        except FileNotFoundError:
            continue
