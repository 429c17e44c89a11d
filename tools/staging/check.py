"""What is wrong with an archive, by what lies in it."""

import re
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from tools.staging.archive import DATA
from tools.staging.closure import closure_of, data_of, path_of
from tools.staging.requirements import needed, with_theirs

_BESIDES = {"main.py", "requirements.txt", *DATA}
_PINNED = re.compile(r"([a-z0-9-]+)==[^ ]+( ; .+)?( --hash=sha256:[0-9a-f]{64})+")


def faults_of(archive: Path, project: Path) -> list[str]:
    """A line for everything that is missing from an archive, too much in it, or not nailed down; empty where all is well."""
    with tempfile.TemporaryDirectory(prefix="proofpress-") as folder, zipfile.ZipFile(archive) as packed:
        packed.extractall(folder)
        return [f"{archive.name}: {fault}" for fault in _faults(Path(folder), set(packed.namelist()), project)]


def _faults(root: Path, names: set[str], project: Path) -> Iterator[str]:
    if missing := _BESIDES - names:
        yield f"lacks {', '.join(sorted(missing))}"
        return
    try:
        closure = closure_of(root / "main.py", root)
    except ImportError as error:
        yield str(error)
        return
    modules = {path_of(module, root).relative_to(root).as_posix() for module in closure.modules}
    source = project / "shared"
    data = {path.relative_to(source).as_posix() for path in data_of(closure, source)}
    yield from (f"lacks {name}, which its code reads" for name in sorted(data - names))
    yield from (f"carries {name}, which nothing imports" for name in sorted(names - modules - data - _BESIDES))
    yield from _faults_of_requirements((root / "requirements.txt").read_text("utf-8"), closure.foreign, project)


def _faults_of_requirements(text: str, foreign: frozenset[str], project: Path) -> Iterator[str]:
    lines = text.replace("\\\n", " ").splitlines()
    pinned = [_PINNED.fullmatch(re.sub(r" +", " ", line).strip()) for line in lines]
    yield from (
        f"requires {line.strip()[:60]!r} without a version or a hash"
        for line, match in zip(lines, pinned, strict=True)
        if match is None
    )
    listed, roots = {match[1] for match in pinned if match}, needed(foreign)
    yield from (f"does not require {name}, which it imports" for name in sorted(roots - listed))
    yield from (f"requires {name}, which it does not need" for name in sorted(listed - with_theirs(project, roots)))
