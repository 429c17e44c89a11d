"""Object names as paths below a folder: which are allowed, and which lie there."""

import os
from collections.abc import Iterator
from pathlib import Path

MAX_NAME_BYTES = 1024
"""What Cloud Storage allows, so that a local run refuses what the cloud would."""

MAX_PART_BYTES = 240
"""File systems allow 255 bytes between two slashes; the sidecar's suffix needs a few."""


def check_name(name: str) -> None:
    """ValueError unless the name is a relative path of plain parts, none of them hidden."""
    if "\\" in name or "\0" in name:
        raise ValueError(f"object name {name!r} holds a backslash or a NUL")
    if len(name.encode()) > MAX_NAME_BYTES:
        raise ValueError(f"object name {name[:40]!r}… is longer than {MAX_NAME_BYTES} bytes")
    for part in name.split("/"):
        if not part or part.startswith("."):
            raise ValueError(f"object name {name!r} has an empty part, or one that begins with a dot")
        if len(part.encode()) > MAX_PART_BYTES:
            raise ValueError(f"object name {name[:40]!r}… has a part longer than {MAX_PART_BYTES} bytes")


def names_below(folder: Path, prefix: str) -> list[str]:
    """Sorted names of the files below a folder that begin with a prefix; hidden ones are left out."""
    base = prefix.rpartition("/")[0]
    try:
        check_name(base)
    except ValueError:
        base = ""
    start = folder / base if base else folder
    return sorted(name for name in _walk(start, f"{base}/" if base else "") if name.startswith(prefix))


def _walk(folder: Path, above: str) -> Iterator[str]:
    try:
        with os.scandir(folder) as listing:
            entries = [entry for entry in listing if not entry.name.startswith(".")]
    except (FileNotFoundError, NotADirectoryError):
        return
    for entry in entries:
        if entry.is_dir():
            yield from _walk(folder / entry.name, f"{above}{entry.name}/")
        else:
            yield above + entry.name
