"""The bytes of objects, each in a file of its own."""

import base64
import hashlib
import os
import uuid
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import google_crc32c

from proofpress.emulators.storage.body import PIECE


@dataclass(frozen=True)
class Content:
    """A file with the checksums of what is in it, as Cloud Storage writes them: in base64."""

    file: str
    size: int
    crc32c: str
    md5: str


class Incoming:
    """A file that is being written."""

    def __init__(self, name: str, file: BinaryIO) -> None:
        self._name = name
        self._file = file
        self._sums = _Sums()

    def write(self, data: bytes) -> None:
        """Add bytes."""
        self._file.write(data)
        self._sums.add(data)

    def content(self) -> Content:
        """What was written; it is in the file when this returns."""
        self._file.flush()
        return self._sums.content(self._name)


class _Sums:
    def __init__(self) -> None:
        self._size = 0
        self._crc32c = 0
        self._md5 = hashlib.md5(usedforsecurity=False)

    def add(self, data: bytes) -> None:
        self._size += len(data)
        self._crc32c = google_crc32c.extend(self._crc32c, data)
        self._md5.update(data)

    def content(self, name: str) -> Content:
        crc32c = base64.b64encode(self._crc32c.to_bytes(4, "big")).decode()
        return Content(name, self._size, crc32c, base64.b64encode(self._md5.digest()).decode())


class Contents:
    """A folder of files with names of no meaning; the index says whose they are."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._folder.mkdir(parents=True, exist_ok=True)

    @contextmanager
    def incoming(self) -> Iterator[Incoming]:
        """A new file, which is removed again where the block raises."""
        name = new_name()
        with self._path(name).open("xb") as file:
            try:
                yield Incoming(name, file)
            except BaseException:
                self.remove(name)
                raise

    def open(self, name: str) -> BinaryIO:
        """A file, to read it; what was opened stays readable when it is removed."""
        return self._path(name).open("rb")

    def append(self, name: str, pieces: Iterable[bytes]) -> None:
        """Add to a file, or begin it; the pieces before one that raises stay."""
        with self._path(name).open("ab") as file:
            for piece in pieces:
                file.write(piece)

    def size(self, name: str) -> int:
        """Bytes in a file; 0 where there is none yet."""
        path = self._path(name)
        return path.stat().st_size if path.exists() else 0

    def measure(self, name: str) -> Content:
        """A file that `append` has written, with its checksums."""
        self.append(name, ())
        sums = _Sums()
        with self.open(name) as file:
            while data := file.read(PIECE):
                sums.add(data)
        return sums.content(name)

    def remove(self, name: str) -> None:
        """Remove a file; nothing happens where there is none."""
        self._path(name).unlink(missing_ok=True)

    def keep_only(self, names: Collection[str]) -> None:
        """Remove all other files: a killed server may have left some."""
        for name in os.listdir(self._folder):  # noqa: PTH208 - names are wanted, not paths
            if name not in names:
                self.remove(name)

    def _path(self, name: str) -> Path:
        return self._folder / name


def new_name() -> str:
    """A name that no file has."""
    return uuid.uuid4().hex
