"""One archive per function: its main.py, the part of the package that it can import, and its hashed requirements."""

import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from tools.staging.closure import PACKAGE, closure_of, path_of
from tools.staging.requirements import export, needed

DATA = (f"{PACKAGE}/models.toml", f"{PACKAGE}/py.typed")
"""Files of the package besides its modules that every function reads."""

FOLDERS = ("templates", "static")
"""Folders beside a package's modules that are read by whoever imports the package."""

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip file can name."""

_MODE = 0o100644 << 16
_UNIX = 3


def contents_of(function: str, project: Path) -> dict[str, bytes]:
    """The files of a function's archive by their names in it."""
    root, entry = project / "shared", project / "functions" / function / "main.py"
    closure = closure_of(entry, root)
    modules = (path_of(module, root) for module in closure.modules)
    files = {path.relative_to(root).as_posix(): path.read_bytes() for path in modules}
    files |= {name: (root / name).read_bytes() for name in (*DATA, *beside(closure.modules, root))}
    requirements = export(project, needed(closure.foreign))
    return files | {"main.py": entry.read_bytes(), "requirements.txt": requirements.encode()}


def beside(modules: Iterable[str], root: Path) -> Iterator[str]:
    """The files that modules read from folders beside them, by their names in an archive."""
    packages = (path.parent for module in modules if (path := path_of(module, root)).name == "__init__.py")
    for folder in (package / name for package in packages for name in FOLDERS):
        yield from (path.relative_to(root).as_posix() for path in folder.glob("*") if path.is_file())


def pack(files: Mapping[str, bytes], path: Path) -> None:
    """Write an archive whose bytes follow from its contents alone.

    Not compressed: zlib's output differs from machine to machine, and another name would deploy the function anew.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.external_attr, entry.create_system = _MODE, _UNIX
            archive.writestr(entry, files[name])
