"""What finding near duplicates costs as a batch grows, and whether many workers come to the same."""

import random
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import astuple, dataclass
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Final

from bench.sections import Section, columns
from bench.synthetic import BATCH, Drafts, Look, looks, screen
from proofpress.domain import queries
from proofpress.domain.queries import Query
from proofpress.domain.records import Batch
from proofpress.ports import Change, Ledger, R, Receipt
from proofpress.stages.comparing import compare

FULL: Final = (1_000, 10_000, 100_000)
QUICK: Final = (200, 1_000)
_MORE: Final = 300
"""Drafts that are screened when that many were before."""
_WORKERS: Final = 8
_MEBIBYTE: Final = 1024


@dataclass(frozen=True)
class Cost:
    """Of one draft, after so many others: documents as Firestore bills them, milliseconds of processor time."""

    drafts: int
    calls: float
    """Questions and commits, whatever they read and write."""
    reads: float
    writes: float
    most_reads: int
    cpu_ms: float
    last_word_seconds: float
    """Processor time of the comparison of all drafts at the batch's end."""
    last_word_mib: float
    """What the process that makes it holds at most, all told."""


@dataclass
class Counted:
    """A ledger that counts documents."""

    inner: Ledger
    calls: int = 0
    reads: int = 0
    writes: int = 0

    def get(self, kind: type[R], key: str) -> R | None:
        """One read."""
        self.calls += 1
        self.reads += 1
        return self.inner.get(kind, key)

    def commit(self, *changes: Change) -> Receipt:
        """A write for every change."""
        self.calls += 1
        self.writes += len(changes)
        return self.inner.commit(*changes)

    def find(self, query: Query[R]) -> list[R]:
        """A read for every record, and for finding none."""
        self.calls += 1
        found = self.inner.find(query)
        self.reads += max(1, len(found))
        return found

    def count(self, query: Query[R]) -> int:
        """A read for every thousand entries."""
        self.calls += 1
        counted = self.inner.count(query)
        self.reads += max(1, -(-counted // 1_000))
        return counted

    def total(self, query: Query[R], field: str) -> Decimal:
        """Never asked by the screen."""
        return self.inner.total(query, field)


def section(*, quick: bool) -> Section:
    """Measure; a batch of 100,000 drafts takes about a minute."""
    costs = [_cost(size) for size in (QUICK if quick else FULL)]
    many = 400 if quick else 10_000
    same, rejected = _same_in_any_order(many)
    heads = ["drafts before", "calls", "reads", "writes", "reads at most", "CPU ms", "last word CPU s", "MiB"]
    rows = [[f"{each:,.2f}" if isinstance(each, float) else f"{each:,}" for each in astuple(cost)] for cost in costs]
    text = (
        "Of one draft that passed its own checks: its verdict, with the search for alike ones. Fingerprints are made up;\n"
        f"about as many share a mark as of rendered pictures.\n\n{columns(heads, rows)}\n\n"
        f"{many:,} drafts screened by {_WORKERS} workers, twice in different orders: {rejected:,} duplicates, "
        f"{'the same' if same else 'NOT THE SAME'} both times."
    )
    data = {
        "costs": [cost.__dict__ for cost in costs],
        "orders": {"drafts": many, "duplicates": rejected, "same": same},
    }
    return Section("duplicates", "Near duplicates, by drafts before", text, data)


def _cost(size: int) -> Cost:
    drafts = list(looks(size + _MORE))
    with tempfile.TemporaryDirectory(prefix="proofpress-bench-") as folder, closing(Drafts(Path(folder))) as work:
        work.add_sketches(drafts[:size])
        work.add(drafts[size:])
        ledger = Counted(work.ledger)
        began, reads = time.process_time(), [0]
        for look in drafts[size:]:
            screen(work.ports(ledger), look)
            reads.append(ledger.reads)
        cpu = time.process_time() - began
        most = max(after - before for before, after in pairwise(reads))
        seconds, mebibytes = _last_word(Path(folder))
    return Cost(
        size,
        ledger.calls / _MORE,
        ledger.reads / _MORE,
        ledger.writes / _MORE,
        most,
        1_000 * cpu / _MORE,
        seconds,
        mebibytes,
    )


def _last_word(folder: Path) -> tuple[float, float]:
    """Processor seconds and MiB of a process that compares all drafts of a work folder."""
    script = (
        "import sys; from pathlib import Path; from bench.duplicates import compare_all; compare_all(Path(sys.argv[1]))"
    )
    ran = subprocess.run([sys.executable, "-c", script, str(folder)], check=True, capture_output=True, text=True)
    seconds, peak = map(float, ran.stdout.split())
    return seconds, peak / _MEBIBYTE


def compare_all(folder: Path) -> None:
    """The comparison at the end of the batch in a work folder; prints processor seconds and the peak of memory in KiB."""
    with closing(Drafts(folder)) as work:
        began = time.process_time()
        compare(work.ports(), _batch_of(work))
        sys.stdout.write(f"{time.process_time() - began} {_peak()}")


def _peak() -> int:
    """KiB. Not `ru_maxrss`, which a process inherits from the one that started it; 0 where there is no /proc."""
    status = Path("/proc/self/status")
    lines = status.read_text("ascii").splitlines() if status.exists() else []
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM:")), 0)


def _same_in_any_order(count: int) -> tuple[bool, int]:
    """Whether two orders of arrival end in the same duplicates, and how many they are."""
    drafts = list(looks(count))
    first, second = (_outcome(drafts, seed) for seed in (1, 2))
    return first == second, sum(original is not None for _, original in first.values())


def _outcome(drafts: list[Look], seed: int) -> dict[str, tuple[str, str | None]]:
    with tempfile.TemporaryDirectory(prefix="proofpress-bench-") as folder, closing(Drafts(Path(folder))) as work:
        work.add(drafts)
        ports = work.ports()
        with ThreadPoolExecutor(_WORKERS) as pool:
            list(pool.map(lambda look: screen(ports, look), random.Random(seed).sample(drafts, len(drafts))))
        compare(ports, _batch_of(work))
        return {each.key: (each.state, each.duplicate_of) for each in work.ledger.find(queries.attempts(BATCH))}


def _batch_of(work: Drafts) -> Batch:
    batch = work.ledger.get(Batch, BATCH)
    if batch is None:
        raise LookupError(BATCH)
    return batch
