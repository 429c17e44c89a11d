"""Clocks: the machine's, and one that tests turn by hand."""

import threading
import time
from datetime import UTC, datetime, timedelta


class SystemClock:
    """The machine's clock, in UTC."""

    def now(self) -> datetime:
        """The current time."""
        return datetime.now(UTC)

    def sleep(self, seconds: float) -> None:
        """Block this thread."""
        time.sleep(seconds)


class ManualClock:
    """A clock that stands still until somebody sleeps on it; threads may share it."""

    def __init__(self, start: datetime = datetime(2026, 1, 1, tzinfo=UTC)) -> None:
        if start.tzinfo is None:
            raise ValueError("a clock starts at an aware time: give it a time zone")
        self._now = start
        self._lock = threading.Lock()

    def now(self) -> datetime:
        """The time that the sleeps so far have reached."""
        with self._lock:
            return self._now

    def sleep(self, seconds: float) -> None:
        """Advance the clock at once; ValueError for a negative time, as `time.sleep` does."""
        if seconds < 0:
            raise ValueError("a sleep cannot be negative")
        with self._lock:
            self._now += timedelta(seconds=seconds)
