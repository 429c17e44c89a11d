"""One planted fault, and whether the tests find it."""

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent.parent
PACKAGE = Path("shared") / "proofpress"
PATIENCE = 900.0
"""Seconds for the tests of one mutant."""


@dataclass(frozen=True)
class Mutant:
    """A change of one place in the code that breaks a promise, and the tests that must notice."""

    name: str
    """The promise that is broken, in words."""
    module: str
    """The file, below the package."""
    old: str
    new: str
    tests: tuple[str, ...]


class Verdict(StrEnum):
    """What became of a mutant."""

    KILLED = "killed"
    SURVIVED = "SURVIVED"
    STALE = "STALE: its place in the code is gone"
    SKIPPED = "skipped: its tests cannot run here"


def is_stale(mutant: Mutant) -> bool:
    """Whether the code no longer has the mutant's place exactly once."""
    return (PROJECT / PACKAGE / mutant.module).read_text("utf-8").count(mutant.old) != 1


def verdict(mutant: Mutant) -> Verdict:
    """Run a mutant's tests against a copy of the package that has its fault."""
    if is_stale(mutant):
        return Verdict.STALE
    with tempfile.TemporaryDirectory(prefix="mutant-") as folder:
        source = Path(folder) / "shared"
        shutil.copytree(PROJECT / "shared", source, ignore=shutil.ignore_patterns("__pycache__"))
        place = source / "proofpress" / mutant.module
        place.write_text(place.read_text("utf-8").replace(mutant.old, mutant.new), "utf-8")
        return _judged(tests(mutant.tests, source))


def tests(selection: tuple[str, ...], source: Path) -> subprocess.CompletedProcess[str]:
    """Run tests against the package in a folder, in processes of their own; those that these start use it, too."""
    options = ("-q", "-x", "-n", "0", "-p", "no:cacheprovider", "--no-header", "--timeout", str(PATIENCE))
    return subprocess.run(
        [sys.executable, "-m", "pytest", *options, *selection],
        cwd=PROJECT,
        env={**os.environ, "PYTHONPATH": str(source), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def _judged(ended: subprocess.CompletedProcess[str]) -> Verdict:
    """Only a failed test kills: a test that cannot be collected, or is skipped, says nothing."""
    if ended.returncode == 1 and "FAILED" in ended.stdout:
        return Verdict.KILLED
    if ended.returncode == 0 and " passed" not in ended.stdout:
        return Verdict.SKIPPED
    if ended.returncode == 0:
        return Verdict.SURVIVED
    raise RuntimeError(f"pytest ended with {ended.returncode}:\n{ended.stdout[-3000:]}\n{ended.stderr[-1000:]}")
