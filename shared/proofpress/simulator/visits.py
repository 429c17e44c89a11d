"""How often each request was made: what lets a retry succeed where the first try was refused."""

from collections import OrderedDict
from threading import Lock

_REMEMBERED = 50_000


class Visits:
    """Counts by key; the keys unseen for longest are forgotten, so that memory is bounded."""

    def __init__(self, remembered: int = _REMEMBERED) -> None:
        self._remembered = remembered
        self._counts: OrderedDict[str, int] = OrderedDict()
        self._lock = Lock()

    def count(self, key: str) -> int:
        """One more than the last time for this key, from 1."""
        with self._lock:
            number = self._counts.pop(key, 0) + 1
            self._counts[key] = number
            if len(self._counts) > self._remembered:
                self._counts.popitem(last=False)
            return number

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._counts.clear()
