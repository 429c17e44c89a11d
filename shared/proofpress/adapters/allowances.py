"""How much may start now: images by their spacing, dollars by what the last minutes cost. Neither is thread-safe."""

from collections import deque
from decimal import Decimal

from proofpress.domain.money import ZERO

LOOK_AGAIN = 1.0
"""Seconds until a second look: calls in flight end, and cost less or more than expected, at any time."""


class ImageAllowance:
    """Starts are spread evenly, so that no minute has more than `per_minute` of them, rounded up."""

    def __init__(self, per_minute: float) -> None:
        self._interval = 60 / per_minute
        self._next = 0.0

    def wait(self, now: float) -> float:
        """Seconds until the next image may start."""
        return self._next - now

    def start(self, now: float) -> None:
        """An image starts now."""
        self._next = now + self._interval


class DollarAllowance:
    """No `window` of seconds costs more than `limit` dollars, whether a call counts when it starts or when it ends.

    A call counts at its expected price while in flight and at its settled price for one window after it ended. What
    the window has room for starts at once: a batch below the limit never waits.
    """

    def __init__(self, limit: Decimal, window: float = 600.0) -> None:
        self._limit = limit
        self._window = window
        self._in_flight = ZERO
        self._ended: deque[tuple[float, Decimal]] = deque()
        self._recent = ZERO

    def wait(self, usd: Decimal, now: float) -> float:
        """Seconds until a call at this price may start, 0 or less for now; one dearer than the limit goes alone."""
        while self._ended and self._ended[0][0] <= now - self._window:
            self._recent -= self._ended.popleft()[1]
        return self._until_room(usd, now)

    def start(self, usd: Decimal) -> None:
        """A call at this expected price starts now."""
        self._in_flight += usd

    def end(self, expected: Decimal, settled: Decimal, now: float) -> None:
        """A call that started at the expected price ended now and cost the settled one."""
        self._in_flight -= expected
        if settled:
            self._ended.append((now, settled))
            self._recent += settled

    def _until_room(self, usd: Decimal, now: float) -> float:
        over = self._in_flight + self._recent + usd - self._limit
        alone = not self._in_flight and not self._recent
        if over <= 0 or alone:
            return 0.0
        freed = ZERO
        for when, amount in self._ended:
            freed += amount
            if freed >= over or (freed == self._recent and not self._in_flight):
                return when + self._window - now
        return LOOK_AGAIN
