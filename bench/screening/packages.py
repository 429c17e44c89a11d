"""Debian's packages with photographs and artwork: which, and how their pictures are taken out.

All are in Debian main, hence free; the licence of each stands in its package.
"""

import subprocess
import tarfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import IO, Final

from PIL import Image

from bench.screening.left_out import LEFT_OUT

DEVELOPMENT: Final = (
    "breeze",
    "desktop-base",
    "gnome-backgrounds",
    "lomiri-wallpapers-16.04",
    "lomiri-wallpapers-20.04",
    "lxqt-themes",
    "mate-backgrounds",
    "plasma-workspace-wallpapers",
    "renpy-demo",
    "sway-backgrounds",
    "ukui-wallpapers",
    "visp-images-data",
    "wesnoth-1.16-data",
)
HELD_OUT: Final = ("enlightenment-data", "palapeli-data", "sddm-theme-maldives")
"""Photographs by other people than those above: nothing of the development part is seen here again."""
_FOLDERS: Final = (
    "usr/share/backgrounds/",
    "usr/share/desktop-base/",
    "usr/share/enlightenment/data/backgrounds/",
    "usr/share/games/renpy/demo/game/images/",
    "usr/share/games/wesnoth/1.16/data/core/images/story/",
    "usr/share/lxqt/wallpapers/",
    "usr/share/palapeli/collection/",
    "usr/share/sddm/themes/maldives/background.",
    "usr/share/visp-images-data/ViSP-images/Solvay/Solvay_conference_1927_Version2_2126x1463.jpg",
    "usr/share/wallpapers/",
)
_SUFFIXES: Final = frozenset({".edj", ".jpg", ".jpeg", ".png", ".webp"})
_LEAST_PIXELS: Final = 1_200_000
_LARGEST_SIDE: Final = 3200
_JPEG: Final = b"\xff\xd8\xff\xe0"


def take(package: str, folder: Path) -> str:
    """Fetch a package and put its pictures into a folder; the reason where that cannot be."""
    with TemporaryDirectory(prefix="proofpress-bench-") as place:
        command = ["apt-get", "download", "-q", "-o", "APT::Sandbox::User=root", package]
        ran = subprocess.run(command, cwd=place, capture_output=True, text=True, check=False)
        archives = list(Path(place).glob("*.deb"))
        if ran.returncode or not archives:
            return (ran.stderr.strip().splitlines() or ["no reason given"])[-1]
        _unpack(archives[0], folder)
    return ""


def _unpack(archive: Path, folder: Path) -> None:
    with subprocess.Popen(["dpkg-deb", "--fsys-tarfile", str(archive)], stdout=subprocess.PIPE) as process:
        with tarfile.open(fileobj=process.stdout, mode="r|") as files:
            for title, image in _pictures(files):
                image.save(folder / f"{title}.png", compress_level=1)
        if process.wait():
            raise RuntimeError(f"dpkg-deb could not read {archive.name}")


def _pictures(files: tarfile.TarFile) -> Iterator[tuple[str, Image.Image]]:
    for member in files:
        name = member.name.removeprefix("./")
        title = title_of(name)
        content = files.extractfile(member) if member.isfile() and title else None
        picture = _largest(content) if content and name.endswith(".edj") else content
        if picture is None:
            continue
        with Image.open(picture) as image:
            if image.width * image.height >= _LEAST_PIXELS and image.width >= image.height:
                small = image.convert("RGB")
                small.thumbnail((_LARGEST_SIDE, _LARGEST_SIDE), Image.Resampling.LANCZOS)
                yield title, small


def _largest(theme: IO[bytes]) -> BytesIO | None:
    """The largest JPEG within a theme of Enlightenment, which holds one picture in several sizes."""
    parts = theme.read().split(_JPEG)[1:]
    return BytesIO(_JPEG + max(parts, key=len)) if parts else None


def title_of(name: str) -> str:
    """What a file of a package is called here; empty where it is not taken."""
    path = PurePosixPath(name)
    if not name.startswith(_FOLDERS) or path.suffix.lower() not in _SUFFIXES or path.stem in {"screenshot", "preview"}:
        return ""
    title = path.stem
    if "contents" in path.parts:  # KDE's layout: name/contents/images_dark/1920x1080.png
        title = path.parts[path.parts.index("contents") - 1] + ("-dark" if "images_dark" in path.parts else "")
    elif "desktop-base" in path.parts:
        title = path.parts[path.parts.index("desktop-base") + 1] if path.stem == "grub-16x9" else ""
    elif "sway" in path.parts:
        title = "sway" if path.stem.endswith("1920x1080") else ""
    elif "maldives" in path.parts:
        title = "maldives"
    elif "mate" in path.parts and path.stem == "Flow":
        title = "mate-flow"
    title = title.lower().replace(" ", "-")
    return "" if title in LEFT_OUT else title
