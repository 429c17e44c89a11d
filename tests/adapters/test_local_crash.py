"""A real process is killed with no warning in the middle of its writing; what it leaves must be consistent."""

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from proofpress.adapters.local.ledger import SqliteLedger
from proofpress.adapters.local.store import FolderStore
from proofpress.domain import queries
from proofpress.ports import Bucket, Create
from tests.contract.suite_records import attempt, keeper

ENOUGH = 25


def write_commits(folder: Path) -> None:
    """Commit pairs that belong together, and say so after each commit."""
    ledger = SqliteLedger(folder / "ledger.sqlite")
    for number in range(1, 10_000):
        assert ledger.commit(Create(attempt(number)), Create(keeper(number, number)))
        print(number, flush=True)  # noqa: T201


def write_objects(folder: Path) -> None:
    """Put objects that describe themselves, and say so after each put."""
    store = FolderStore(folder)
    for number in range(1, 10_000):
        data = b"%d" % number * 50_000
        store.put(Bucket.DRAFTS, f"b/cup/{number:04d}.png", data, "image/png", {"size": str(len(data))})
        print(number, flush=True)  # noqa: T201


def killed(writer: Callable[[Path], None], folder: Path, acknowledged: int) -> int:
    """Run a writer in a process of its own, kill it, and return the last number that it acknowledged."""
    command = [sys.executable, "-c", f"from {__name__} import *; {writer.__name__}(Path({str(folder)!r}))"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for _ in range(acknowledged):
            assert process.stdout.readline()
        process.kill()
        rest = process.stdout.read().split("\n")
    return acknowledged + len(rest) - 1


@pytest.mark.parametrize("attempt_number", range(3))
def test_a_killed_process_leaves_whole_commits(tmp_path: Path, attempt_number: int) -> None:
    last = killed(write_commits, tmp_path, ENOUGH + attempt_number)
    with closing(SqliteLedger(tmp_path / "ledger.sqlite")) as ledger:
        numbers = [each.number for each in ledger.find(queries.attempts("b"))]
        assert numbers == [each.attempt for each in ledger.find(queries.keepers_of_item("b/cup"))]
        assert len(numbers) in {last, last + 1}
        assert ledger.commit(Create(attempt(0)))
    with closing(sqlite3.connect(tmp_path / "ledger.sqlite")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


@pytest.mark.parametrize("attempt_number", range(3))
def test_a_killed_process_leaves_whole_objects_with_their_metadata(tmp_path: Path, attempt_number: int) -> None:
    last = killed(write_objects, tmp_path, ENOUGH + attempt_number)
    store = FolderStore(tmp_path)
    names = store.names(Bucket.DRAFTS)
    assert len(names) in {last, last + 1}
    for number, name in enumerate(names, 1):
        stored = store.stat(Bucket.DRAFTS, name)
        assert stored is not None
        assert store.get(Bucket.DRAFTS, name) == b"%d" % number * 50_000
        assert stored.metadata == {"size": str(stored.size)}
    store.put(Bucket.DRAFTS, "b/cup/next.png", b"x", "image/png")
