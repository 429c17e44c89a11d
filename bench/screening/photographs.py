"""Freely licensed photographs and artwork from Debian's packages, fetched when the bench runs."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PIL import Image

from bench.screening.packages import DEVELOPMENT, HELD_OUT, take

_TWINS: Final = (("-dark", ""), ("-d", "-l"))


@dataclass(frozen=True)
class Photograph:
    """One picture of a package."""

    title: str
    path: Path
    size: tuple[int, int]
    held_out: bool = False
    """Of a package that the development part never shows."""


def family(title: str) -> str:
    """What twins by day and by night have in common."""
    for ending in ("-dark", "-d", "-l"):
        title = title.removesuffix(ending)
    return title


def twins(photographs: list[Photograph]) -> list[tuple[Photograph, Photograph]]:
    """Pairs of one motif by day and by night."""
    known = {photograph.title: photograph for photograph in photographs}
    pairs = [
        (known.get(family(title) + light), known.get(family(title) + dark))
        for title in known
        for dark, light in _TWINS
        if title.endswith(dark)
    ]
    return [(light, dark) for light, dark in pairs if light and dark]


def fetch(folder: Path) -> tuple[list[Photograph], str]:
    """The photographs, fetched into `folder` if they are not yet there, and why some or all are not."""
    parts = [
        _part(folder / "dev", DEVELOPMENT, held_out=False),
        _part(folder / "held-out", HELD_OUT, held_out=True),
    ]
    return [photograph for found, _ in parts for photograph in found], "; ".join(why for _, why in parts if why)


def _part(folder: Path, packages: Sequence[str], *, held_out: bool) -> tuple[list[Photograph], str]:
    trouble, done = "", folder / "complete"
    if not done.exists():
        if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
            return [], "there is no apt-get here"
        folder.mkdir(parents=True, exist_ok=True)
        troubles = [f"{package}: {why}" for package in packages if (why := take(package, folder))]
        trouble = "; ".join(troubles)
        if len(troubles) < len(packages):
            done.write_text(trouble, "utf-8")
    else:
        trouble = done.read_text("utf-8")
    return [Photograph(path.stem, path, _size(path), held_out) for path in sorted(folder.glob("*.png"))], trouble


def _size(path: Path) -> tuple[int, int]:
    with Image.open(path) as image:
        return image.size
