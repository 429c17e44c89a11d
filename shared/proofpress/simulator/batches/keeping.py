"""Models kept by id: in memory, and as files of a folder, so that a restarted simulator knows them."""

from pathlib import Path
from threading import Lock
from typing import Generic, TypeVar

from pydantic import BaseModel

M = TypeVar("M", bound=BaseModel)


class Kept(Generic[M]):
    """One kind of model in one folder; safe to share between threads."""

    def __init__(self, folder: Path, kind: type[M]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._lock = Lock()
        self._kept = {path.stem: kind.model_validate_json(path.read_bytes()) for path in folder.glob("*.json")}

    def get(self, key: str) -> M | None:
        """One, or None."""
        with self._lock:
            return self._kept.get(key)

    def all(self) -> list[M]:
        """All of them."""
        with self._lock:
            return list(self._kept.values())

    def put(self, key: str, model: M) -> None:
        """Keep one, instead of the one that has its id."""
        with self._lock:
            self._write(key, model)

    def change(self, key: str, **changes: object) -> M:
        """Change some fields of one; KeyError where there is none."""
        with self._lock:
            changed = self._kept[key].model_copy(update=changes)
            self._write(key, changed)
            return changed

    def remove(self, key: str) -> None:
        """Forget one; nothing happens where there is none."""
        with self._lock:
            self._kept.pop(key, None)
            (self._folder / f"{key}.json").unlink(missing_ok=True)

    def _write(self, key: str, model: M) -> None:
        part = self._folder / f"{key}.part"
        part.write_text(model.model_dump_json(), "utf-8")
        part.replace(self._folder / f"{key}.json")
        self._kept[key] = model
