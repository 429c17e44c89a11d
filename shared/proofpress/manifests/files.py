"""The files that a manifest names, read from wherever it lies."""

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import Protocol, runtime_checkable

from proofpress.domain.errors import BadInput

_LISTED = 2_000
_NOT_RELATIVE = re.compile(r"[/\\~]|[A-Za-z]:|\w+://")


class FileTooLarge(BadInput):
    """A file has more bytes than its reader may take."""


class PathRefused(BadInput):
    """A path that leads out of the manifest's folder."""


class Files(Protocol):
    """Reads files by their paths relative to the manifest."""

    def read(self, path: str, limit: int) -> bytes:
        """All bytes of a file; FileNotFoundError, PathRefused, or FileTooLarge beyond `limit` bytes."""
        ...


@runtime_checkable
class ListedFiles(Files, Protocol):
    """Files that can also say what there is, for the hint at a misspelt path."""

    def names(self) -> Iterable[str]:
        """Paths that `read` would take; need not be all."""
        ...


def check_path(path: str) -> None:
    """Raise PathRefused unless a path is relative and stays below its start."""
    if not path or "\0" in path:
        raise PathRefused("is not a path")
    if _NOT_RELATIVE.match(path):
        raise PathRefused("must be relative to the manifest, and not an address")
    if ".." in PurePosixPath(path.replace("\\", "/")).parts:
        raise PathRefused("must not leave the manifest's folder by '..'")


class DirectoryFiles:
    """The files below a folder on disk. Links may point anywhere inside it, never out of it."""

    def __init__(self, root: Path | str) -> None:
        self._root = Path(root).resolve()

    def read(self, path: str, limit: int) -> bytes:
        """All bytes of a file; FileNotFoundError, PathRefused, or FileTooLarge beyond `limit` bytes."""
        check_path(path)
        try:
            real = (self._root / path).resolve()
        except (OSError, RuntimeError, ValueError) as error:
            raise PathRefused("cannot be followed") from error
        if not real.is_relative_to(self._root):
            raise PathRefused("is a link that leaves the manifest's folder")
        if not real.is_file():
            raise FileNotFoundError(path)
        with real.open("rb") as stream:
            data = stream.read(limit + 1)
        if len(data) > limit:
            raise FileTooLarge(f"has more than {limit / 1e6:g} MB")
        return data

    def names(self) -> Iterator[str]:
        """Up to 2,000 visible files, folder by folder."""
        left = _LISTED
        for folder, folders, files in os.walk(self._root):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(files)[:left]:
                yield (Path(folder) / name).relative_to(self._root).as_posix()
            left -= len(files)
            if left <= 0:
                return
