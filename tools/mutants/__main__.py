"""Plant each fault in a copy of the code and run its tests: every fault must be found.

    python -m tools.mutants [--workers N] [--again] [--table] [WORD ...]

With words only the mutants whose names hold one of them. A run that was interrupted goes on where it stopped, as long as
code and tests are the same; --again begins anew. --table ends with the table of docs/proof.md. Exit code 1 where a
fault was not found, or where its place in the code is gone.
"""

import argparse
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from queue import SimpleQueue
from threading import Lock

from tools.mutants.catalogue import MUTANTS
from tools.mutants.mutant import PACKAGE, Mutant, Trial, Verdict
from tools.mutants.notebook import Notebook
from tools.mutants.trying import copied, run, trial

_FINE = (Verdict.KILLED, Verdict.SKIPPED)


def main() -> int:
    """Try the mutants; how many were not found."""
    options = _parser().parse_args()
    words = options.words
    chosen = [mutant for mutant in MUTANTS if not words or any(word in mutant.name for word in words)]
    with ExitStack() as stack:
        copies = [stack.enter_context(copied()) for _ in range(options.workers)]
        bench = _Bench(Notebook.opened(copies[0], again=options.again), len(chosen), copies)
        with ThreadPoolExecutor(options.workers) as executor:
            trials = dict(zip(chosen, executor.map(bench.tried, chosen), strict=True))
    if options.table:
        print(_table(trials))
    verdicts = [each.verdict for each in trials.values()]
    print(f"{verdicts.count(Verdict.KILLED)} of {len(chosen)} killed")
    return sum(verdict not in _FINE for verdict in verdicts)


class _Bench:
    """Tries mutants on copies of the project, one on each at a time."""

    def __init__(self, notebook: Notebook, count: int, copies: list[Path]) -> None:
        self._notebook = notebook
        self._count = count
        self._done = 0
        self._lock = Lock()
        self._free = SimpleQueue[Path]()
        for copy in copies:
            self._free.put(copy)

    def tried(self, mutant: Mutant) -> Trial:
        """What becomes of a mutant, which is said at once."""
        began, copy = time.monotonic(), self._free.get()
        try:
            found = self._notebook.known(mutant) or self._judged(mutant, copy)
        finally:
            self._free.put(copy)
        with self._lock:
            self._done += 1
            self._notebook.note(mutant, found)
            seconds = time.monotonic() - began
            words = f"{found.verdict:<10} {mutant.name} ({mutant.module}, {seconds:.0f} s)"
            print(f"{self._done}/{self._count} {words}", flush=True)
            if found.verdict not in _FINE:
                print(found.words, flush=True)
        return found

    def _judged(self, mutant: Mutant, copy: Path) -> Trial:
        """A test that fails without any fault, too, would kill every mutant: it says nothing."""
        found = trial(mutant, copy)
        if found.verdict is not Verdict.KILLED or found.killer in self._notebook.sound:
            return found
        if run(found.killer, copy).returncode:
            return found.model_copy(update={"verdict": Verdict.UNCLEAR})
        self._notebook.sound.append(found.killer)
        return found


def _table(trials: dict[Mutant, Trial]) -> str:
    rows = ["| planted | in | found by |", "|---|---|---|"]
    for mutant, found in trials.items():
        place = f"`{(PACKAGE / mutant.module).relative_to(PACKAGE)}`"
        rows.append(f"| {mutant.name} | {place} | {_killer(found)} |")
    return "\n".join(rows)


def _killer(found: Trial) -> str:
    """The sentence of the test that found it, and its file."""
    if found.verdict is not Verdict.KILLED:
        return f"**{found.verdict}**"
    file, _, test = found.killer.partition("::")
    test = test.partition("[")[0]
    return f"{test.rpartition('::')[2].removeprefix('test_').replace('_', ' ')} (`{file.removeprefix('tests/')}`)"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m tools.mutants", description="Plant faults: tests must find each.")
    parser.add_argument("words", nargs="*", metavar="WORD", help="only mutants whose names hold one of them")
    parser.add_argument("--workers", type=int, default=1, help="mutants that are tried at a time")
    parser.add_argument("--again", action="store_true", help="try all of them anew")
    parser.add_argument("--table", action="store_true", help="end with the table of docs/proof.md")
    return parser


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
