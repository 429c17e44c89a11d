"""One batch as the desk has it in memory, kept up to date by reading only what has moved."""

import threading
import time
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from itertools import takewhile
from typing import TypeVar

from proofpress.domain import queries
from proofpress.domain.queries import Query
from proofpress.domain.records import Attempt, Batch, Cohort, Final, Item, Paid, Record, epoch_seconds
from proofpress.entry.desk.frames import Frame, Print, frame_of, print_of
from proofpress.entry.desk.tally import Tally
from proofpress.ports import Clock, Ledger

R = TypeVar("R", bound=Record)
P = TypeVar("P", bound=Paid)

_PAGE = 500
_OVERLAP = 10
"""Seconds that every look goes back: a commit may land after one that was stamped later."""
_WIDE_OVERLAP, _WIDE_EVERY = 120, 60.0
"""Once a minute a look goes back farther, for clocks that differ and commits that took long."""


class Board:
    """The drafts of a batch, for any number of threads.

    What changed gets a new serial number, so that every open page can ask for what it has not seen. `epoch` tells the
    boards of two processes apart: a page that comes from another one begins anew.

    Args:
        ledger: Where the batch is.
        clock: The one that the records are stamped by, more or less.
        batch: Its id.
        pause: Seconds in which one look at the ledger is enough for everybody.
    """

    def __init__(self, ledger: Ledger, clock: Clock, batch: str, pause: float = 0.4) -> None:
        self.epoch = uuid.uuid4().hex[:12]
        self.batch_id = batch
        self._ledger, self._clock, self._pause = ledger, clock, pause
        self._lock = threading.RLock()
        self._frames: dict[str, Frame] = {}
        self._prints: dict[str, dict[int, Print]] = {}
        self._items: dict[str, Item] = {}
        # In the order of the numbers: what changes again goes to the end.
        self._serials: dict[str, int] = {}
        self._tallies: defaultdict[str, Tally] = defaultdict(Tally)
        self._serial = 0
        self._since: int | None = None
        self._looked = self._looked_wide = 0.0
        self.batch: Batch | None = None
        self._cohorts: dict[str, Cohort] = {}

    @property
    def serial(self) -> int:
        """Number of the last change."""
        return self._serial

    def frames(self) -> list[Frame]:
        """Every draft, by item and number."""
        with self._lock:
            places = {key: item.position for key, item in self._items.items()}
            return sorted(self._frames.values(), key=lambda frame: (places.get(frame.item, 0), frame.number))

    def frame(self, key: str) -> Frame | None:
        """One draft."""
        return self._frames.get(key)

    def items(self) -> list[Item]:
        """The items, in the manifest's order."""
        with self._lock:
            return sorted(self._items.values(), key=lambda item: item.position)

    def cohorts(self) -> list[Cohort]:
        """What the items that are planned together have learnt."""
        return list(self._cohorts.values())

    def item(self, key: str) -> Item | None:
        """One item."""
        return self._items.get(key)

    def tally(self, item: str) -> Tally:
        """The figures of an item."""
        return self._tallies[item]

    def changed_since(self, serial: int) -> list[Frame]:
        """The drafts that changed after a serial number, the last first."""
        with self._lock:
            news = takewhile(lambda pair: pair[1] > serial, reversed(self._serials.items()))
            return [self._frames[key] for key, _ in news]

    def look(self, *, now: bool = False) -> None:
        """Read what has moved, unless somebody just did; `now` looks anyway."""
        with self._lock:
            if not now and time.monotonic() - self._looked < self._pause:
                return
            if self._since is None:
                self._read_whole()
            else:
                self._read_moved(self._since)
            self._looked = time.monotonic()

    def reread(self, key: str) -> Frame | None:
        """One draft as it is now, with its final and its item."""
        with self._lock:
            if (attempt := self._ledger.get(Attempt, key)) is None:
                return None
            self._take_finals(self._finals_of(key))
            self._take_items([attempt.item])
            self._take(attempt)
            return self._frames[key]

    def _read_whole(self) -> None:
        began = self._clock.now()
        self._take_batch()
        self._cohorts = {cohort.key: cohort for cohort in self._ledger.find(queries.cohorts(self.batch_id))}
        self._items = {item.key: item for item in self._pages(queries.items(self.batch_id))}
        self._take_finals(self._pages(queries.finals(self.batch_id)))
        for attempt in self._pages(queries.attempts(self.batch_id)):
            self._take(attempt)
        self._since = epoch_seconds(began)
        self._looked_wide = time.monotonic()

    def _read_moved(self, since: int) -> None:
        began = self._clock.now()
        wide = time.monotonic() - self._looked_wide > _WIDE_EVERY
        start = since - (_WIDE_OVERLAP if wide else _OVERLAP)
        finals = list(self._moved(queries.changed_finals, start))
        attempts = list(self._moved(queries.changed_attempts, start))
        fresh = self._take_finals(finals)
        news = [attempt for attempt in attempts if self._is_new(attempt)]
        if news or fresh:
            self._take_items({attempt.item for attempt in news})
        for attempt in news:
            self._take(attempt)
        for key in fresh - {attempt.key for attempt in news}:
            self._reprint(key)
        self._take_batch()
        self._since = epoch_seconds(began)
        self._looked_wide = time.monotonic() if wide else self._looked_wide

    def _moved(self, query: queries.Moved[P], start: int) -> Iterator[P]:
        """Pages by time; a second that holds more than a page is read in larger ones."""
        limit = _PAGE
        while True:
            found = self._ledger.find(query(self.batch_id, start, limit))
            yield from found
            if len(found) < limit:
                return
            last = _second(found[-1].changed)
            start, limit = (last, limit) if last > start else (start, 4 * limit)

    def _pages(self, query: Query[R]) -> Iterator[R]:
        page = replace(query, limit=_PAGE)
        while found := self._ledger.find(page):
            yield from found
            page = replace(page, after=found[-1].key)

    def _finals_of(self, key: str) -> Iterator[Final]:
        render = 1
        while final := self._ledger.get(Final, f"{key}-{render}"):
            yield final
            render += 1

    def _take_batch(self) -> None:
        self.batch = self._ledger.get(Batch, self.batch_id)

    def _take_items(self, keys: Iterable[str]) -> None:
        """Read items again, and the cohorts that they are in: a draft that moved may have changed what they say."""
        found = [item for key in keys if (item := self._ledger.get(Item, key)) is not None]
        self._items |= {item.key: item for item in found}
        cohorts = (self._ledger.get(Cohort, key) for key in {item.cohort for item in found})
        self._cohorts |= {cohort.key: cohort for cohort in cohorts if cohort is not None}

    def _take_finals(self, finals: Iterable[Final]) -> set[str]:
        """Keep finals; the keys of the attempts whose finals are news."""
        fresh = set[str]()
        for final in finals:
            key, made = final.attempt, print_of(final)
            tries = self._prints.setdefault(key, {})
            before = tries.get(final.render)
            if before != made:
                if before is not None:
                    self._tallies[final.item].add_print(before, -1)
                self._tallies[final.item].add_print(made)
                tries[final.render] = made
                fresh.add(key)
        return fresh

    def _is_new(self, attempt: Attempt) -> bool:
        known = self._frames.get(attempt.key)
        return known is None or known.revision != attempt.revision

    def _take(self, attempt: Attempt) -> None:
        made = frame_of(attempt, self._last_print(attempt.key))
        if self._frames.get(attempt.key) != made:
            self._note(made)

    def _reprint(self, key: str) -> None:
        if (known := self._frames.get(key)) is not None:
            self._note(replace(known, print=self._last_print(key)))

    def _last_print(self, key: str) -> Print | None:
        tries = self._prints.get(key)
        return tries[max(tries)] if tries else None

    def _note(self, frame: Frame) -> None:
        before = self._frames.get(frame.key)
        if before is not None:
            self._tallies[frame.item].add(before, -1)
        self._tallies[frame.item].add(frame)
        self._serial += 1
        self._frames[frame.key] = frame
        self._serials.pop(frame.key, None)
        self._serials[frame.key] = self._serial


def _second(moment: datetime) -> int:
    return int(moment.timestamp())
