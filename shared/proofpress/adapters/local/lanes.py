"""The queue of one thread pool: what is ready, by urgency, and what is delayed, by time."""

import heapq
import itertools
import threading
from dataclasses import dataclass, field

from proofpress.adapters.local.parcel import Parcel

_Entry = tuple[int, float, int, Parcel]
"""Priority, due time, serial number (which settles every tie), parcel."""


@dataclass
class Lane:
    """Not safe by itself: the bus touches it under its lock, which `wanted` shares."""

    limit: int
    """Most threads."""
    wanted: threading.Condition
    """Its idle threads wait here."""
    threads: int = 0
    idle: int = 0
    _ready: list[_Entry] = field(default_factory=list)
    _delayed: list[tuple[float, int, _Entry]] = field(default_factory=list)
    _serials: "itertools.count[int]" = field(default_factory=itertools.count)

    @property
    def ready(self) -> int:
        """How many parcels can be delivered now."""
        return len(self._ready)

    @property
    def next_due(self) -> float | None:
        """When the next delayed parcel is due, on the monotonic clock."""
        return self._delayed[0][0] if self._delayed else None

    def put(self, parcel: Parcel, priority: int, due: float, *, delayed: bool) -> None:
        """Queue a parcel: behind those of the same priority that were due before."""
        entry = (priority, due, next(self._serials), parcel)
        if delayed:
            heapq.heappush(self._delayed, (due, entry[2], entry))
        else:
            heapq.heappush(self._ready, entry)

    def pop(self) -> Parcel:
        """Take the most urgent ready parcel."""
        return heapq.heappop(self._ready)[3]

    def promote(self, now: float) -> int:
        """Make ready what is due, and return how much that was."""
        promoted = 0
        while self._delayed and self._delayed[0][0] <= now:
            heapq.heappush(self._ready, heapq.heappop(self._delayed)[2])
            promoted += 1
        return promoted
