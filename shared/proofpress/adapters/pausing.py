"""Waiting that ends at once when the program is asked to stop."""

import threading

from proofpress.domain.errors import Retry
from proofpress.ports import Clock

_GLANCE = 0.25
"""Seconds between two looks at the stop signal."""


def refuse_when_stopping(stopping: threading.Event | None) -> None:
    """Raise Retry, which gives the message back to the queue, when the program is stopping."""
    if stopping is not None and stopping.is_set():
        raise Retry("stopping")


def pause(clock: Clock, seconds: float, stopping: threading.Event | None) -> None:
    """Sleep, but raise Retry within a quarter of a second of the stop signal."""
    left = seconds
    while left > 0:
        refuse_when_stopping(stopping)
        step = left if stopping is None else min(left, _GLANCE)
        clock.sleep(step)
        left -= step
    refuse_when_stopping(stopping)
