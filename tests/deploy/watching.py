"""A pipeline that notes which function touches what."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from proofpress.domain.events import Event, Message
from proofpress.entry.cloud.topology import PUSHES, Function
from proofpress.ports import Bucket, Bus, Change, Jobs, Ports, Receipt, Store, Stored, Topic
from tests.support.ledgers import PassingLedger
from tests.support.pipeline import Pipeline, ScriptedModels
from tests.support.shops import Shop


@dataclass
class Seen:
    """Which function is at work, and what functions touched besides buckets."""

    function: str = ""
    publishes: dict[str, set[Topic]] = field(default_factory=lambda: defaultdict(set))
    commits: set[str] = field(default_factory=set)
    """Functions that changed the ledger."""


@dataclass
class WatchedBus:
    """Notes which function publishes on which topic."""

    inner: Bus
    seen: Seen

    def publish(self, topic: Topic, event: Event, *, traceparent: str = "") -> None:
        self.seen.publishes[self.seen.function].add(topic)
        self.inner.publish(topic, event, traceparent=traceparent)

    def forward(self, topic: Topic, message: Message) -> None:
        self.seen.publishes[self.seen.function].add(topic)
        self.inner.forward(topic, message)

    def flush(self) -> None:
        self.inner.flush()


@dataclass
class WatchedLedger(PassingLedger):
    """Notes which function changes records."""

    seen: Seen

    def commit(self, *changes: Change) -> Receipt:
        self.seen.commits.add(self.seen.function)
        return super().commit(*changes)


class WatchedStore:
    """Notes which function touches which bucket."""

    def __init__(self, inner: Store) -> None:
        self.inner = inner
        self.besides = Seen()
        self.reads = defaultdict[str, set[str]](set)
        self.writes = defaultdict[str, set[str]](set)

    @property
    def function(self) -> str:
        return self.besides.function

    @function.setter
    def function(self, name: str) -> None:
        self.besides.function = name

    def put(
        self, bucket: Bucket, name: str, data: bytes, content_type: str, metadata: dict[str, str] | None = None
    ) -> Stored:
        """Where the name is taken, the real one looks at what lies there: a writer reads, too."""
        self.writes[self.function].add(bucket)
        self.reads[self.function].add(bucket)
        return self.inner.put(bucket, name, data, content_type, metadata)

    def replace(self, bucket: Bucket, name: str, data: bytes, content_type: str, generation: str) -> Stored:
        assert (self.function, bucket, name.endswith("/index.json")) == (Function.COMPOSE, Bucket.DELIVERIES, True)
        self.reads[self.function].add(bucket)
        self.writes[self.function].add(bucket)
        return self.inner.replace(bucket, name, data, content_type, generation)

    def get(self, bucket: Bucket, name: str) -> bytes:
        self.reads[self.function].add(bucket)
        return self.inner.get(bucket, name)

    def stat(self, bucket: Bucket, name: str) -> Stored | None:
        self.reads[self.function].add(bucket)
        return self.inner.stat(bucket, name)

    def names(self, bucket: Bucket, prefix: str = "") -> list[str]:
        self.reads[self.function].add(bucket)
        return self.inner.names(bucket, prefix)

    def delete(self, bucket: Bucket, name: str) -> None:
        raise AssertionError(f"{self.function} deletes {bucket}/{name}: no role allows that")


class Delivering(Pipeline):
    """Says which function is at work before each delivery."""

    watched: WatchedStore
    jobs: Jobs | None = None

    def _watch(self, ports: Ports) -> Ports:
        self.watched = WatchedStore(ports.store)
        seen = self.watched.besides
        bus, ledger = WatchedBus(ports.bus, seen), WatchedLedger(ports.ledger, seen)
        return replace(ports, store=self.watched, bus=bus, ledger=ledger, jobs=self.jobs)

    def _notify(self, stored: Stored) -> None:
        """The bucket tells of its objects, and not the function that wrote them."""
        at_work, self.watched.function = self.watched.function, "a bucket"
        super()._notify(stored)
        self.watched.function = at_work

    def deliver(self, topic: Topic, message: Message) -> None:
        self.watched.function = next(push.function for push in PUSHES if push.topic is topic)
        super().deliver(topic, message)


class WatchedPipeline(Delivering):
    """With manifests."""

    def __init__(self, folder: Path, models: ScriptedModels, jobs: Jobs | None = None) -> None:
        self.jobs = jobs
        super().__init__(folder, models, wrapped=self._watch)


class WatchedShop(Delivering, Shop):
    """With a campaign."""

    def __init__(self, folder: Path, campaign: str, files: Mapping[str, bytes]) -> None:
        Shop.__init__(self, folder, campaign, files, wrapped=self._watch)
