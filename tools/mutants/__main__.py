"""Plant each fault in a copy of the code and run its tests: every fault must be found.

Usage: python -m tools.mutants [WORD ...]

With words only the mutants whose names hold one of them. Exit code 1 where a fault was not found, or where its place in
the code is gone.
"""

import sys
import time

from tools.mutants.catalogue import MUTANTS
from tools.mutants.mutant import PROJECT, Mutant, Verdict, tests, verdict

_FINE = (Verdict.KILLED, Verdict.SKIPPED)


def main(words: list[str]) -> int:
    """Try the mutants; how many were not found."""
    chosen = [mutant for mutant in MUTANTS if not words or any(word in mutant.name for word in words)]
    selection = tuple(sorted({test for mutant in chosen for test in mutant.tests}))
    print(f"{len(chosen)} mutants; first their tests without any fault …", flush=True)
    if tests(selection, PROJECT / "shared").returncode:
        sys.exit("The tests fail without any fault: mend that first.")
    verdicts = [_tried(mutant) for mutant in chosen]
    print(f"{verdicts.count(Verdict.KILLED)} of {len(chosen)} killed")
    return sum(each not in _FINE for each in verdicts)


def _tried(mutant: Mutant) -> Verdict:
    began = time.monotonic()
    found = verdict(mutant)
    print(f"{found:<10} {mutant.name} ({mutant.module}, {time.monotonic() - began:.0f} s)", flush=True)
    return found


if __name__ == "__main__":
    sys.exit(1 if main(sys.argv[1:]) else 0)
