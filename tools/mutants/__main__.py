"""Plant each fault in a copy of the code and run its tests: every fault must be found.

    python -m tools.mutants [--again] [--table] [WORD ...]

With words only the mutants whose names hold one of them. A run that was interrupted goes on where it stopped, as long as
code and tests are the same; --again begins anew. --table ends with the table of docs/proof.md. Exit code 1 where a
fault was not found, or where its place in the code is gone.
"""

import argparse
import sys
import time
from pathlib import Path

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
    with copied() as copy:
        notebook = Notebook.opened(copy, again=options.again)
        trials = {mutant: _tried(place, mutant, chosen, copy, notebook) for place, mutant in enumerate(chosen, start=1)}
    if options.table:
        print(_table(trials))
    verdicts = [each.verdict for each in trials.values()]
    print(f"{verdicts.count(Verdict.KILLED)} of {len(chosen)} killed")
    return sum(verdict not in _FINE for verdict in verdicts)


def _tried(place: int, mutant: Mutant, chosen: list[Mutant], copy: Path, notebook: Notebook) -> Trial:
    began = time.monotonic()
    found = notebook.known(mutant)
    if found is None:
        found = trial(mutant, copy)
        if found.verdict is Verdict.KILLED and not _passes(found.killer, copy, notebook):
            found = found.model_copy(update={"verdict": Verdict.UNCLEAR})
        notebook.note(mutant, found)
    seconds = time.monotonic() - began
    print(f"{place}/{len(chosen)} {found.verdict:<10} {mutant.name} ({mutant.module}, {seconds:.0f} s)", flush=True)
    if found.verdict not in _FINE:
        print(found.words, flush=True)
    return found


def _passes(test: str, copy: Path, notebook: Notebook) -> bool:
    """Whether a test passes without any fault: one that does not would kill every mutant."""
    if test not in notebook.sound and run((test,), copy).returncode == 0:
        notebook.sound.append(test)
    return test in notebook.sound


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
    parser.add_argument("--again", action="store_true", help="try all of them anew")
    parser.add_argument("--table", action="store_true", help="end with the table of docs/proof.md")
    return parser


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
