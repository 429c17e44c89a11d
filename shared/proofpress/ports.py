"""What the stages need from the world, as short Protocols. Adapters of one port share one contract suite."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Protocol, TypeVar

from proofpress.domain.catalog import Catalog
from proofpress.domain.errors import ModelRefused, Stop
from proofpress.domain.events import Event, Message
from proofpress.domain.instructions import ImageRef, Instruction, ReviewQuestion
from proofpress.domain.jobs import LISTED_AFTER, WORST_TIME, JobLimits, JobLine, JobStatus
from proofpress.domain.pricing import Usage
from proofpress.domain.queries import Query
from proofpress.domain.records import Record

R = TypeVar("R", bound=Record)


class Bucket(StrEnum):
    """One bucket per stage: no function is triggered by a bucket that it writes to."""

    INBOX = "inbox"
    DRAFTS = "drafts"
    FINALS = "finals"
    DELIVERIES = "deliveries"
    THUMBS = "thumbs"
    """Small pictures for the review desk. They can be made again."""


class Topic(StrEnum):
    """Every arrow of the flow; storage notifications arrive on the topic of their bucket."""

    INBOX = "inbox"
    REQUESTS = "requests"
    DRAFTS = "drafts"
    DRAFTED = "drafted"
    REVIEWS = "reviews"
    ACCEPTS = "accepts"
    RENDERED = "rendered"
    BANNERS = "banners"
    JOBS = "jobs"
    """Not an arrow of its own: `sweep` and the service's webhooks ask for the next step of a job of the batch lane."""
    OUTCOMES = "outcomes"


@dataclass(frozen=True)
class Create:
    """Write a record whose key must not exist yet."""

    record: Record


@dataclass(frozen=True)
class Replace:
    """Write a record that must still be at the revision it was read at."""

    record: Record


@dataclass(frozen=True)
class Delete:
    """Remove a record that must still be at the revision it was read at."""

    record: Record


Change = Create | Replace | Delete


@dataclass(frozen=True)
class Receipt:
    """What became of a commit: true where it was applied."""

    written: tuple[Record, ...] | None
    """What was created and replaced, at its new revisions; None where a condition did not hold."""

    def __bool__(self) -> bool:
        return self.written is not None

    def of(self, record: R) -> R:
        """A committed record as the ledger has it now, ready for the next replacement; KeyError for any other."""
        for each in self.written or ():
            if isinstance(each, type(record)) and each.key == record.key:
                return each
        raise KeyError(record.key)


REFUSED = Receipt(None)


class Ledger(Protocol):
    """The lineage of every image and the caps. Reads see every commit that returned before them."""

    def get(self, kind: type[R], key: str) -> R | None:
        """The record of a key, or None."""

    def commit(self, *changes: Change) -> Receipt:
        """Apply all changes, or none of them and return REFUSED where one of their conditions does not hold."""

    def find(self, query: Query[R]) -> list[R]:
        """The records that a query asks for."""

    def count(self, query: Query[R]) -> int:
        """How many records meet a query, without reading them."""

    def total(self, query: Query[R], field: str) -> Decimal:
        """The sum of a dollar field over a query, without reading the records."""


@dataclass(frozen=True)
class Stored:
    """What a bucket knows of an object besides its bytes."""

    bucket: Bucket
    name: str
    generation: str
    size: int
    content_type: str
    metadata: dict[str, str]


class AlreadyExists(Exception):
    """An object of this name is there already; `stored` describes it."""

    def __init__(self, stored: Stored) -> None:
        super().__init__(f"{stored.bucket}/{stored.name} exists")
        self.stored = stored


class Changed(Exception):
    """An object is not of the generation any more that it was to be replaced at; `stored` describes it, where it is."""

    def __init__(self, bucket: Bucket, name: str, stored: Stored | None) -> None:
        super().__init__(f"{bucket}/{name} has changed")
        self.stored = stored


class Store(Protocol):
    """Objects in buckets. An object is written whole or not at all.

    What `put` wrote is never overwritten, and caches may keep it for good; what changes is written by `replace` alone.
    """

    def put(
        self, bucket: Bucket, name: str, data: bytes, content_type: str, metadata: dict[str, str] | None = None
    ) -> Stored:
        """Create an object; AlreadyExists where the name is taken."""

    def replace(self, bucket: Bucket, name: str, data: bytes, content_type: str, generation: str) -> Stored:
        """Swap an object for another at once, where it still is of a generation (empty: not there); Changed if not."""

    def get(self, bucket: Bucket, name: str) -> bytes:
        """The bytes of an object; FileNotFoundError where there is none."""

    def stat(self, bucket: Bucket, name: str) -> Stored | None:
        """What is known of an object, or None."""

    def names(self, bucket: Bucket, prefix: str = "") -> list[str]:
        """Names that begin with a prefix, in order."""

    def delete(self, bucket: Bucket, name: str) -> None:
        """Remove an object; nothing happens where there is none."""


