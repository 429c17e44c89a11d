"""Everything about the in-process bus that threads share, behind one lock."""

import threading
import time
from collections.abc import Callable, Mapping

from proofpress.adapters.local.lanes import Lane, Priority
from proofpress.adapters.local.parcel import Address, Parcel
from proofpress.ports import Topic


class Queues:
    """Who waits, what is queued, and what is in flight; threads sleep until there is something for them.

    `hire` is called, under the lock, when a lane needs one more thread.
    """

    def __init__(
        self,
        workers: Mapping[str, int],
        lanes: Mapping[Topic, str],
        priorities: Mapping[Topic, Priority],
        hire: Callable[[Lane], None],
    ) -> None:
        self._lock = threading.Lock()
        self._changed = threading.Condition(self._lock)
        self._pools = {
            name: Lane(limit, threading.Condition(self._lock), priorities) for name, limit in workers.items()
        }
        self._lanes = {topic: self._pools[name] for topic, name in lanes.items()}
        self._hire = hire
        self._queued: set[Address] = set()
        self._flying: set[Address] = set()
        self._held: dict[Address, Parcel] = {}
        self._open = False
        self._eager = False
        self._news = False

    def accept(self, parcel: Parcel) -> None:
        """Queue a parcel, unless its like is queued; while its like is in flight, hold it back."""
        with self._lock:
            if parcel.address in self._flying:
                self._held.setdefault(parcel.address, parcel)
            elif parcel.address not in self._queued:
                self._queue(parcel, 0.0)

    def take(self, lane: Lane) -> Parcel | None:
        """Wait for the lane's most urgent parcel; None when no more is to be delivered."""
        with self._lock:
            while self._open:
                if lane.ready:
                    parcel = lane.pop()
                    self._queued.remove(parcel.address)
                    self._flying.add(parcel.address)
                    return parcel
                lane.idle += 1
                lane.wanted.wait()
            lane.threads -= 1
            return None

    def settle(self, parcel: Parcel, delay: float | None) -> None:
        """End a delivery; queue the parcel again after a delay in seconds, which also serves its held like."""
        with self._lock:
            self._flying.remove(parcel.address)
            held = self._held.pop(parcel.address, None)
            if delay is not None:
                self._queue(parcel, delay)
            elif held is not None:
                self._queue(held, 0.0)
            if self._eager or not self._open or self._is_idle():
                self._notify()

    def open(self, *, eager: bool) -> None:
        """Begin to deliver; `eager` lets `tend` return after every delivery."""
        with self._lock:
            self._open, self._eager, self._news = True, eager, False
            for lane in self._pools.values():
                self._rouse(lane, lane.ready)

    def close(self) -> None:
        """Deliver nothing more; idle threads leave."""
        with self._lock:
            self._open = False
            for lane in self._pools.values():
                lane.idle = 0
                lane.wanted.notify_all()
            self._notify()

    def tend(self) -> bool:
        """Sleep until there is news, making ready what falls due; False when idle or closed."""
        with self._lock:
            while not self._news and self._open and not self._is_idle():
                self._changed.wait(self._promote())
            self._news = False
            return self._open and not self._is_idle()

    def drain(self) -> None:
        """Wait for what is in flight."""
        with self._lock:
            while self._flying:
                self._changed.wait()

    def depth(self, topic: Topic) -> int:
        """How many messages of a topic wait, delayed ones included."""
        with self._lock:
            return sum(address[0] is topic for waiting in (self._queued, self._held) for address in waiting)

    @property
    def in_flight(self) -> int:
        """How many messages are being processed."""
        with self._lock:
            return len(self._flying)

    @property
    def idle(self) -> bool:
        """Whether nothing waits and nothing is being processed."""
        with self._lock:
            return self._is_idle()

    def _is_idle(self) -> bool:
        return not self._queued and not self._flying

    def _queue(self, parcel: Parcel, delay: float) -> None:
        lane = self._lanes[parcel.topic]
        self._queued.add(parcel.address)
        lane.put(parcel, time.monotonic() + delay, delayed=delay > 0)
        if delay > 0:
            self._changed.notify_all()
        else:
            self._rouse(lane, 1)

    def _rouse(self, lane: Lane, parcels: int) -> None:
        """Wake or hire as many threads as there are new parcels; a woken thread counts as busy at once."""
        if not self._open:
            return
        woken = min(lane.idle, parcels)
        lane.idle -= woken
        lane.wanted.notify(woken)
        for _ in range(min(parcels - woken, lane.limit - lane.threads)):
            lane.threads += 1
            self._hire(lane)

    def _promote(self) -> float | None:
        """Make ready what is due; return the seconds until more is, None where nothing is delayed."""
        now = time.monotonic()
        for lane in self._pools.values():
            self._rouse(lane, lane.promote(now))
        due = [lane.next_due for lane in self._pools.values() if lane.next_due is not None]
        return min(due) - now if due else None

    def _notify(self) -> None:
        self._news = True
        self._changed.notify_all()
