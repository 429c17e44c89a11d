"""The stages on real local parts, with a bus that a test drives by hand and models that it scripts."""

import io
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal
from functools import cache
from importlib import resources
from pathlib import Path

from PIL import Image as Pillow

from proofpress.adapters.google.ledger import FirestoreLedger
from proofpress.adapters.local.clock import ManualClock
from proofpress.adapters.local.ledger import SqliteLedger
from proofpress.adapters.local.store import FolderStore
from proofpress.domain.catalog import Catalog, Lane, parse_catalog
from proofpress.domain.errors import ModelRefused, NotReady, PerhapsPaid, Retry
from proofpress.domain.events import (
    Context,
    Event,
    ManifestRequested,
    ManifestSubmitted,
    Message,
    ObjectFinalized,
    decode,
    encode,
)
from proofpress.domain.instructions import Instruction, Purpose, ReviewQuestion
from proofpress.domain.pricing import Usage, settle
from proofpress.entry.routes import NOTIFICATIONS, STAGES, run_stage
from proofpress.ports import Bucket, Image, Opinion, Picture, Policy, Ports, Store, Stored, Topic
from tests.support.books import Books

PICTURE = Usage(text_in=20, image_out=1_120)
LOOK = Usage(text_in=1_300, text_out=60)


@cache
def catalog() -> Catalog:
    """The packaged catalogue."""
    return parse_catalog(resources.files("proofpress").joinpath("models.toml").read_text("utf-8"))


