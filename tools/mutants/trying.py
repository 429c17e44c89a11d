"""Runs tests on a copy of the project, in which one mutant after the other is planted.

A copy, so that a run of many minutes is about one state of the code, whatever is written meanwhile.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.mutants.mutant import PACKAGE, PROJECT, Mutant, Trial, Verdict

PATIENCE = 120.0
"""Seconds for one test: a mutant may well never come to its end."""
_FAILED = re.compile(r"^FAILED (tests/.+?)( - .*)?$", re.MULTILINE)
_WORDS = 2_000


@contextmanager
def copied() -> Iterator[Path]:
    """A copy of all files of the project that git does not ignore."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607 - whichever git there is
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        for name in filter(None, listed.split("\0")):
            if (PROJECT / name).is_file():
                (Path(folder) / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(PROJECT / name, Path(folder) / name)
        yield Path(folder)


def trial(mutant: Mutant, copy: Path) -> Trial:
    """Run a mutant's tests on a copy of the project that has its fault, and mend the copy again."""
    place = copy / PACKAGE / mutant.module
    sound = place.read_text("utf-8")
    if sound.count(mutant.old) != 1:
        return Trial(verdict=Verdict.STALE)
    place.write_text(sound.replace(mutant.old, mutant.new), "utf-8")
    try:
        return _tried(mutant, copy)
    finally:
        place.write_text(sound, "utf-8")


def _tried(mutant: Mutant, copy: Path) -> Trial:
    """One file of tests after the other: pytest itself keeps to no order."""
    trials = []
    for test in mutant.tests:
        trials.append(_judged(run(test, copy)))
        if trials[-1].verdict not in (Verdict.SURVIVED, Verdict.SKIPPED):
            return trials[-1]
    return next((each for each in trials if each.verdict is Verdict.SURVIVED), trials[-1])


def run(test: str, copy: Path) -> subprocess.CompletedProcess[str]:
    """Run a test, or a file of them, on a copy until the first that fails; programs that they start use the copy, too."""
    options = ("-q", "-x", "-n", "0", "-p", "no:cacheprovider", "--no-header", "--tb", "short")
    return subprocess.run(
        [sys.executable, "-m", "pytest", *options, "--timeout", str(PATIENCE), test],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": str(copy / "shared"), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def _judged(ended: subprocess.CompletedProcess[str]) -> Trial:
    """Only a failed test kills: a test that cannot be collected, set up, or is skipped, says nothing."""
    failed = _FAILED.search(ended.stdout)
    if ended.returncode == 1 and failed:
        return Trial(verdict=Verdict.KILLED, killer=failed[1], words=ended.stdout[-_WORDS:])
    if ended.returncode == 0:
        return Trial(verdict=Verdict.SURVIVED if " passed" in ended.stdout else Verdict.SKIPPED)
    return Trial(verdict=Verdict.UNCLEAR, words=f"{ended.stdout[-_WORDS:]}\n{ended.stderr[-_WORDS:]}")
