"""The pipeline on one machine: SQLite, folders and the in-process bus in one work folder."""

import os
import shlex
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from proofpress.adapters.local.bus import LocalBus
from proofpress.adapters.local.clock import SystemClock
from proofpress.adapters.local.lanes import Priority, Rising
from proofpress.adapters.local.ledger import SqliteLedger
from proofpress.adapters.local.lock import WorkspaceLock
from proofpress.adapters.local.parcel import Delivery
from proofpress.adapters.local.store import FolderStore
from proofpress.adapters.web import WebClient
from proofpress.domain.catalog import Catalog
from proofpress.domain.events import Event, ObjectFinalized
from proofpress.domain.records import DeadLetter
from proofpress.entry.jobs import jobs_under_way
from proofpress.entry.routes import CALLS_MODELS, NOTIFICATIONS, STAGES, run_stage
from proofpress.entry.settings import WORKSPACE, Settings
from proofpress.entry.unattended import NoModels, Unsent
from proofpress.ports import Bucket, Jobs, Models, Policy, Ports, Stored, Topic
from proofpress.stages import burying
from proofpress.stages.sweep import sweep

LOG = "proofpress.log"

PRIORITY: dict[Topic, Priority] = {
    Topic.RENDERED: 0,
    Topic.BANNERS: 1,
    Topic.DRAFTED: 2,
    Topic.REVIEWS: 3,
    Topic.ACCEPTS: 5,
    Topic.DRAFTS: Rising(usual=6, at_the_end=4),
    Topic.INBOX: 7,
    Topic.REQUESTS: 8,
    Topic.JOBS: 9,
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

    @property
    def name(self) -> str:
        """The folder."""
        return str(self.path)

    @property
    def options(self) -> str:
        """`--workspace`, unless this is the folder that commands take by themselves."""
        return options_for(self.path)

    @property
    def log(self) -> str:
        """The file that the engine keeps beside the ledger."""
        return str(self.path / LOG)

    def folder(self, batch: str) -> Path:  # noqa: ARG002 - one report at a time lies in a work folder
        """The work folder."""
        return self.path

    def address(self, bucket: Bucket, name: str) -> str:
        """The file."""
        return str(self.store.path(bucket, name))

    def ports(self, catalog: Catalog) -> Ports:
        """Ports beside which another process may be running."""
        policy = Policy(owner="cli")
        return Ports(self.ledger, self.store, Unsent(), NoModels(), SystemClock(), catalog, policy, web=WebClient())


@dataclass(frozen=True)
class Local:
    """A work folder with its engine."""

    workspace: Workspace
    bus: LocalBus
    ports: Ports
    buried: list[DeadLetter]
    """Messages given up on since it was opened."""

    @property
    def unsent(self) -> Ports:
        """Ports for what is noted now and found in the ledger by the next run."""
        return replace(self.ports, bus=Unsent())

    def run(
        self, stop: threading.Event, batch: str | None = None, campaign: str | None = None, *, detach: bool = False
    ) -> None:
        """Work until nothing moves by itself any more, or `stop` is set and the calls in flight are finished.

        Jobs of the batch lane are waited for, unless the run is to `detach` from them. The last look catches what other
        processes decided in the meantime.
        """
        given_up = len(self.buried)
        while self._goes_on(stop, batch, campaign, detach=detach):
            self.bus.run(stop=stop)
            if len(self.buried) > given_up:
                # Sweeping would only send them to the same end again.
                return

    def _goes_on(self, stop: threading.Event, batch: str | None, campaign: str | None, *, detach: bool) -> bool:
        """Whether something is to be done, at once or once a job of the batch lane has come to its end."""
        while not sweep(self.ports, takeover=True, batch=batch, campaign=campaign):
            if detach or stop.is_set() or not jobs_under_way(self.ports.ledger, batch):
                return False
            stop.wait(self.ports.policy.poll.total_seconds())
        return not stop.is_set()


def options_for(path: Path) -> str:
    """What a command needs on its line to find a work folder; empty where it finds it by itself."""
    usual = Path(os.environ.get("PROOFPRESS_WORKSPACE") or WORKSPACE)
    return "" if path == usual else f" -w {shlex.quote(str(path))}"


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
def open_local(settings: Settings, catalog: Catalog, models: Models, jobs: Jobs | None = None) -> Iterator[Local]:
    """Open a work folder for running; Stop where another process runs in it."""
    settings.workspace.mkdir(parents=True, exist_ok=True)
    with WorkspaceLock(settings.workspace):
        parts: list[Ports] = []
        buried: list[DeadLetter] = []
        bus = _bus(settings, parts, buried)
        with open_workspace(settings.workspace, bus) as workspace:
            owner = f"{socket.gethostname()}:{os.getpid()}"
            policy = Policy(owner, settings.lease, poll=settings.poll, job_limit=settings.job_limit)
            clock = SystemClock()
            ports = Ports(
                workspace.ledger, workspace.store, bus, models, clock, catalog, policy, jobs=jobs, web=WebClient()
            )
            parts.append(ports)
            yield Local(workspace, bus, ports, buried)


def _bus(settings: Settings, parts: list[Ports], buried: list[DeadLetter]) -> LocalBus:
    """The bus, whose handlers find the ports once they are built: each needs the other."""

    def handle(topic: Topic, event: Event, _delivery: Delivery) -> None:
        run_stage(topic, event, parts[0])

    def keep(letter: DeadLetter) -> None:
        buried.append(burying.keep(parts[0].ledger, letter))

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
