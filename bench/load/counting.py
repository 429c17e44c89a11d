"""What a draft and a keeper cost in operations, counted on local parts, in batches of 100 to 10,000 items.

All items are planned; then three cohorts are brought to their end while the others wait, so that what grew with the
batch would be seen, and a batch of 10,000 need not be drawn to see it.
"""

import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Final

from bench.load.drawing import DrawnModels
from bench.load.parts import Counted, CountedStore, Queue
from proofpress.adapters.local.clock import ManualClock
from proofpress.adapters.local.ledger import SqliteLedger
from proofpress.adapters.local.store import FolderStore
from proofpress.domain import queries
from proofpress.domain.errors import NotReady, Retry
from proofpress.domain.events import ManifestSubmitted, Message, ObjectFinalized, decode, encode
from proofpress.domain.states import AttemptState
from proofpress.entry.cloud.serving.metering import Meter
from proofpress.entry.routes import NOTIFICATIONS, run_stage
from proofpress.entry.settings import read_catalog, read_settings
from proofpress.ports import Bucket, Policy, Ports, Stored, Topic

_BATCH: Final = "b"
_COHORTS: Final = 3
_MANIFEST: Final = """
defaults:
  {{prompt: "scene {{{{ n }}}}", want: 1, final: pro, image_size: 1K, route: two_tier, max_usd_per_keeper: 9}}
matrix: {{n: [{numbers}]}}
"""
_OF_KEEPERS: Final = (Topic.ACCEPTS, Topic.RENDERED)


@dataclass(frozen=True)
class Counts:
    """Of a batch: what the sampled cohorts cost, per draft, and for what belongs to keepers per keeper."""

    items: int
    sampled: int
    drafts: int
    keepers: int
    intake_writes: float
    """Per item: its record, its first slot, its part of a cohort."""
    reads: float
    writes: float
    keeper_reads: float
    keeper_writes: float
    messages: float
    """Per keeper, as everything below."""
    deliveries: float
    store_writes: float
    store_reads: float


def measure(sizes: Sequence[int]) -> list[Counts]:
    """Counts for batches of so many items."""
    return [_measured(items) for items in sizes]


@dataclass
class _Sample:
    ports: Ports
    queue: Queue
    store: CountedStore
    meters: dict[Topic, Meter] = field(default_factory=dict)
    taken: Counter[Topic] = field(default_factory=Counter)

    def deliver(self, topic: Topic, message: Message) -> None:
        meter = self.meters.setdefault(topic, Meter())
        self.taken[topic] += 1
        try:
            run_stage(topic, decode(message), replace(self.ports, ledger=Counted(self.ports.ledger, meter)))
        except (NotReady, Retry):
            self.queue.waiting.append((topic, message))


def _measured(items: int) -> Counts:
    with tempfile.TemporaryDirectory(prefix="proofpress-bench-") as folder:
        queue = Queue()
        ledger = SqliteLedger(Path(folder) / "ledger.sqlite")
        store = CountedStore(FolderStore(Path(folder), lambda stored: _announce(queue, stored)))
        policy = Policy(owner="bench", lease=timedelta(minutes=5), stale=timedelta(minutes=1))
        catalog = read_catalog(read_settings())
        ports = Ports(ledger, store, queue, DrawnModels(catalog), ManualClock(), catalog, policy)
        try:
            return _counted(_Sample(ports, queue, store), items)
        finally:
            ledger.close()


def _announce(queue: Queue, stored: Stored) -> None:
    if topic := NOTIFICATIONS.get(stored.bucket):
        queue.publish(topic, ObjectFinalized(bucket=stored.bucket, name=stored.name))


def _counted(sample: _Sample, items: int) -> Counts:
    name = f"{_BATCH}/manifest.yaml"
    manifest = _MANIFEST.format(numbers=", ".join(map(str, range(items))))
    sample.store.put(Bucket.INBOX, name, manifest.encode(), "application/yaml")
    sample.queue.waiting.clear()
    sample.deliver(Topic.INBOX, encode(ManifestSubmitted(batch=_BATCH, name=name)))
    intake = sample.meters.pop(Topic.INBOX)
    chosen = _first_cohorts(sample.ports)
    sample.queue.published.clear()
    sample.taken.clear()
    sample.store.reads = sample.store.writes = 0
    _drive(sample, chosen)
    return _summed(sample, items, intake, chosen)


def _first_cohorts(ports: Ports) -> set[str]:
    """Keys of the items that are brought to their end."""
    cohorts = sorted(ports.ledger.find(queries.cohorts(_BATCH)), key=lambda cohort: cohort.key)[:_COHORTS]
    return {item.key for cohort in cohorts for item in ports.ledger.find(queries.items_of_cohort(cohort.key))}


def _drive(sample: _Sample, chosen: set[str]) -> None:
    others = [each for each in sample.queue.waiting if _item(each[1]) not in chosen]
    sample.queue.waiting = [each for each in sample.queue.waiting if _item(each[1]) in chosen]
    first = len(sample.queue.waiting)
    while sample.queue.waiting:
        sample.deliver(*sample.queue.waiting.pop(0))
    sample.queue.published[Topic.DRAFTS] += first
    sample.queue.waiting = others


def _item(message: Message) -> str:
    event = decode(message)
    named = str(getattr(event, "attempt", "") or getattr(event, "name", ""))
    return named.rsplit("/", 1)[0]


def _summed(sample: _Sample, items: int, intake: Meter, chosen: set[str]) -> Counts:
    attempts = [a for item in chosen for a in sample.ports.ledger.find(queries.attempts_of_item(item))]
    keepers = [a for a in attempts if a.state is AttemptState.DELIVERED]
    reads = Counter({topic: meter.reads for topic, meter in sample.meters.items()})
    writes = Counter({topic: meter.writes for topic, meter in sample.meters.items()})
    drafted = [topic for topic in sample.meters if topic not in _OF_KEEPERS]

    def per_keeper(count: int) -> float:
        return count / len(keepers)

    return Counts(
        items=items,
        sampled=len(chosen),
        drafts=len(attempts),
        keepers=len(keepers),
        intake_writes=intake.writes / items,
        reads=sum(reads[topic] for topic in drafted) / len(attempts),
        writes=sum(writes[topic] for topic in drafted) / len(attempts),
        keeper_reads=per_keeper(sum(reads[topic] for topic in _OF_KEEPERS)),
        keeper_writes=per_keeper(sum(writes[topic] for topic in _OF_KEEPERS)),
        messages=per_keeper(sample.queue.published.total()),
        deliveries=per_keeper(sample.taken.total()),
        store_writes=per_keeper(sample.store.writes),
        store_reads=per_keeper(sample.store.reads),
    )
