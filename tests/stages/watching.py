"""Ports that watch the one order of effects: the object, the commit, the message; and a lease before every paid call.

Whatever is said to the outside is compared with what ledger and buckets hold at that moment.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from proofpress.domain.events import Event, Message
from proofpress.domain.instructions import Instruction, ReviewQuestion
from proofpress.domain.jobs import JobLimits, JobStatus
from proofpress.domain.records import (
    Attempt,
    Background,
    BannerSet,
    Final,
    Job,
    Record,
    StoredImage,
)
from proofpress.domain.states import AttemptState, FinalState, JobStep
from proofpress.ports import (
    Bucket,
    Bus,
    Change,
    Delete,
    Image,
    JobOrder,
    JobResult,
    Jobs,
    Ledger,
    Models,
    Opinion,
    Picture,
    Ports,
    Receipt,
    Topic,
)
from tests.stages.claims import TRUE_WHEN
from tests.support.ledgers import PassingLedger


@dataclass
class Watch:
    """What was done in a wrong order, in words; and what was looked at, so that a test knows that something was."""

    wrong: list[str] = field(default_factory=list)
    looked_at: set[str] = field(default_factory=set)

    def wrap(self, ports: Ports) -> Ports:
        """The ports with an eye on each of them."""
        return replace(
            ports,
            ledger=_Ledger(ports.ledger, ports, self),
            bus=_Bus(ports.bus, ports.ledger, self),
            models=_Models(ports.models, ports, self),
            jobs=_Jobs(ports.jobs, ports.ledger, self) if ports.jobs else None,
        )

    def see(self, what: str, *, right: bool) -> None:
        """Note what was done, and whether it might be."""
        self.looked_at.add(what.partition(" ")[0])
        if not right:
            self.wrong.append(what)


@dataclass
class _Ledger(PassingLedger):
    ports: Ports
    watch: Watch

    def commit(self, *changes: Change) -> Receipt:
        bus = self.ports.bus
        for record in (change.record for change in changes if not isinstance(change, Delete)):
            for bucket, name in _objects(record):
                there = self.ports.store.stat(Bucket(bucket), name) is not None
                self.watch.see(f"object of {record.key}: {bucket}/{name}", right=there)
            before = self.inner.get(type(record), record.key)
            if getattr(before, "untold", False) and not getattr(record, "untold", True):
                self.watch.see(f"told {record.key}", right=not getattr(bus, "_unsent", ()))
        return self.inner.commit(*changes)


def _objects(record: Record) -> Iterator[tuple[str, str]]:
    """Buckets and names of the objects that a record says are there."""
    images: list[StoredImage | None] = []
    if isinstance(record, Attempt | Final):
        images.append(record.image)
    if isinstance(record, Final):
        images.extend(record.deliveries)
    if isinstance(record, Background):
        images.extend(record.images)
    yield from ((image.bucket, image.name) for image in images if image is not None)
    if isinstance(record, BannerSet):
        yield from ((Bucket.DELIVERIES, banner.object) for banner in record.banners)


@dataclass
class _Bus:
    inner: Bus
    ledger: Ledger
    watch: Watch

    def publish(self, topic: Topic, event: Event, *, traceparent: str = "") -> None:
        check = TRUE_WHEN.get(type(event))
        if check is not None:
            self.watch.see(f"{type(event).__name__} {event.subject}", right=check(self.ledger, event))
        self.inner.publish(topic, event, traceparent=traceparent)

    def forward(self, topic: Topic, message: Message) -> None:
        self.inner.forward(topic, message)

    def flush(self) -> None:
        self.inner.flush()


@dataclass
class _Models:
    inner: Models
    ports: Ports
    watch: Watch

    def generate(self, instruction: Instruction, images: Sequence[Image], *, attempt: str) -> Picture:
        record: Attempt | Final | None = self.ports.ledger.get(Attempt, attempt) or self.ports.ledger.get(
            Final, attempt
        )
        leased = record is not None and record.state in (AttemptState.LEASED, FinalState.LEASED)
        self.watch.see(f"call of {attempt}", right=leased and self._is_held(record))
        return self.inner.generate(instruction, images, attempt=attempt)

    def review(self, question: ReviewQuestion, image: Image, *, attempt: str) -> Opinion:
        record = self.ports.ledger.get(Attempt, attempt)
        passed = record is not None and record.state is AttemptState.PASSED
        self.watch.see(f"review of {attempt}", right=passed and self._is_held(record))
        return self.inner.review(question, image, attempt=attempt)

    def _is_held(self, record: Attempt | Final | None) -> bool:
        """Whether a record is leased for its call, the lease counted and the dollars held back."""
        if record is None or record.lease_until is None:
            return False
        return record.leases >= 1 and record.lease_until > self.ports.clock.now() and record.worst_usd > 0


@dataclass
class _Jobs:
    inner: Jobs
    ledger: Ledger
    watch: Watch

    @property
    def limits(self) -> JobLimits:
        return self.inner.limits

    def find(self, display_name: str) -> list[JobStatus]:
        return self.inner.find(display_name)

    def submit(self, order: JobOrder) -> JobStatus:
        job, lines = self.ledger.get(Job, order.display_name), list(order.lines)
        self.watch.see(f"submission of {order.display_name}", right=job is not None and job.step is JobStep.SUBMITTING)
        for line in lines:
            record: Attempt | Final | None = self.ledger.get(Attempt, line.key) or self.ledger.get(Final, line.key)
            leased = record is not None and record.state in (AttemptState.LEASED, FinalState.LEASED)
            held = record is not None and record.job == order.display_name and record.leases >= 1
            self.watch.see(f"line of {line.key}", right=leased and held)
        return self.inner.submit(replace(order, lines=lines))

    def status(self, name: str) -> JobStatus | None:
        return self.inner.status(name)

    def results(self, status: JobStatus) -> Iterator[JobResult]:
        return self.inner.results(status)

    def cancel(self, name: str) -> None:
        self.inner.cancel(name)

    def clear(self, status: JobStatus) -> None:
        self.inner.clear(status)
