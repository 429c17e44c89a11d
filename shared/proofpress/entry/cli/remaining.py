"""How long a batch still takes, judged by what arrived while somebody watched."""

import time
from collections.abc import Callable

from proofpress.entry.progress import Progress

_ENOUGH = 3
"""Keepers that must have arrived before they show a pace."""


class Remaining:
    """Estimates the time left of every batch it is shown, from the first sight on.

    What an earlier run had made by then says nothing about the pace of this one.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._first: dict[str, tuple[float, int]] = {}

    def seconds(self, seen: Progress) -> float | None:
        """Seconds until the keepers that can still come are there; None while nobody can say."""
        began, had = self._first.setdefault(seen.batch, (self._now(), seen.keepers))
        arrived = seen.keepers - had
        missing = seen.wanted - seen.given_up - seen.keepers
        if arrived < _ENOUGH or missing <= 0 or not seen.is_open:
            return None
        return (self._now() - began) / arrived * missing
