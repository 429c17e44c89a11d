"""Runs CleanVision and imagededup on files; started by `anchors.py` in the anchors' own environment.

Reads one JSON request a line and answers each with one line. It imports nothing of Proofpress.
"""

import importlib.abc
import importlib.machinery
import json
import sys
import time
import types
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout
from importlib.machinery import ModuleSpec
from pathlib import Path
from typing import Any, Final

_STUBBED: Final = ("torch", "torchvision")


class _Anything(type):
    """A class of which every attribute is such a class again: enough for torch's names in annotations and bases."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return cls


class _Stub(metaclass=_Anything):
    def __init__(self, *_positional: object, **_named: object) -> None:
        """Take what any of torch's classes takes."""


class _Module(types.ModuleType):
    __path__: list[str] = []  # noqa: RUF012 - a package, so that its submodules are looked for

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Stub


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds torch where it is not installed: imagededup imports it even to hash, which needs none of it."""

    def find_spec(self, fullname: str, _path: object, _target: object = None) -> ModuleSpec | None:
        return (
            importlib.machinery.ModuleSpec(fullname, self) if fullname.split(".", maxsplit=1)[0] in _STUBBED else None
        )

    def create_module(self, spec: ModuleSpec) -> types.ModuleType:
        return _Module(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        pass


def cleanvision(paths: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Issues by path, with the sets of duplicates. One undecodable file would end the whole run."""
    from cleanvision import Imagelab  # type: ignore[import-not-found]

    lab = Imagelab(filepaths=list(paths))
    lab.find_issues(n_jobs=1, verbose=False)
    issues = [column for column in lab.issues.columns if column.startswith("is_")]
    found = {
        path: {"issues": [issue for issue in issues if bool(row[issue])], "same": []}
        for path, row in lab.issues.iterrows()
    }
    for kind in ("exact_duplicates", "near_duplicates"):
        for group in lab.info.get(kind, {}).get("sets", []):
            for path in group:
                found[path]["same"] += [other for other in group if other != path]
    return found


def imagededup(paths: Sequence[str]) -> dict[str, list[str]]:
    """Neighbours by path: PHash, 64 bits, radius 10, as it comes."""
    from imagededup.methods import PHash  # type: ignore[import-not-found]

    hasher = PHash(verbose=False)
    hashes = {path: code for path in paths if (code := hasher.encode_image(path)) is not None}
    found: dict[str, list[str]] = hasher.find_duplicates(encoding_map=hashes, max_distance_threshold=10)
    return found


def readable(paths: Sequence[str]) -> list[str]:
    """The files that Pillow decodes."""
    return [path for path in paths if _decodes(path)]


def _decodes(path: str) -> bool:
    from PIL import Image

    try:
        with Image.open(path) as image:
            image.load()
            image.convert("RGB")
    except Exception:  # noqa: BLE001 - whatever a decoder raises
        return False
    return True


def versions(_paths: Sequence[str]) -> dict[str, str]:
    """What is measured."""
    from importlib.metadata import version

    return {name: version(name) for name in ("cleanvision", "imagededup", "pillow", "numpy")}


TASKS: Final[dict[str, Callable[[Sequence[str]], Any]]] = {
    "cleanvision": cleanvision,
    "imagededup": imagededup,
    "readable": readable,
    "versions": versions,
}


def main() -> None:
    """Answer requests until there are no more."""
    import logging

    logging.disable(logging.CRITICAL)
    if not any((Path(place) / "torch").is_dir() for place in sys.path):
        sys.meta_path.append(_Finder())
    for line in sys.stdin:
        request = json.loads(line)
        started = time.process_time()
        with redirect_stdout(sys.stderr):
            answer = TASKS[request["task"]](request["paths"])
        spent = time.process_time() - started
        sys.stdout.write(json.dumps({"answer": answer, "seconds": spent}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
