"""Functions of an emulated cloud killed by SIGKILL, again and again, at moments that a seed decides."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random

from proofpress.adapters.google.ledger import FirestoreLedger
from proofpress.domain import queries
from proofpress.domain.states import AttemptState, FinalState
from proofpress.emulators.servers import Server
from proofpress.entry.cloud.topology import Function


def held_drafts(ledger: FirestoreLedger, batch: str) -> set[str]:
    """Labels of the drafts whose live call somebody has a lease on; those of a job are leased for its life."""
    leased = ledger.find(queries.attempts_in(batch, AttemptState.LEASED))
    return {attempt.key for attempt in leased if attempt.lease_until is not None}


def held_reviews(ledger: FirestoreLedger, batch: str) -> set[str]:
    """Labels of the drafts whose reviewer has a lease."""
    passed = ledger.find(queries.attempts_in(batch, AttemptState.PASSED))
    return {attempt.key for attempt in passed if attempt.lease_until is not None}


def held_finals(ledger: FirestoreLedger, batch: str) -> set[str]:
    """Labels of the finals whose live call somebody has a lease on."""
    leased = ledger.find(queries.finals_in(batch, FinalState.LEASED))
    return {final.key for final in leased if final.lease_until is not None}


def held_jobs(ledger: FirestoreLedger, batch: str) -> set[str]:
    """Names of the jobs of the batch lane that are being submitted or collected."""
    return {job.key for job in ledger.find(queries.jobs_under_way(batch)) if job.lease_until is not None}


Held = Callable[[FirestoreLedger, str], set[str]]

HELD: dict[Function, Held] = {
    Function.DRAFT: held_drafts,
    Function.REVIEW: held_reviews,
    Function.RENDER: held_finals,
}
"""What a function holds leases on: its calls are under way, and may be paid twice where it dies."""

AIMED_AT = {**HELD, Function.JOB: held_jobs}
"""What to wait for before a function is killed; of a job nothing may be paid twice, whoever dies."""

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

ALL_AT_WORK = (*AT_WORK, Function.JOB, Function.COMPOSE)
"""Those that have something to do where batches use both lanes, and a shop tells of its products."""


_AIM_TRIES = 10
_AIM_SECONDS = 0.2


@dataclass
class Killer:
    """Kills every function once a round, in an order and with pauses of chance. Times are seconds."""

    servers: Callable[[Function], Server]
    ledger: FirestoreLedger
    seed: int
    pauses: tuple[float, float] = (0.5, 2.5)
    functions: Sequence[Function] = ALL_AT_WORK
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
                    self._aim(function, over)
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

    def _aim(self, function: Function, over: threading.Event) -> None:
        """Wait a little for calls under way, where the function makes any: chance alone would mostly miss them."""
        tries = _AIM_TRIES if function in AIMED_AT else 0
        while tries and not self._held(AIMED_AT, function) and not over.wait(_AIM_SECONDS):
            tries -= 1

    def _kill(self, function: Function) -> None:
        """What is held right after the kill was under way: nobody takes a lease over before it runs out."""
        self.servers(function).kill()
        self.kills[function] += 1
        self.in_flight |= self._held(HELD, function)

    def _held(self, held_by: Mapping[Function, Held], function: Function) -> set[str]:
        held = held_by.get(function)
        if held is None:
            return set()
        return {label for batch in self.ledger.find(queries.open_batches()) for label in held(self.ledger, batch.id)}
