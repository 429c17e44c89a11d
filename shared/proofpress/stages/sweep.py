"""Find what stands still, and set it going: messages that were lost, leases that ran out, outcomes that nobody heard of.

The state of a record is its outbox: it says which message must be under way. Sending it twice changes nothing.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from random import SystemRandom

from proofpress.domain import queries
from proofpress.domain.events import Event, Message
from proofpress.domain.queries import Query, R
from proofpress.domain.records import Batch, Cohort
from proofpress.domain.states import FINALS_IN_FLIGHT, WATCHED, BatchState
from proofpress.ports import Bus, Ports, Replace, Topic
from proofpress.stages import cancelling, closing, settling
from proofpress.stages.announcing import tell
from proofpress.stages.campaigns import sweeping
from proofpress.stages.packing import Packer
from proofpress.stages.paging import PAGE, pages
from proofpress.stages.resending import Resender


def sweep(
    ports: Ports,
    *,
    takeover: bool = False,
    batch: str | None = None,
    campaign: str | None = None,
    patience: timedelta = timedelta.max,
) -> int:
    """Look over every open batch and every campaign, or over one of them; the number of messages sent for some stage.

    A campaign is looked over with the batches that it ordered.

    With `takeover` nothing else can be running: every lease is a dead process's and every message is lost,
    whatever its age. Otherwise only what has stood still for the policy's `stale` is read and touched. Batches take
    turns, record by record, and once `patience` is used up the rest is left to the next sweep. What goes wrong with one
    batch keeps no other from its turn, and is raised at the end.
    """
    bus = _CountingBus(ports.bus)
    ports = replace(ports, bus=bus)
    began = ports.clock.now()
    untold = ports.ledger.find(queries.untold_batches())
    cancelled = [each for each in untold if each.state is BatchState.CANCELLED]
    wanted = sweeping.batches_of(ports, campaign) if campaign else None if batch is None else {batch}
    found = [
        each for each in ports.ledger.find(queries.open_batches()) + cancelled if wanted is None or each.id in wanted
    ]
    SystemRandom().shuffle(found)
    ended = [each for each in untold if each not in cancelled]
    jobs = [_told(ports, ended), *(_swept(ports, each, Resender(ports, takeover=takeover)) for each in found)]
    if batch is None:
        jobs.append(sweeping.swept(ports, campaign, takeover=takeover))
    failures = _take_turns(jobs, lambda: ports.clock.now() - began >= patience)
    ports.bus.flush()
    if failures:
        raise failures[0]
    return bus.sent


@dataclass
class _CountingBus:
    """Counts the messages for the stages, those that planning sends included."""

    inner: Bus
    sent: int = 0

    def publish(self, topic: Topic, event: Event, *, traceparent: str = "") -> None:
        """Send, and count."""
        self.inner.publish(topic, event, traceparent=traceparent)
        self.sent += topic is not Topic.OUTCOMES

    def forward(self, topic: Topic, message: Message) -> None:
        """Send as it is."""
        self.inner.forward(topic, message)

    def flush(self) -> None:
        """Wait for what was sent."""
        self.inner.flush()


def _take_turns(jobs: list[Iterator[None]], is_over: Callable[[], bool]) -> list[Exception]:
    """A step of each job in turn, until all are done or the time is over; the failures that ended some of them."""
    failures = list[Exception]()
    while jobs:
        going = []
        for job in jobs:
            if is_over():
                return failures
            try:
                if next(job, job) is None:
                    going.append(job)
            except Exception as error:  # noqa: BLE001 - raised when the others have had their turns
                failures.append(error)
        jobs = going
    return failures


def _swept(ports: Ports, batch: Batch, resender: Resender) -> Iterator[None]:
    """Work through a batch, a record at a time."""
    if batch.state is BatchState.INTAKE:
        resender.manifest(batch)
        return
    if batch.state is BatchState.CANCELLED:
        cancelling.finish(ports, batch)
    for attempt in _standing(ports, resender, queries.attempts_in(batch.id, *WATCHED), queries.due_attempts, batch):
        resender.attempt(attempt)
        yield
    for final in _standing(ports, resender, queries.finals_in(batch.id, *FINALS_IN_FLIGHT), queries.due_finals, batch):
        resender.final(final)
        yield
    if resender.is_to_pack:
        Packer(ports, batch).pack()
    for job in _standing(ports, resender, queries.jobs_under_way(batch.id), queries.due_jobs, batch):
        resender.job(job)
        yield
    for cohort in _standing(ports, resender, queries.open_cohorts(batch.id), queries.due_cohorts, batch):
        _go_on(ports, cohort, resender)
        yield
    if batch.state is BatchState.CANCELLED:
        cancelling.tell_when_over(ports, batch.id)
    else:
        closing.close_batch(ports, batch.id)


def _standing(
    ports: Ports, resender: Resender, everything: Query[R], due: Callable[[str, int, int], Query[R]], batch: Batch
) -> Iterator[R]:
    """The records to look at: all that could move in a takeover, otherwise those that stood still for too long."""
    if resender.takeover:
        return pages(ports, everything)
    before = math.floor((ports.clock.now() - ports.policy.stale).timestamp()) + 1
    return _due(ports, due(batch.id, before, PAGE))


def _due(ports: Ports, query: Query[R]) -> Iterator[R]:
    """Page by page; whoever is looked at moves, or is put off, and so leaves the first page to others."""
    seen = set[str]()
    while page := [record for record in ports.ledger.find(query) if record.key not in seen]:
        yield from page
        seen.update(record.key for record in page)


def _go_on(ports: Ports, cohort: Cohort, resender: Resender) -> None:
    """Do what followed from a commit and may have been cut off: planning, or closing."""
    settling.go_on(ports, cohort.key)
    if not resender.takeover:
        ports.ledger.commit(Replace(cohort.put_off(ports.clock.now(), ports.policy.stale)))


def _told(ports: Ports, ended: list[Batch]) -> Iterator[None]:
    """Tell the world of ends that it may not have heard of."""
    for final in pages(ports, queries.untold_finals()):
        tell(ports, final)
        yield
    for item in pages(ports, queries.untold_items()):
        tell(ports, item)
        yield
    for batch in ended:
        tell(ports, batch)
        yield
