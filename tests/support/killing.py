"""Functions of an emulated cloud killed by SIGKILL, again and again, at moments that a seed decides."""

import threading
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random

from proofpress.adapters.google.ledger import FirestoreLedger
from proofpress.domain import queries
from proofpress.domain.states import AttemptState, FinalState
from proofpress.emulators.servers import Server
from proofpress.entry.cloud.topology import Function


def held_drafts(ledger: FirestoreLedger, batch: str) -> set[str]:
    """Labels of the drafts that somebody has a lease on."""
    return {attempt.key for attempt in ledger.find(queries.attempts_in(batch, AttemptState.LEASED))}


def held_reviews(ledger: FirestoreLedger, batch: str) -> set[str]:
    """Labels of the drafts whose reviewer has a lease."""
    passed = ledger.find(queries.attempts_in(batch, AttemptState.PASSED))
    return {attempt.key for attempt in passed if attempt.lease_until is not None}


def held_finals(ledger: FirestoreLedger, batch: str) -> set[str]:
    """Labels of the finals that somebody has a lease on."""
    return {final.key for final in ledger.find(queries.finals_in(batch, FinalState.LEASED))}


HELD: dict[Function, Callable[[FirestoreLedger, str], set[str]]] = {
    Function.DRAFT: held_drafts,
    Function.REVIEW: held_reviews,
    Function.RENDER: held_finals,
}
"""What a function holds leases on: its calls are under way."""

AT_WORK = (
    Function.INTAKE,
    Function.DRAFT,
    Function.SCREEN,
    Function.REVIEW,
    Function.RENDER,
    Function.DELIVER,
    Function.SWEEP,
)
"""Functions that have something to do in live batches."""


@dataclass
class Killer:
    """Kills every function once a round, in an order and with pauses of chance. Times are seconds."""

    servers: Callable[[Function], Server]
    ledger: FirestoreLedger
    batches: Collection[str]
    """May grow meanwhile."""
    seed: int
    pauses: tuple[float, float] = (0.5, 2.5)
    functions: Sequence[Function] = AT_WORK
    kills: Counter[Function] = field(default_factory=Counter)
    in_flight: set[str] = field(default_factory=set)
    """Labels of the calls that were under way when their function was killed."""

    @contextmanager
    def at_large(self) -> Iterator[None]:
        """Kill until the block ends; an error of the killer's is raised there."""
        over, failed = threading.Event(), list[BaseException]()

        def work() -> None:
            try:
                for function, pause in self._victims():
                    if over.wait(pause):
                        return
                    self._kill(function)
            except BaseException as error:  # noqa: BLE001 - raised below
                failed.append(error)

        thread = threading.Thread(target=work)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()
        if failed:
            raise failed[0]

    def _victims(self) -> Iterator[tuple[Function, float]]:
        chance = Random(self.seed)
        while True:
            for function in chance.sample(self.functions, len(self.functions)):
                yield function, chance.uniform(*self.pauses)

    def _kill(self, function: Function) -> None:
        """What is held right after the kill was under way: nobody takes a lease over before it runs out."""
        self.servers(function).kill()
        self.kills[function] += 1
        if held := HELD.get(function):
            self.in_flight |= {label for batch in tuple(self.batches) for label in held(self.ledger, batch)}
