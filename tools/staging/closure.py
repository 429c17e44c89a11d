"""What a function's code can import, read from the source itself, so that nothing has to be listed by hand."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PACKAGE = "proofpress"

_READ = ("data", "static", "templates")
"""Folders of a package that its modules read."""


@dataclass(frozen=True)
class Closure:
    """Everything that a file can import, at its top or inside a function, directly or through other modules."""

    modules: frozenset[str]
    """Of the package, by their full names."""
    foreign: frozenset[str]
    """All others, by the names they are imported under."""


def closure_of(entry: Path, root: Path) -> Closure:
    """The imports of a file, followed through the package below `root`.

    Raises:
        ImportError: a module of the package is imported that is not there.
    """
    modules, foreign = set[str](), set[str]()
    waiting = list(_imports(entry, ""))
    while waiting:
        name = waiting.pop()
        if name.partition(".")[0] != PACKAGE:
            foreign.add(name)
        elif (module := _module(name, root)) not in modules:
            modules.add(module)
            waiting += _imports(path_of(module, root), module)
            waiting += [module.rpartition(".")[0]] if "." in module else []
    return Closure(frozenset(modules), frozenset(foreign))


def path_of(module: str, root: Path) -> Path:
    """The file of a module of the package."""
    path = root.joinpath(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def data_of(closure: Closure, root: Path) -> list[Path]:
    """The files that packages among the modules read: whatever lies in folders of theirs that hold no code."""
    packages = (path_of(module, root).parent for module in closure.modules if _is_package(module, root))
    folders = (package / name for package in packages for name in _READ)
    return sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())


def _is_package(module: str, root: Path) -> bool:
    return path_of(module, root).name == "__init__.py"


def _module(name: str, root: Path) -> str:
    """The module that an imported name is, or is in."""
    for module in (name, name.rpartition(".")[0]):
        if module and path_of(module, root).is_file():
            return module
    raise ImportError(f"{name} is imported, and {root} has no such module")


def _imports(path: Path, module: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"), str(path))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            if node.level:
                raise ImportError(f"{path}: relative imports are not followed (in {module or 'main'})")
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
