"""Loads manifests from text, with files from memory."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import proofpress
from proofpress.domain.catalog import parse_catalog
from proofpress.domain.spec import BatchSpec
from proofpress.manifests import FileTooLarge, InvalidManifest, Problem, load

CATALOG = parse_catalog((Path(proofpress.__file__).parent / "models.toml").read_text())
TODAY = date(2026, 11, 21)
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


class MemoryFiles:
    """Files that lie in a mapping, counted as they are read."""

    def __init__(self, files: Mapping[str, bytes | str] | None = None) -> None:
        self._files = {path: data.encode() if isinstance(data, str) else data for path, data in (files or {}).items()}
        self.reads: list[str] = []

    def read(self, path: str, limit: int) -> bytes:
        self.reads.append(path)
        if path not in self._files:
            raise FileNotFoundError(path)
        if len(self._files[path]) > limit:
            raise FileTooLarge(f"has more than {limit / 1e6:g} MB")
        return self._files[path]

    def names(self) -> Iterable[str]:
        return self._files


def loaded(text: str, name: str = "m.yaml", files: MemoryFiles | None = None) -> BatchSpec:
    return load(name, text.encode(), files or MemoryFiles(), CATALOG, TODAY)


def problems_of(text: str | bytes, name: str = "m.yaml", files: MemoryFiles | None = None) -> tuple[Problem, ...]:
    data = text.encode() if isinstance(text, str) else text
    try:
        batch = load(name, data, files or MemoryFiles(), CATALOG, TODAY)
    except InvalidManifest as error:
        return error.problems
    raise AssertionError(f"no problem was found; the items are {[item.id for item in batch.items]}")


def only_problem(text: str | bytes, name: str = "m.yaml", files: MemoryFiles | None = None) -> Problem:
    problems = problems_of(text, name, files)
    assert len(problems) == 1, "\n".join(map(str, problems))
    return problems[0]


def assert_problem(problem: Problem, line: int, field: str, message: str, hint: str = "") -> None:
    """Line and field must be equal; message and hint are searched for as regular expressions."""
    assert (problem.line, problem.field) == (line, field), problem
    assert re.search(message, problem.message), problem
    assert re.search(hint, problem.hint), problem
