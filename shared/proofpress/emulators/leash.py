"""A leash for programs that leave children behind: `python -m proofpress.emulators.leash COMMAND…`.

The command gets a session of its own. Its process group ends when the command ends, when the leash gets SIGTERM or
SIGINT, and when the leash's standard input closes: so also when the process that holds the pipe's other end is killed.
SIGQUIT kills the group at once, as a crash of the machine would.
"""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import FrameType

GRACE_SECONDS = 5.0
"""How long a group may take to end by itself before it is killed."""

_POLL_SECONDS = 0.1


def start_leashed(
    command: Sequence[str], log: Path, environment: Mapping[str, str] | None = None, folder: Path | None = None
) -> "subprocess.Popen[bytes]":
    """Start a command that cannot outlive this process; what it prints is added to the log. `let_go` ends it.

    A terminal's Ctrl-C does not reach it.
    """
    with log.open("ab") as output:
        return subprocess.Popen(  # noqa: S603 - the caller's command
            [sys.executable, "-m", __name__, *command],
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=environment,
            cwd=folder,
            start_new_session=True,
        )


def let_go(process: "subprocess.Popen[bytes]") -> None:
    """End a leashed command with everything that it started, and wait for that."""
    with process:
        if process.stdin:
            process.stdin.close()


def main(command: Sequence[str]) -> int:
    """Run the command until one of the ends named above; its exit code."""
    over, asked = threading.Event(), list[int]()

    def end(number: int, _frame: FrameType | None) -> None:
        asked.append(number)
        over.set()

    for each in (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT):
        signal.signal(each, end)
    threading.Thread(target=_await_end_of_input, args=(over,), daemon=True).start()
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)  # noqa: S603 - the holder's
    while child.poll() is None and not over.wait(_POLL_SECONDS):
        continue
    return _end(child, 0.0 if signal.SIGQUIT in asked else GRACE_SECONDS)


def _end(child: "subprocess.Popen[bytes]", grace: float) -> int:
    """End the child's group, by force what is left of it after so many seconds; the child's exit code."""
    with suppress(ProcessLookupError):
        if grace:
            os.killpg(child.pid, signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                child.wait(grace)
        os.killpg(child.pid, signal.SIGKILL)
    return child.wait()


def _await_end_of_input(over: threading.Event) -> None:
    while os.read(0, 4096):
        continue
    over.set()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
