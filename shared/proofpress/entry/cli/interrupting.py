"""What Ctrl-C does to a run."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from proofpress.entry.cli.console import note

_FINISHING = "Stopping after the calls in flight; Ctrl-C again to drop them."


@contextmanager
def interruptible(stop: threading.Event, words: str = _FINISHING) -> Iterator[None]:
    """The first Ctrl-C finishes the calls in flight, the second one ends the process."""

    def interrupt(_signal: int, _frame: FrameType | None) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()
        note(words)

    before = {number: signal.signal(number, interrupt) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
