"""The clock."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Time, so that tests need not wait for it."""

    def now(self) -> datetime:
        """The current time, aware."""

    def sleep(self, seconds: float) -> None:
        """Wait."""
