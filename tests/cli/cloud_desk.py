"""A deployment without functions: emulators, buckets and topics as deployed, and a test that does the functions' work."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from google.cloud.pubsub_v1 import SubscriberClient  # type: ignore[import-untyped]

from proofpress.domain.errors import Drop, NotReady, Retry
from proofpress.domain.events import Event, ManifestSubmitted, Message, decode, encode
from proofpress.domain.records import Attempt, Batch
from proofpress.entry.cloud.inbox_rule import MARK
from proofpress.entry.cloud.settings import CloudSettings
from proofpress.entry.cloud.wiring import open_ledger, open_ports, open_store
from proofpress.entry.routes import run_stage
from proofpress.ports import Bucket, Ports, Topic
from proofpress.stages.burying import bury
from proofpress.stages.sweep import sweep
from tests.support.pipeline import HandBus, ScriptedModels, catalog

READ = (Topic.REQUESTS, Topic.DRAFTS, Topic.ACCEPTS, Topic.RENDERED)
"""Topics that commands publish to."""


def reader_of(settings: CloudSettings, topic: Topic) -> str:
    """The path of the subscription that the tests read a topic by."""
    return settings.subscription(f"test-{topic}")


@dataclass
class Desk:
    """The far side of the command line."""

    settings: CloudSettings
    models: ScriptedModels = field(default_factory=ScriptedModels)

    @contextmanager
    def ports(self) -> Iterator[Ports]:
        """Ports as a function has them, but for a bus that the test empties by hand."""
        ports = open_ports(self.settings, catalog(), self.models)
        with closing(open_ledger(self.settings)) as ledger:
            yield replace(ports, ledger=ledger, bus=HandBus())

    def take_in(self) -> list[str]:
        """Do as intake does with every marked object of the inbox; the batches."""
        store = open_store(self.settings)
        marked = [store.stat(Bucket.INBOX, name) for name in store.names(Bucket.INBOX)]
        events = [
            ManifestSubmitted(batch=each.metadata[MARK], name=each.name)
            for each in marked
            if each and MARK in each.metadata
        ]
        for event in events:
            self.handle(Topic.INBOX, event)
        return [event.batch for event in events]

    def handle(self, topic: Topic, event: Event) -> None:
        """Run the stage of one event; what it refuses becomes a dead letter."""
        with self.ports() as ports:
            try:
                run_stage(topic, event, ports)
            except Drop as refused:
                bury(ports, topic, encode(event), str(refused), 1)

    def work(self) -> None:
        """Do what the functions would do until nothing moves by itself, from what the ledger says is due."""
        with self.ports() as ports:
            bus = ports.bus
            assert isinstance(bus, HandBus)
            while sweep(ports, takeover=True):
                while bus.waiting:
                    topic, message = bus.waiting.pop(0)
                    try:
                        run_stage(topic, decode(message), ports)
                    except (NotReady, Retry):
                        bus.waiting.append((topic, message))

    def published(self, topic: Topic) -> list[Message]:
        """What has arrived on a topic since the last look."""
        with SubscriberClient() as subscriber:
            path = reader_of(self.settings, topic)
            received = subscriber.pull(subscription=path, max_messages=100, timeout=1.5).received_messages
            if received:
                subscriber.acknowledge(subscription=path, ack_ids=[each.ack_id for each in received])
        return [Message(data=each.message.data, attributes=dict(each.message.attributes)) for each in received]

    def batch(self, key: str) -> Batch | None:
        """A batch's record."""
        with closing(open_ledger(self.settings)) as ledger:
            return ledger.get(Batch, key)

    def state(self, key: str) -> str:
        """The state of an attempt."""
        with closing(open_ledger(self.settings)) as ledger:
            attempt = ledger.get(Attempt, key)
        assert attempt is not None
        return attempt.state

    def inbox(self) -> list[str]:
        """Names in the inbox."""
        return open_store(self.settings).names(Bucket.INBOX)


CloudRun = Callable[..., int]


def write(folder: Path, text: str, name: str = "byhand.yaml") -> Path:
    """A manifest on disk."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path