@cache
def picture(seed: int, size: tuple[int, int] = (1024, 1024), *, brightest: int = 236) -> bytes:
    """A JPEG that passes the screen unless it is dark, different for every seed."""
    chance = random.Random(seed)
    small = Pillow.new("RGB", (16, 16))
    small.putdata([tuple(chance.randrange(brightest // 12, brightest) for _ in range(3)) for _ in range(256)])
    out = io.BytesIO()
    small.resize(size, Pillow.Resampling.NEAREST).save(out, "JPEG", quality=60)
    return out.getvalue()


class HandBus:
    """Keeps encoded messages until the test delivers them; duplicates and order are the test's to choose."""

    def __init__(self) -> None:
        self.waiting: list[tuple[Topic, Message]] = []
        self.outcomes: list[Event] = []
        """What the world was told: published, and then flushed."""
        self.heard: list[Message] = []
        """The messages of those."""
        self._unsent: list[tuple[Event, Message]] = []
        self.refuses: Retry | None = None
        """Raised by `flush`, as by a bus that could not hand on what it was given."""

    def publish(self, topic: Topic, event: Event, *, traceparent: str = "") -> None:
        """Encode and keep."""
        message = encode(event, Context(traceparent=traceparent))
        if topic is Topic.OUTCOMES:
            self._unsent.append((event, message))
        else:
            self.waiting.append((topic, message))

    def forward(self, topic: Topic, message: Message) -> None:
        """Keep."""
        self.waiting.append((topic, message))

    def flush(self) -> None:
        """Outcomes are safe only now; everything else is kept already."""
        if self.refuses is not None:
            raise self.refuses
        while self._unsent:
            event, message = self._unsent.pop(0)
            self.outcomes.append(event)
            self.heard.append(message)

    def forget(self) -> None:
        """Lose what was published and not flushed, as a process that dies does."""
        self._unsent.clear()


class PaidInVain(PerhapsPaid):
    """No answer arrives, and the call is billed all the same."""


@dataclass
class ScriptedModels:
    """Draws by seed; a script may raise, or change what is drawn. Every call is counted, and what it cost."""

    draws: Callable[[Instruction, str], bytes] = lambda instruction, _attempt: picture(instruction.seed)
    judges: Callable[[str], float] = lambda _attempt: 1.0
    calls: list[tuple[str, Instruction]] = field(default_factory=list)
    reviews: list[str] = field(default_factory=list)
    paid: list[tuple[str, Decimal]] = field(default_factory=list)
    """What the service would bill: the label of the call, `review` before that of a review, and dollars."""

    def generate(self, instruction: Instruction, images: Sequence[Image], *, attempt: str) -> Picture:
        """Draw; a final shows its draft again."""
        return self.drawn(instruction, images, attempt, Lane.LIVE)

    def drawn(self, instruction: Instruction, images: Sequence[Image], attempt: str, lane: Lane) -> Picture:
        """Draw in either lane."""
        self.calls.append((attempt, instruction))
        try:
            data = self.draws(instruction, attempt)
        except ModelRefused as refusal:
            usage = PICTURE if isinstance(refusal, PaidInVain) else refusal.usage
            self._bill(attempt, instruction.model, usage, lane)
            raise
        self._bill(attempt, instruction.model, PICTURE, lane)
        if instruction.purpose is Purpose.FINAL and data == picture(instruction.seed):
            data = images[-1].data
        return Picture(data, "image/jpeg", "image/jpeg", PICTURE, 0.1)

    def review(self, question: ReviewQuestion, image: Image, *, attempt: str) -> Opinion:
        """Score."""
        del image
        self.reviews.append(attempt)
        score = self.judges(attempt)
        self._bill(f"review {attempt}", question.model, LOOK)
        return Opinion(score, ("scripted",), LOOK, 0.1)

    def _bill(self, label: str, model: str, usage: object, lane: Lane = Lane.LIVE) -> None:
        if isinstance(usage, Usage):
            self.paid.append((label, settle(catalog(), catalog().model(model), usage, lane)))


Notify = Callable[[Stored], None]


@dataclass(frozen=True)
class Parts:
    """What a pipeline stands on."""

    ledger: SqliteLedger | FirestoreLedger
    store: Store


def local_parts(folder: Path, notify: Notify) -> Parts:
    """The embedded parts of one machine."""
    return Parts(SqliteLedger(folder / "ledger.sqlite"), FolderStore(folder, notify))


class Pipeline(Books):
    """One work folder with all stages; `drive` delivers until nothing waits."""

    def __init__(
        self,
        folder: Path,
        models: ScriptedModels | None = None,
        *,
        chance: random.Random | None = None,
        wrapped: Callable[[Ports], Ports] = lambda ports: ports,
        parts: Callable[[Path, Notify], Parts] = local_parts,
    ) -> None:
        self.models = models or ScriptedModels()
        self.clock = ManualClock()
        self.bus = HandBus()
        opened = parts(folder, self._notify)
        super().__init__(opened.ledger, opened.store)
        self.chance = chance
        policy = Policy(owner="test", lease=timedelta(minutes=5), stale=timedelta(minutes=1))
        ports = Ports(self.ledger, self.store, self.bus, self.models, self.clock, catalog(), policy)
        self.ports = wrapped(ports)

    def submit(self, manifest: str, batch: str = "b", name: str = "manifest.yaml") -> None:
        """Put a manifest in the inbox, unless it is there already, and let intake read it."""
        if self.store.stat(Bucket.INBOX, f"{batch}/{name}") is None:
            self.ports.store.put(Bucket.INBOX, f"{batch}/{name}", manifest.encode(), "text/plain")
        STAGES[Topic.INBOX](ManifestSubmitted(batch=batch, name=f"{batch}/{name}"), self.ports)

    def request(self, manifest: str, **fields: str) -> None:
        """Let a message bring a manifest."""
        self.deliver(Topic.REQUESTS, encode(ManifestRequested(text=manifest, **fields)))

    def drive(self, *, repeats: int = 1, limit: int = 100_000) -> None:
        """Deliver what waits, each `repeats` times, in order or as chance has it, until nothing waits."""
        for _ in range(limit):
            if not self.bus.waiting:
                return
            place = self.chance.randrange(len(self.bus.waiting)) if self.chance else 0
            topic, message = self.bus.waiting.pop(place)
            for _ in range(repeats):
                self.deliver(topic, message)
        raise AssertionError("the pipeline does not come to rest")

    def deliver(self, topic: Topic, message: Message) -> None:
        """One delivery; a retry goes to the end of the queue."""
        try:
            ports = replace(self.ports, trace=message.attributes.get("ce-traceparent", ""))
            run_stage(topic, decode(message), ports)
        except (NotReady, Retry):
            self.clock.sleep(1)
            self.bus.waiting.append((topic, message))

    def _notify(self, stored: Stored) -> None:
        topic = NOTIFICATIONS.get(stored.bucket)
        if topic is not None:
            self.ports.bus.publish(topic, ObjectFinalized(bucket=stored.bucket, name=stored.name))

    def close(self) -> None:
        """Close the ledger."""
        self.ledger.close()
