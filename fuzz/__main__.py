"""Fuzz everything that takes bytes from outside.

    python -m fuzz [--seconds 60] [--runs N] [--seed WORD] [--again FILE] [TARGET ...]

With Atheris (`make fuzz` fetches it) each target runs coverage-guided for some seconds; with --runs each is tried on so
many inputs bent at random instead, one target after the other in this process. Either way memory and the time of one input are
bounded. What breaks a target is kept in build/fuzz/ and can be tried again.
"""

import argparse
import subprocess
import sys
from pathlib import Path

from fuzz.targets import TARGETS

FOLDER = Path(__file__).resolve().parent.parent / "build" / "fuzz"


def main() -> int:
    """Fuzz the targets that are asked for, one after the other; how many broke."""
    options = _parser().parse_args()
    names = options.targets or list(TARGETS)
    if unknown := set(names) - set(TARGETS):
        sys.exit(f"no target {', '.join(sorted(unknown))}: there are {', '.join(TARGETS)}")
    if options.alone or options.runs:
        return sum(_alone(name, options) for name in names)
    return sum(map(bool, [_in_a_process(name, options) for name in names]))


def _in_a_process(name: str, options: argparse.Namespace) -> int:
    command = [sys.executable, "-m", "fuzz", "--alone", "--seconds", str(options.seconds), "--seed", options.seed]
    command += ["--again", options.again] if options.again else []
    code = subprocess.run([*command, name], check=False).returncode  # noqa: S603 - our own program
    sys.stdout.write(f"{name}: {'broken, see above' if code else 'holds'}\n")
    sys.stdout.flush()
    return code


def _alone(name: str, options: argparse.Namespace) -> int:
    if options.again:
        TARGETS[name].try_on(Path(options.again).read_bytes())
    elif options.runs:
        from fuzz import random_run

        random_run.run(TARGETS[name], options.runs, options.seed, FOLDER)
        sys.stdout.write(f"{name}: {options.runs} inputs, holds\n")
    else:
        from fuzz import guided

        FOLDER.mkdir(parents=True, exist_ok=True)
        guided.run(name, options.seconds, FOLDER)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m fuzz", description="Fuzz what takes bytes from outside.")
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"of {', '.join(TARGETS)}")
    parser.add_argument("--seconds", type=int, default=60, help="of each target's coverage-guided run")
    parser.add_argument("--runs", type=int, default=0, help="inputs bent at random, instead")
    parser.add_argument("--seed", default="0", help="makes another run of it")
    parser.add_argument("--again", default="", metavar="FILE", help="one input alone")
    parser.add_argument("--alone", action="store_true", help=argparse.SUPPRESS)
    return parser


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