class Bus(Protocol):
    """Carries events to the stages, each at least once, in no order."""

    def publish(self, topic: Topic, event: Event, *, traceparent: str = "") -> None:
        """Send an event; it is safe once `flush` has returned."""

    def forward(self, topic: Topic, message: Message) -> None:
        """Send an encoded message as it is: one that was a dead letter, and gets another try."""

    def flush(self) -> None:
        """Wait until everything that this thread published is safe; raises Retry where something was not taken."""


@dataclass(frozen=True)
class Image:
    """Bytes to send along with a call."""

    data: bytes
    mime: str


@dataclass(frozen=True)
class Picture:
    """What a model drew."""

    data: bytes
    mime: str
    """Sniffed from the bytes, whatever the server declared."""
    declared_mime: str
    usage: Usage
    seconds: float
    model_version: str = ""
    response_id: str = ""


@dataclass(frozen=True)
class Opinion:
    """What the vision reviewer thinks of a draft."""

    score: float
    """0 to 1."""
    reasons: tuple[str, ...]
    usage: Usage
    seconds: float


class Models(Protocol):
    """Paid calls. Every refusal is a ModelRefused of the class that says what to do."""

    def generate(self, instruction: Instruction, images: Sequence[Image], *, attempt: str) -> Picture:
        """Draw one picture; `attempt` labels the call for the server's own logs."""

    def review(self, question: ReviewQuestion, image: Image, *, attempt: str) -> Opinion:
        """Judge one draft by its rubric."""


@dataclass(frozen=True)
class Allowed:
    """What may be fetched: hosts by https, `*.` before one for all below it; buckets by `gs://`."""

    hosts: tuple[str, ...] = ()
    buckets: tuple[str, ...] = ()
    max_bytes: int = 7_000_000
    seconds: float = 20.0
    """For everything, from the name's resolution to the last byte."""


class Web(Protocol):
    """Requests to servers that a user named. None leads to a private address, or on to another server."""

    def fetch(self, url: str, allowed: Allowed, headers: dict[str, str] | None = None) -> bytes:
        """The body of what lies at an address.

        Raises:
            Drop: the address is not allowed, or its server refuses for good; the message says which.
            Retry: it may be had later.
        """

    def send(self, url: str, body: bytes, headers: dict[str, str], seconds: float) -> None:
        """Post a body and see it taken; raises as `fetch` does."""

    def secret(self, name: str) -> str:
        """The value of a secret by its name; Stop where this process was not given it."""


class NoWeb:
    """For processes that ask nobody."""

    def fetch(self, url: str, allowed: Allowed, headers: dict[str, str] | None = None) -> bytes:
        """Refuse."""
        del allowed, headers
        raise Stop(f"{url}: this process must not ask other servers")

    def send(self, url: str, body: bytes, headers: dict[str, str], seconds: float) -> None:
        """Refuse."""
        del body, headers, seconds
        raise Stop(f"{url}: this process must not ask other servers")

    def secret(self, name: str) -> str:
        """Refuse."""
        raise Stop(f"{name}: this process has no secrets of others")


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


class Clock(Protocol):
    """Time, so that tests need not wait for it."""

    def now(self) -> datetime:
        """The current time, aware."""

    def sleep(self, seconds: float) -> None:
        """Wait."""


@dataclass(frozen=True)
class Policy:
    """How long things may take, and who is asking."""

    owner: str = ""
    """Names the process in its leases."""
    lease: timedelta = timedelta(minutes=10)
    """Longer than any call with its retries, so that a lease runs out only after a crash."""
    stale: timedelta = timedelta(minutes=2)
    """What has not moved for this long is sent again by `sweep`."""
    quiet: timedelta = timedelta()
    """How long a product must have been left alone before pictures are ordered for it, so that bursts cost one order."""
    poll: timedelta = timedelta(minutes=2)
    """How often the service is asked after a job of the batch lane."""
    job_limit: timedelta = WORST_TIME
    """A job that takes longer is called off, and its calls are made another way."""
    giving_up: timedelta = timedelta(hours=1)
    """A job that was called off and does not end is left alone after this; what it may have cost is noted."""
    listed_after: timedelta = LISTED_AFTER
    """A job whose submission got no answer, and which the service does not list, counts as not there after this."""
    patience: timedelta = timedelta.max
    """How long one delivery collects the results of a job, before it leaves the rest to another."""


@dataclass(frozen=True)
class Ports:
    """Everything a stage may touch, handed to it whole."""

    ledger: Ledger
    store: Store
    bus: Bus
    models: Models
    clock: Clock
    catalog: Catalog
    policy: Policy = Policy()
    trace: str = ""
    """The W3C traceparent of the delivery that is being worked on."""
    web: Web = field(default_factory=NoWeb)
    jobs: Jobs | None = None
    """The batch lane; None where a process makes no calls in it."""
