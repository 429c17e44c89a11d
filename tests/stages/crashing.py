"""Ports that let a process die at one chosen step of its work."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from proofpress.domain.events import Event, Message
from proofpress.domain.instructions import Instruction, ReviewQuestion
from proofpress.domain.jobs import JobLimits, JobStatus
from proofpress.ports import (
    Bucket,
    Bus,
    Change,
    Image,
    JobOrder,
    JobResult,
    Jobs,
    Models,
    Opinion,
    Picture,
    Ports,
    Receipt,
    Store,
    Stored,
    Topic,
)
from tests.support.ledgers import PassingLedger

T = TypeVar("T")


class Crash(BaseException):
    """The process is gone: no stage may catch this."""


@dataclass
class Tripwire:
    """Counts the steps that change the world outside, and crashes just before or just after one of them."""

    at: int = 0
    """The step to crash at, from 1; 0 for none."""
    after: bool = False
    steps: list[str] = field(default_factory=list)

    def step(self, name: str, action: Callable[[], T]) -> T:
        """Do one step, or crash."""
        self.steps.append(name)
        fatal = len(self.steps) == self.at
        if fatal and not self.after:
            raise Crash(name)
        try:
            return action()
        finally:
            if fatal:
                raise Crash(name)

    def wrap(self, ports: Ports) -> Ports:
        """The ports with every commit, put, call and message counted."""
        return replace(
            ports,
            ledger=_Ledger(ports.ledger, self),
            store=_Store(ports.store, self),
            bus=_Bus(ports.bus, self),
            models=_Models(ports.models, self),
            jobs=_Jobs(ports.jobs, self) if ports.jobs else None,
        )


@dataclass
class _Ledger(PassingLedger):
    wire: Tripwire

    def commit(self, *changes: Change) -> Receipt:
        records = " ".join(f"{type(change).__name__} {change.record.key}" for change in changes)
        return self.wire.step(f"commit {records}", lambda: self.inner.commit(*changes))


@dataclass
class _Store:
    inner: Store
    wire: Tripwire

    def put(
        self, bucket: Bucket, name: str, data: bytes, content_type: str, metadata: dict[str, str] | None = None
    ) -> Stored:
        return self.wire.step(f"put {name}", lambda: self.inner.put(bucket, name, data, content_type, metadata))

    def replace(self, bucket: Bucket, name: str, data: bytes, content_type: str, generation: str) -> Stored:
        return self.wire.step(
            f"replace {name}", lambda: self.inner.replace(bucket, name, data, content_type, generation)
        )

    def get(self, bucket: Bucket, name: str) -> bytes:
        return self.inner.get(bucket, name)

    def stat(self, bucket: Bucket, name: str) -> Stored | None:
        return self.inner.stat(bucket, name)

    def names(self, bucket: Bucket, prefix: str = "") -> list[str]:
        return self.inner.names(bucket, prefix)

    def delete(self, bucket: Bucket, name: str) -> None:
        self.inner.delete(bucket, name)


@dataclass
class _Bus:
    inner: Bus
    wire: Tripwire

    def publish(self, topic: Topic, event: Event, *, traceparent: str = "") -> None:
        name = f"publish {topic} {event.subject}"
        self.wire.step(name, lambda: self.inner.publish(topic, event, traceparent=traceparent))

    def forward(self, topic: Topic, message: Message) -> None:
        self.wire.step(f"forward {topic}", lambda: self.inner.forward(topic, message))

    def flush(self) -> None:
        self.wire.step("flush", self.inner.flush)


@dataclass
class _Models:
    inner: Models
    wire: Tripwire

    def generate(self, instruction: Instruction, images: Sequence[Image], *, attempt: str) -> Picture:
        return self.wire.step(f"call {attempt}", lambda: self.inner.generate(instruction, images, attempt=attempt))

    def review(self, question: ReviewQuestion, image: Image, *, attempt: str) -> Opinion:
        return self.wire.step(f"review {attempt}", lambda: self.inner.review(question, image, attempt=attempt))


@dataclass
class _Jobs:
    inner: Jobs
    wire: Tripwire

    @property
    def limits(self) -> JobLimits:
        return self.inner.limits

    def find(self, display_name: str) -> list[JobStatus]:
        return self.wire.step("find", lambda: self.inner.find(display_name))

    def submit(self, order: JobOrder) -> JobStatus:
        return self.wire.step("submit", lambda: self.inner.submit(order))

    def status(self, name: str) -> JobStatus | None:
        return self.wire.step("status", lambda: self.inner.status(name))

    def results(self, status: JobStatus) -> Iterator[JobResult]:
        return self.inner.results(status)

    def cancel(self, name: str) -> None:
        self.wire.step("cancel", lambda: self.inner.cancel(name))

    def clear(self, status: JobStatus) -> None:
        self.wire.step("clear", lambda: self.inner.clear(status))
