"""Parts whose operations are counted, and a bus that waits."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from proofpress.domain.events import Event, Message, encode
from proofpress.domain.queries import Query
from proofpress.entry.cloud.serving.metering import MeteredLedger
from proofpress.ports import Bucket, R, Store, Stored, Topic

_ENTRIES_A_READ: Final = 1_000


class Counted(MeteredLedger):
    """The ledger as functions count it, but sums cost a read for each thousand entries, as counts do."""

    def total(self, query: Query[R], field: str) -> Decimal:
        """A read for each thousand entries."""
        self.meter.reads += max(0, -(-self.inner.count(query) // _ENTRIES_A_READ) - 1)
        return super().total(query, field)


class Queue:
    """A bus whose messages wait until they are taken."""

    def __init__(self) -> None:
        self.waiting: list[tuple[Topic, Message]] = []
        self.published = Counter[Topic]()

    def publish(self, topic: Topic, event: Event, *, traceparent: str = "") -> None:
        """Keep, unless it is for the world."""
        del traceparent
        self.forward(topic, encode(event))

    def forward(self, topic: Topic, message: Message) -> None:
        """Keep, unless it is for the world."""
        self.published[topic] += 1
        if topic is not Topic.OUTCOMES:
            self.waiting.append((topic, message))

    def flush(self) -> None:
        """Everything is safe."""


@dataclass
class CountedStore:
    """Buckets whose operations are counted."""

    inner: Store
    writes: int = 0
    reads: int = 0

    def put(
        self, bucket: Bucket, name: str, data: bytes, content_type: str, metadata: dict[str, str] | None = None
    ) -> Stored:
        """A write."""
        self.writes += 1
        return self.inner.put(bucket, name, data, content_type, metadata)

    def replace(self, bucket: Bucket, name: str, data: bytes, content_type: str, generation: str) -> Stored:
        """A write."""
        self.writes += 1
        return self.inner.replace(bucket, name, data, content_type, generation)

    def get(self, bucket: Bucket, name: str) -> bytes:
        """A read."""
        self.reads += 1
        return self.inner.get(bucket, name)

    def stat(self, bucket: Bucket, name: str) -> Stored | None:
        """A read."""
        self.reads += 1
        return self.inner.stat(bucket, name)

    def names(self, bucket: Bucket, prefix: str = "") -> list[str]:
        """A write, as lists are billed."""
        self.writes += 1
        return self.inner.names(bucket, prefix)

    def delete(self, bucket: Bucket, name: str) -> None:
        """Free."""
        self.inner.delete(bucket, name)
