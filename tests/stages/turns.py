"""Workers that take turns at the ledger, in an order drawn by chance: every step of each may come between those of others."""

import random
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from proofpress.domain.queries import Query
from proofpress.ports import Change, Ledger, R, Receipt

T = TypeVar("T")


class Turns:
    """Lets one worker at a time do one step, once all that are at work want to."""

    def __init__(self, chance: random.Random, workers: int) -> None:
        self._chance = chance
        self._working = workers
        self._waiting: set[int] = set()
        self._turn: int | None = None
        self._changed = threading.Condition()

    def step(self, worker: int, action: Callable[[], T]) -> T:
        """Do a step when its turn has come."""
        with self._changed:
            self._waiting.add(worker)
            self._draw()
            self._changed.wait_for(lambda: self._turn == worker)
            self._turn = None
            self._waiting.remove(worker)
        return action()

    def leave(self) -> None:
        """One worker is done."""
        with self._changed:
            self._working -= 1
            self._draw()

    def _draw(self) -> None:
        if self._waiting and len(self._waiting) == self._working:
            self._turn = self._chance.choice(sorted(self._waiting))
            self._changed.notify_all()


@dataclass
class TurnsLedger:
    """The ledger as one of the workers sees it."""

    inner: Ledger
    turns: Turns
    worker: int

    def get(self, kind: type[R], key: str) -> R | None:
        return self.turns.step(self.worker, lambda: self.inner.get(kind, key))

    def commit(self, *changes: Change) -> Receipt:
        return self.turns.step(self.worker, lambda: self.inner.commit(*changes))

    def find(self, query: Query[R]) -> list[R]:
        return self.turns.step(self.worker, lambda: self.inner.find(query))

    def count(self, query: Query[R]) -> int:
        return self.turns.step(self.worker, lambda: self.inner.count(query))

    def total(self, query: Query[R], field: str) -> Decimal:
        return self.turns.step(self.worker, lambda: self.inner.total(query, field))


def interleave(chance: random.Random, ledger: Ledger, jobs: Sequence[Callable[[Ledger], object]]) -> None:
    """Do all jobs at once, step by step; what one of them raises is raised."""
    turns, failures = Turns(chance, len(jobs)), list[BaseException]()

    def work(worker: int, job: Callable[[Ledger], object]) -> None:
        try:
            job(TurnsLedger(ledger, turns, worker))
        except BaseException as error:  # noqa: BLE001 - raised below, in the test's own thread
            failures.append(error)
        finally:
            turns.leave()

    threads = [threading.Thread(target=work, args=pair) for pair in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
