"""The queues of one thread pool: what is ready, by urgency, and what is delayed, by time."""

import heapq
import itertools
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field

from proofpress.adapters.local.parcel import Parcel
from proofpress.ports import Topic

LAST_ROUNDS = 2
"""A topic comes to its end when its parcels would keep the lane's threads busy for no more rounds than this. One is too
few: while the last round is under way, threads that come free early need other work to be left."""

_Entry = tuple[float, int, Parcel]
"""Due time, serial number (which settles every tie), parcel."""


@dataclass(frozen=True)
class Rising:
    """A priority that changes once a topic comes to its end; see LAST_ROUNDS."""

    usual: int
    at_the_end: int


Priority = int | Rising
"""The lowest number comes first."""


@dataclass
class Lane:
    """Not safe by itself: the bus touches it under its lock, which `wanted` shares."""

    limit: int
    """Most threads."""
    wanted: threading.Condition
    """Its idle threads wait here."""
    priorities: Mapping[Topic, Priority]
    """0 where a topic has none."""
    threads: int = 0
    idle: int = 0
    _ready: dict[Topic, list[_Entry]] = field(default_factory=dict)
    _delayed: list[_Entry] = field(default_factory=list)
    _serials: "itertools.count[int]" = field(default_factory=itertools.count)

    @property
    def ready(self) -> int:
        """How many parcels can be delivered now."""
        return sum(map(len, self._ready.values()))

    @property
    def next_due(self) -> float | None:
        """When the next delayed parcel is due, on the monotonic clock."""
        return self._delayed[0][0] if self._delayed else None

    def put(self, parcel: Parcel, due: float, *, delayed: bool) -> None:
        """Queue a parcel: behind those of the same priority that were due before."""
        entry = (due, next(self._serials), parcel)
        heapq.heappush(self._delayed if delayed else self._of(parcel.topic), entry)

    def pop(self) -> Parcel:
        """Take the most urgent ready parcel."""
        topic = min((topic for topic, waiting in self._ready.items() if waiting), key=self._urgency)
        return heapq.heappop(self._ready[topic])[2]

    def promote(self, now: float) -> int:
        """Make ready what is due, and return how much that was."""
        promoted = 0
        while self._delayed and self._delayed[0][0] <= now:
            entry = heapq.heappop(self._delayed)
            heapq.heappush(self._of(entry[2].topic), entry)
            promoted += 1
        return promoted

    def _of(self, topic: Topic) -> list[_Entry]:
        return self._ready.setdefault(topic, [])

    def _urgency(self, topic: Topic) -> tuple[int, float, int]:
        waiting = self._ready[topic]
        priority = self.priorities.get(topic, 0)
        if isinstance(priority, Rising):
            ending = len(waiting) <= LAST_ROUNDS * self.limit
            priority = priority.at_the_end if ending else priority.usual
        due, serial, _ = waiting[0]
        return priority, due, serial
