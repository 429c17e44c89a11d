"""The batch lane: paid calls by the thousand, hours later, for half the price."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from proofpress.domain.errors import ModelRefused
from proofpress.domain.instructions import ImageRef
from proofpress.domain.jobs import JobLimits, JobLine, JobStatus
from proofpress.ports.models import Image, Picture


@dataclass(frozen=True)
class JobOrder:
    """One job for the batch lane."""

    display_name: str
    """Unique, and committed by the caller before it submits: what a job is found by after a crash."""
    model: str
    lines: Iterable[JobLine]
    """At most as many as fit the limits, each key once; read once, and never all in memory."""
    load: Callable[[ImageRef], Image]
    """Brings a picture that is sent along; asked once per picture, however many lines send it."""


@dataclass(frozen=True)
class Unreadable:
    """A line of results that says nothing of its call: no JSON, no key, or longer than any answer."""

    words: str


@dataclass(frozen=True)
class JobResult:
    """One line of a job's results."""

    place: str
    """Object and line number, for messages."""
    key: str
    """Empty where the line has none."""
    outcome: Picture | ModelRefused | Unreadable
    """A refusal has the class that the same answer has on the live lane; a picture's seconds are 0."""


class Jobs(Protocol):
    """The half-price lane: paid calls by the thousand, hours later. Every refusal is a ModelRefused, as of Models.

    `submit` is the only call that spends money, and it cannot be repeated: two submits are two bills.
    """

    @property
    def limits(self) -> JobLimits:
        """How large a job may be, on this form of the API."""

    def find(self, display_name: str) -> list[JobStatus]:
        """All jobs of a display name, the oldest first. More than one means that somebody submitted twice."""

    def submit(self, order: JobOrder) -> JobStatus:
        """Upload the lines and their pictures, and create the job; nothing is tried twice once it may be created.

        Raises:
            PerhapsPaid: no answer came, so the job may exist: look for it by its name, not before a few minutes are
                over, because the service may list it late.
            RefusedForNow, Retry: it was not created, and may be later.
            RefusedForGood, Stop: it was not created, and would not be until somebody mends something. BadInput is such
                a Stop: too large, a key twice, no price, or no place to put its lines.
        """

    def status(self, name: str) -> JobStatus | None:
        """What the service says of a job; None where it knows none of this name (any more)."""

    def results(self, status: JobStatus) -> Iterator[JobResult]:
        """The results that a job left, one line at a time, in the service's order; may be asked for again.

        Raises, while it is read: FileNotFoundError where the results are gone; RefusedForNow or Retry where the reading
        broke off: what was yielded stands, and a new reading begins at the start.
        """

    def cancel(self, name: str) -> None:
        """Ask the service to stop a job. Lines that are done stay done, and are billed; nothing where it is over."""

    def clear(self, status: JobStatus) -> None:
        """Remove the job's lines, its results and the pictures sent with it, once everything is collected."""
