"""Bounds on one process: what it may take of memory, and how long one input may take."""

import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

MEMORY = 1 << 30
"""Bytes of address space that inputs may take besides what the process has when it starts: 1 GiB, the memory of the
smallest function that reads pictures."""

SECONDS = 20
"""For one input; processor time, so that a busy machine is not taken for a slow reader."""


class TooSlow(BaseException):
    """An input took more than its time; no reader may catch this."""


def limit_memory() -> None:
    """Let further memory beyond MEMORY be refused, as a function's is."""
    with open("/proc/self/statm", encoding="ascii") as statm:  # noqa: PTH123 - one line of a pseudo file
        used = int(statm.read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + MEMORY, resource.RLIM_INFINITY))


@contextmanager
def limited_time() -> Iterator[None]:
    """Raise TooSlow where the body takes more processor time than one input may."""
    before = signal.signal(signal.SIGVTALRM, _too_slow)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _too_slow(_signal: int, _frame: FrameType | None) -> None:
    raise TooSlow(f"more than {SECONDS} s for one input")
