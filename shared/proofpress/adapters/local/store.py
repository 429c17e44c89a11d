"""Buckets as folders: `<root>/<bucket>/<name>`, with each object's metadata in a hidden tree beside them."""

import stat
import threading
import time
from collections.abc import Callable
from pathlib import Path

from proofpress.adapters.local.durable import appear, remove_abandoned, sync_folder, temporary
from proofpress.adapters.local.filelock import exclusive
from proofpress.adapters.local.sidecar import Sidecar, guessed, read_sidecar
from proofpress.adapters.objectnames import check_name, names_below
from proofpress.ports import AlreadyExists, Bucket, Changed, Stored


class FolderStore:
    """A Store in a folder, for any number of threads and processes at a time.

    `on_finalized` is told of every object that `put` created, after it is safely there; it stands in for a bucket's
    storage notification. ValueError for a name that cannot be a path.
    """

    def __init__(self, root: Path, on_finalized: Callable[[Stored], None] | None = None) -> None:
        self._root = root
        self._on_finalized = on_finalized
        self._sidecars = root / ".meta"
        self._temporary = root / ".tmp"
        self._sidecars.mkdir(parents=True, exist_ok=True)
        self._temporary.mkdir(exist_ok=True)
        remove_abandoned(self._temporary)
        self._lock = threading.Lock()
        self._last_generation = 0

    def path(self, bucket: Bucket, name: str) -> Path:
        """Where an object lies, or would lie."""
        check_name(name)
        return self._root / bucket / name

    def put(
        self, bucket: Bucket, name: str, data: bytes, content_type: str, metadata: dict[str, str] | None = None
    ) -> Stored:
        """Create an object; AlreadyExists where the name is taken."""
        self._refuse_taken(bucket, name)
        sidecar = Sidecar(
            generation=self._next_generation(bucket, name),
            size=len(data),
            content_type=content_type,
            metadata=metadata or {},
        )
        self._create(bucket, name, data, sidecar)
        stored = sidecar.describe(bucket, name)
        if self._on_finalized is not None:
            self._on_finalized(stored)
        return stored

    def replace(self, bucket: Bucket, name: str, data: bytes, content_type: str, generation: str) -> Stored:
        """Swap an object for another at once, where it still is of a generation (empty: not there); Changed if not.

        A reader sees the one or the other whole; readers who ask for facts and bytes may get those of two generations.
        """
        target, description = self.path(bucket, name), self._sidecar(bucket, name)
        made = Sidecar(
            generation=self._next_generation(bucket, name), size=len(data), content_type=content_type, metadata={}
        )
        with (
            temporary(self._temporary, data) as content,
            temporary(self._temporary, made.model_dump_json().encode()) as facts,
        ):
            with self._lock, exclusive(self._sidecars / ".lock"):
                there = self.stat(bucket, name)
                if (there.generation if there else "") != generation:
                    raise Changed(bucket, name, there)
                self._make_folders(target, description)
                facts.replace(description)
                content.replace(target)
            sync_folder(target.parent)
        return made.describe(bucket, name)

    def get(self, bucket: Bucket, name: str) -> bytes:
        """The bytes of an object; FileNotFoundError where there is none."""
        try:
            return self.path(bucket, name).read_bytes()
        except (IsADirectoryError, NotADirectoryError) as error:
            raise FileNotFoundError(*error.args) from error

    def stat(self, bucket: Bucket, name: str) -> Stored | None:
        """What is known of an object; of a file put there by hand, a guess at its content type."""
        path = self.path(bucket, name)
        try:
            found = path.stat()
        except (FileNotFoundError, NotADirectoryError):
            return None
        if not stat.S_ISREG(found.st_mode):
            return None
        sidecar = read_sidecar(self._sidecar(bucket, name))
        if sidecar is None or sidecar.size != found.st_size:
            sidecar = guessed(path, found.st_size, found.st_mtime_ns)
        return sidecar.describe(bucket, name)

    def names(self, bucket: Bucket, prefix: str = "") -> list[str]:
        """Names that begin with a prefix, in order of their code points."""
        return names_below(self._root / bucket, prefix)

    def delete(self, bucket: Bucket, name: str) -> None:
        """Remove an object; nothing happens where there is none."""
        path = self.path(bucket, name)
        with self._lock, exclusive(self._sidecars / ".lock"):
            if path.is_file():
                path.unlink()
                self._sidecar(bucket, name).unlink(missing_ok=True)

    def _sidecar(self, bucket: Bucket, name: str) -> Path:
        return self._sidecars / bucket / f"{name}.json"

    def _next_generation(self, bucket: Bucket, name: str) -> int:
        left_over = read_sidecar(self._sidecar(bucket, name))
        with self._lock:
            earlier = max(self._last_generation, left_over.generation if left_over else 0)
            self._last_generation = max(time.time_ns(), earlier + 1)
            return self._last_generation

    def _refuse_taken(self, bucket: Bucket, name: str) -> None:
        taken = self.stat(bucket, name)
        if taken is not None:
            raise AlreadyExists(taken)

    def _create(self, bucket: Bucket, name: str, data: bytes, sidecar: Sidecar) -> None:
        target, description = self.path(bucket, name), self._sidecar(bucket, name)
        with (
            temporary(self._temporary, data) as content,
            temporary(self._temporary, sidecar.model_dump_json().encode()) as facts,
        ):
            # The lock keeps two puts of one name from pairing the object of one with the sidecar of the other.
            with self._lock, exclusive(self._sidecars / ".lock"):
                self._refuse_taken(bucket, name)
                self._make_folders(target, description)
                facts.replace(description)
                appear(content, target)
            sync_folder(target.parent)

    def _make_folders(self, target: Path, description: Path) -> None:
        try:
            for file in (description, target):
                file.parent.mkdir(parents=True, exist_ok=True)
        except (FileExistsError, NotADirectoryError) as error:
            raise ValueError(f"{target} cannot be written: a part of its path is an object itself") from error
        if target.is_dir():
            raise ValueError(f"{target} cannot be written: it is the folder of other objects")
