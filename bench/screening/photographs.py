"""Freely licensed photographs and artwork from Debian's wallpaper packages, fetched when the bench runs."""

import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Final
from zlib import crc32

from PIL import Image

PACKAGES: Final = (
    "gnome-backgrounds",
    "lomiri-wallpapers-16.04",
    "lomiri-wallpapers-20.04",
    "lxqt-themes",
    "mate-backgrounds",
    "plasma-workspace-wallpapers",
    "sway-backgrounds",
    "ukui-wallpapers",
)
"""All in Debian main, hence free; the licence of each stands in its package."""
_FOLDERS: Final = ("usr/share/backgrounds/", "usr/share/wallpapers/", "usr/share/lxqt/wallpapers/")
_SUFFIXES: Final = frozenset({".jpg", ".jpeg", ".png", ".webp"})
_LEAST_PIXELS: Final = 1_400_000
_LARGEST_SIDE: Final = 3200
_LEFT_OUT: Final = frozenset(
    {
        # Transparent: what is seen depends on the page behind.
        *(
            "arc-colors-transparent-wallpaper",
            "mate-flow",
            "gulp",
            "silk",
            "spring",
            "waves",
            "mate-stripes-dark",
            "mate-stripes-light",
        ),
        # Soft or nearly black all over, so that nobody could tell them from a defect.
        *(
            "wood-d",
            "wood-l",
            "umang_by_abhishek_mudgal",
            "fluent-color",
            "simple_blue_widescreen",
            "darkesthour",
            "summer_1am",
        ),
        *(
            "ubuntu-mate-cold-no-logo",
            "ubuntu-mate-dark-no-logo",
            "ubuntu-mate-radioactive-no-logo",
            "ubuntu-mate-warm-no-logo",
        ),
        *("kay-dark", "fossa_by_jasper_roks", "elarun"),
        # Grain is its subject.
        "analogpattern_by_peter_nerlich",
        # A pattern so faint that it may be taken for none.
        *("symbolic-d", "symbolic-l"),
        # One picture in several sizes or with a logo.
        *(
            "elephants_3840x2160",
            "elephants_5640x3172",
            "lxqt-origami-green",
            "origami-bright-logo",
            "origami-light",
            "triangles-logo",
        ),
        *("plasma-logo-dark", "waves-logo", "waves-purple-logo"),
    }
)
_TWINS: Final = (("-dark", ""), ("-d", "-l"))


@dataclass(frozen=True)
class Photograph:
    """One picture of a package."""

    title: str
    path: Path
    size: tuple[int, int]

    @property
    def held_out(self) -> bool:
        """Half of the titles, light and dark twins together; the development part never shows these."""
        return bool(crc32(family(self.title).encode()) & 1)


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
    trouble, done = "", folder / "complete"
    if not done.exists():
        if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
            return [], "there is no apt-get here"
        folder.mkdir(parents=True, exist_ok=True)
        troubles = [f"{package}: {why}" for package in PACKAGES if (why := _package(package, folder))]
        trouble = "; ".join(troubles)
        if len(troubles) < len(PACKAGES):
            done.write_text(trouble, "utf-8")
    else:
        trouble = done.read_text("utf-8")
    return [Photograph(path.stem, path, _size(path)) for path in sorted(folder.glob("*.png"))], trouble


def _size(path: Path) -> tuple[int, int]:
    with Image.open(path) as image:
        return image.size


def _package(package: str, folder: Path) -> str:
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
        if content is None:
            continue
        with Image.open(content) as image:
            if image.width * image.height >= _LEAST_PIXELS and image.width >= image.height:
                small = image.convert("RGB")
                small.thumbnail((_LARGEST_SIDE, _LARGEST_SIDE), Image.Resampling.LANCZOS)
                yield title, small


def title_of(name: str) -> str:
    """What a file of a package is called here; empty where it is not taken."""
    path = PurePosixPath(name)
    if not name.startswith(_FOLDERS) or path.suffix.lower() not in _SUFFIXES or path.stem in {"screenshot", "preview"}:
        return ""
    title = path.stem
    if "contents" in path.parts:  # KDE's layout: name/contents/images_dark/1920x1080.png
        title = path.parts[path.parts.index("contents") - 1] + ("-dark" if "images_dark" in path.parts else "")
    elif "sway" in path.parts:
        title = "sway" if path.stem.endswith("1920x1080") else ""
    elif "mate" in path.parts and path.stem == "Flow":
        title = "mate-flow"
    title = title.lower()
    return "" if title in _LEFT_OUT else title
