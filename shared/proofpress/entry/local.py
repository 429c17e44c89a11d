"""The pipeline on one machine: SQLite, folders and the in-process bus in one work folder."""

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from proofpress.adapters.local.bus import LocalBus
from proofpress.adapters.local.clock import SystemClock
from proofpress.adapters.local.lanes import Priority, Rising
from proofpress.adapters.local.ledger import SqliteLedger
from proofpress.adapters.local.lock import WorkspaceLock
from proofpress.adapters.local.parcel import Delivery
from proofpress.adapters.local.store import FolderStore
from proofpress.domain import queries
from proofpress.domain.catalog import Catalog
from proofpress.domain.events import Event, ObjectFinalized
from proofpress.domain.records import DeadLetter
from proofpress.entry.routes import CALLS_MODELS, NOTIFICATIONS, STAGES, run_stage
from proofpress.entry.settings import Settings
from proofpress.ports import Create, Models, Policy, Ports, Stored, Topic
from proofpress.stages.sweep import sweep

PRIORITY: dict[Topic, Priority] = {
    Topic.RENDERED: 0,
    Topic.DRAFTED: 1,
    Topic.REVIEWS: 2,
    Topic.ACCEPTS: 4,
    Topic.DRAFTS: Rising(usual=5, at_the_end=3),
    Topic.INBOX: 6,
}
"""Lower goes first: what is nearest to a keeper, so that a broken-off run has as many as it can. Two exceptions save
time: reviews, which are short, come before finals, because every wave waits for its last review; and so do the last
drafts, or else their finals would be all that is left to do in the end, on a few of the threads."""


@dataclass(frozen=True)
class Workspace:
    """The parts of a work folder that commands read without running anything."""

    path: Path
    ledger: SqliteLedger
    store: FolderStore


@dataclass(frozen=True)
class Local:
    """A work folder with its engine."""

    workspace: Workspace
    bus: LocalBus
    ports: Ports

    def run(self, stop: threading.Event, batch: str | None = None) -> None:
        """Work until nothing moves by itself any more, or `stop` is set and the calls in flight are finished.

        The last look catches what other processes decided in the meantime.
        """
        letters = self._dead_letters()
        while sweep(self.ports, takeover=True, batch=batch) and not stop.is_set():
            self.bus.run(stop=stop)
            if self._dead_letters() > letters:
                return

    def _dead_letters(self) -> int:
        """Messages given up on: sweeping would only send them to the same end again."""
        return self.ports.ledger.count(queries.dead_letters())


@contextmanager
def open_workspace(path: Path, bus: LocalBus | None = None) -> Iterator[Workspace]:
    """Open a work folder, making it where it is missing."""
    path.mkdir(parents=True, exist_ok=True)
    ledger = SqliteLedger(path / "ledger.sqlite")
    try:
        yield Workspace(path, ledger, FolderStore(path, partial(_notify, bus) if bus else None))
    finally:
        ledger.close()


@contextmanager
def open_local(settings: Settings, catalog: Catalog, models: Models) -> Iterator[Local]:
    """Open a work folder for running; Stop where another process runs in it."""
    settings.workspace.mkdir(parents=True, exist_ok=True)
    with WorkspaceLock(settings.workspace):
        parts: list[Ports] = []
        bus = _bus(settings, parts)
        with open_workspace(settings.workspace, bus) as workspace:
            policy = Policy(owner=f"{socket.gethostname()}:{os.getpid()}", lease=settings.lease)
            clock = SystemClock()
            ports = Ports(workspace.ledger, workspace.store, bus, models, clock, catalog, policy)
            parts.append(ports)
            yield Local(workspace, bus, ports)


def _bus(settings: Settings, parts: list[Ports]) -> LocalBus:
    """The bus, whose handlers find the ports once they are built: each needs the other."""

    def handle(topic: Topic, event: Event, _delivery: Delivery) -> None:
        run_stage(topic, event, parts[0])

    def keep(letter: DeadLetter) -> None:
        parts[0].ledger.commit(Create(letter))

    return LocalBus(
        handlers={topic: partial(handle, topic) for topic in STAGES},
        lanes={topic: "model" if topic in CALLS_MODELS else "cpu" for topic in STAGES},
        workers={"model": settings.concurrency, "cpu": max(2, os.cpu_count() or 2)},
        dead_letter=keep,
        clock=SystemClock(),
        priorities=PRIORITY,
    )


def _notify(bus: LocalBus, stored: Stored) -> None:
    topic = NOTIFICATIONS.get(stored.bucket)
    if topic is not None:
        event = ObjectFinalized(bucket=stored.bucket, name=stored.name, generation=stored.generation)
        bus.publish(topic, event)
