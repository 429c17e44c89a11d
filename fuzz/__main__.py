"""Fuzz everything that takes bytes from outside.

    python -m fuzz [--seconds 60] [--runs N] [--seed WORD] [--again FILE] [TARGET ...]

With Atheris (`make fuzz` fetches it) each target runs coverage-guided for some seconds, in a process of its own; with
--runs each is tried on so many inputs bent at random instead, one target after the other in this process. Either way
memory and the time of one input are bounded. What breaks a target is kept in build/fuzz/ and can be tried again.
"""

import argparse
import re
import subprocess
import sys
from pathlib import Path

from fuzz.guided import FOLDER
from fuzz.random_run import run
from fuzz.targets import TARGETS

_FIGURES = re.compile(r"cov: (\d+) ft: (\d+) corp: (\d+)")
_RUNS = re.compile(r"number_of_executed_units: (\d+)")


def main() -> int:
    """Fuzz the targets that are asked for, one after the other; how many broke."""
    options = _parser().parse_args()
    names = options.targets or list(TARGETS)
    if unknown := set(names) - set(TARGETS):
        sys.exit(f"no target {', '.join(sorted(unknown))}: there are {', '.join(TARGETS)}")
    return sum(not _holds(name, options) for name in names)


def _holds(name: str, options: argparse.Namespace) -> bool:
    if options.again:
        TARGETS[name].try_on(Path(options.again).read_bytes())
    elif options.runs:
        _say(f"{name}: {run(TARGETS[name], options.runs, options.seed, FOLDER):,} inputs, holds")
    else:
        return _guided(name, options.seconds)
    return True


def _guided(name: str, seconds: int) -> bool:
    """One target in a process of its own, which ends with the first finding; its figures in one line."""
    command = [sys.executable, "-m", "fuzz.guided", name, str(seconds)]
    ended = subprocess.run(command, check=False, capture_output=True, text=True, errors="replace")  # noqa: S603 - our own program
    runs, figures = _RUNS.search(ended.stderr), _FIGURES.findall(ended.stderr)
    reached = f", {figures[-1][0]} edges reached, {figures[-1][2]} inputs kept" if figures else ""
    _say(
        f"{name}: {int(runs[1]) if runs else 0:,} inputs in {seconds} s{reached}, {'broken' if ended.returncode else 'holds'}"
    )
    if ended.returncode:
        _say(f"{ended.stdout[-3000:]}\n{ended.stderr[-3000:]}")
    return not ended.returncode


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m fuzz", description="Fuzz what takes bytes from outside.")
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"of {', '.join(TARGETS)}")
    parser.add_argument("--seconds", type=int, default=60, help="of each target's coverage-guided run")
    parser.add_argument("--runs", type=int, default=0, help="inputs bent at random, instead")
    parser.add_argument("--seed", default="0", help="makes another run of it")
    parser.add_argument("--again", default="", metavar="FILE", help="one input alone")
    return parser


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
