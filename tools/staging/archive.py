"""One archive per function: its main.py, the part of the package that it can import, and its hashed requirements."""

import zipfile
from collections.abc import Mapping
from pathlib import Path

from tools.staging.closure import PACKAGE, closure_of, data_of, path_of
from tools.staging.requirements import export, needed

DATA = (f"{PACKAGE}/models.toml", f"{PACKAGE}/py.typed")
"""Files of the package besides its modules that every function reads; those in its packages' own folders come with them."""

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip file can name."""

_MODE = 0o100644 << 16
_UNIX = 3


def contents_of(function: str, project: Path) -> dict[str, bytes]:
    """The files of a function's archive by their names in it."""
    root, entry = project / "shared", project / "functions" / function / "main.py"
    closure = closure_of(entry, root)
    paths = (*(path_of(module, root) for module in closure.modules), *data_of(closure, root))
    files = {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}
    files |= {name: (root / name).read_bytes() for name in DATA}
    requirements = export(project, needed(closure.foreign))
    return files | {"main.py": entry.read_bytes(), "requirements.txt": requirements.encode()}


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
