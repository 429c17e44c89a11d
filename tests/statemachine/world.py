"""The pipeline as the machine sees it: the real stages and adapters, and a memory of what was promised and seen."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from proofpress.domain import queries
from proofpress.domain.errors import Drop, NotReady, Retry, Stop
from proofpress.domain.events import Message, decode
from proofpress.entry.planning.build import plan_of
from proofpress.entry.routes import run_stage
from proofpress.manifests.files import DirectoryFiles
from proofpress.manifests.load import load
from proofpress.ports import Ports, Topic
from proofpress.stages.sweep import sweep
from tests.stages.crashing import Crash
from tests.statemachine.batch_service import BatchService
from tests.statemachine.holding.jobs import check_jobs
from tests.statemachine.holding.keepers import check_keepers
from tests.statemachine.holding.lineage import check_lineage
from tests.statemachine.holding.payments import check_caps, check_lanes, check_payments
from tests.statemachine.holding.reasons import check_reasons
from tests.statemachine.snapshot import Snapshot
from tests.support.pipeline import Pipeline, catalog

Disturb = Callable[[Ports], Ports]
Parcel = tuple[Topic, Message]

MOST_CRASHES = 3
"""Of one world: with more of them a slot's two leases are soon used up, and nothing else is seen."""


def undisturbed(ports: Ports) -> Ports:
    """The ports of a worker to whom nothing happens."""
    return ports


class World:
    """Batches on real parts. Messages lie where the machine can delay, repeat, drop and reorder them."""

    def __init__(self, pipeline: Pipeline, manifests: tuple[str, ...], folder: Path) -> None:
        self.pipeline = pipeline
        self.to_come = dict(zip(("b", "c"), manifests, strict=False))
        """Manifests that were not submitted yet, by batch."""
        self.worst = Decimal(0)
        self.kept = dict[str, str]()
        """Digests of everything that was ever delivered."""
        self.crashed = 0
        self._folder = folder

    @property
    def service(self) -> BatchService:
        """Of the batch lane."""
        jobs = self.pipeline.ports.jobs
        assert isinstance(jobs, BatchService)
        return jobs

    @property
    def waiting(self) -> list[tuple[Topic, Message]]:
        """Messages under way."""
        return self.pipeline.bus.waiting

    def submit(self) -> None:
        """Submit the next manifest, whose worst bill is what `plan` prints now."""
        batch = next(iter(self.to_come))
        manifest = self.to_come.pop(batch)
        now = self.pipeline.clock.now()
        spec = load(f"{batch}.yaml", manifest.encode(), DirectoryFiles(self._folder), catalog(), date(2026, 1, 1))
        self.worst += plan_of(catalog(), spec, at=now).worst_usd
        self.pipeline.submit(manifest, batch)

    def pick(self, place: int) -> Parcel:
        """A message that waits: each topic has its turn as often, however many messages are on it."""
        topics = sorted({topic for topic, _ in self.waiting})
        of_topic = [parcel for parcel in self.waiting if parcel[0] is topics[place % len(topics)]]
        return of_topic[place // len(topics) % len(of_topic)]

    def deliver(self, parcel: Parcel, disturb: Disturb = undisturbed, *, keep: bool = False) -> None:
        """Hand a message to its stage; what is not acknowledged, or kept on purpose, comes again."""
        if not keep:
            self.waiting.remove(parcel)
        if not self._is_taken(*parcel, disturb) and not keep:
            self.waiting.append(parcel)

    def _is_taken(self, topic: Topic, message: Message, disturb: Disturb = undisturbed) -> bool:
        ports = replace(self.pipeline.ports, trace=message.attributes.get("ce-traceparent", ""))
        try:
            run_stage(topic, decode(message), disturb(ports))
        except (NotReady, Retry, Stop):
            self.pipeline.clock.sleep(1)
            return False
        except Drop as error:
            raise AssertionError(f"a message of our own was dropped: {error}") from error
        except Crash:
            self._died()
            return False
        return True

    def _died(self) -> None:
        self.crashed += 1
        self.pipeline.bus.forget()

    def act(self, action: Callable[[Ports], object], disturb: Disturb = undisturbed) -> None:
        """Let a person do something, whose program may die; a refusal in words is an answer, too."""
        try:
            action(disturb(self.pipeline.ports))
        except Stop:
            return
        except Crash:
            self._died()

    def some_attempt(self, chance: int) -> str:
        """Key of an attempt; empty where there is none."""
        find = self.pipeline.ledger.find
        keys = [attempt.key for batch in find(queries.batches()) for attempt in self.pipeline.attempts(batch.id)]
        return random.Random(chance).choice(keys) if keys else ""

    def sweep(self, *, takeover: bool = False) -> int:
        """Look for what stands still."""
        return sweep(self.pipeline.ports, takeover=takeover)

    def settle(self, most: int = 100_000) -> None:
        """Deliver in order until nothing waits but what comes too early: only a sweep helps that on."""
        held = list[tuple[Topic, Message]]()
        for _ in range(most):
            if not self.waiting:
                break
            topic, message = self.waiting.pop(0)
            if self._is_taken(topic, message):
                self.waiting.extend(held)
                held.clear()
            else:
                held.append((topic, message))
        self.waiting.extend(held)

    def finish(self) -> None:
        """Let a calm day pass, and another, until nothing moves."""
        for _ in range(200):
            self.settle()
            self.pipeline.clock.sleep(86_400)
            if not self.sweep() and not self.waiting:
                return
        raise AssertionError("the batches do not come to their end")

    def check(self) -> Snapshot:
        """What must hold at every moment."""
        self.service.advance()
        seen = Snapshot.of(self.pipeline)
        check_caps(seen)
        check_payments(seen, self.worst)
        check_lanes(seen)
        self.kept = check_keepers(seen, self.kept)
        check_lineage(seen)
        check_reasons(seen)
        check_jobs(seen, self.service)
        return seen
