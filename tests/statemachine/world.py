"""The pipeline as the machine sees it: the real stages and adapters, and a memory of what was promised and seen."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from proofpress.domain.errors import Drop, NotReady, Retry, Stop
from proofpress.domain.events import KeeperDelivered, Message, decode
from proofpress.domain.records import MAX_LEASES, Attempt, Final
from proofpress.domain.states import AttemptState, FinalState
from proofpress.entry.planning.build import plan_of
from proofpress.entry.routes import run_stage
from proofpress.manifests.files import DirectoryFiles
from proofpress.manifests.load import load
from proofpress.ports import Bucket, Ports, Topic
from proofpress.stages.names import attempt_key, final_key
from proofpress.stages.sweep import sweep
from tests.stages import invariants
from tests.stages.crashing import Crash
from tests.statemachine.manifests import Case
from tests.support.pipeline import Pipeline, catalog

Disturb = Callable[[Ports], Ports]


class World:
    """One batch on real parts. Messages lie where the machine can delay, repeat, drop and reorder them."""

    def __init__(self, pipeline: Pipeline, case: Case, folder: Path) -> None:
        self.pipeline = pipeline
        spec = load("b.yaml", case.manifest.encode(), DirectoryFiles(folder), catalog(), date(2026, 1, 1))
        self.worst = plan_of(catalog(), spec).worst_usd
        self.kept = dict[str, str]()
        """Digests of everything that was ever delivered."""
        self.crashed = 0
        self.was_cancelled = False
        pipeline.submit(case.manifest)

    @property
    def waiting(self) -> list[tuple[Topic, Message]]:
        """Messages under way."""
        return self.pipeline.bus.waiting

    def deliver(self, place: int, disturb: Disturb = lambda ports: ports, *, keep: bool = False) -> None:
        """Hand a message to its stage; what is not acknowledged, or kept on purpose, comes again."""
        topic, message = self.waiting[place % len(self.waiting)]
        if not keep:
            self.waiting.remove((topic, message))
        if not self._taken(topic, message, disturb) and not keep:
            self.waiting.append((topic, message))

    def _taken(self, topic: Topic, message: Message, disturb: Disturb) -> bool:
        ports = replace(self.pipeline.ports, trace=message.attributes.get("ce-traceparent", ""))
        try:
            run_stage(topic, decode(message), disturb(ports))
        except (NotReady, Retry):
            self.pipeline.clock.sleep(1)
            return False
        except Drop as error:
            raise AssertionError(f"a message of our own was dropped: {error}") from error
        except Crash:
            self.crashed += 1
            return False
        return True

    def act(self, action: Callable[[Ports, str], object], chance: int) -> None:
        """Let a person decide about some attempt; a refusal in words is an answer, too."""
        attempts = self.pipeline.attempts()
        if attempts:
            try:
                action(self.pipeline.ports, random.Random(chance).choice(attempts).key)
            except Stop:
                return

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
            if self._taken(topic, message, lambda ports: ports):
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
        raise AssertionError("the batch does not come to its end")

    def check(self) -> None:
        """What must hold at every moment."""
        invariants.check_caps(self.pipeline)
        invariants.check_dollars(self.pipeline)
        self._check_payments()
        self._check_keepers()
        self._check_lineage()
        self._check_reasons()

    def _check_payments(self) -> None:
        """What was paid is booked, or held back for the calls whose workers have a lease; and within the worst case."""
        paid = self.pipeline.models.paid
        total = sum((usd for _, usd in paid), Decimal(0))
        assert total <= self.worst
        records: list[Attempt | Final] = [*self.pipeline.attempts(), *self.pipeline.finals()]
        booked = sum((record.usd + record.perhaps_usd for record in records), Decimal(0))
        assert total <= booked + sum((record.worst_usd for record in records if record.lease_until), Decimal(0))
        assert max(Counter(label for label, _ in paid).values(), default=0) <= MAX_LEASES

    def _check_keepers(self) -> None:
        """None is lost, and none comes twice or changed."""
        delivered = {final.key: image.sha256 for final in self.pipeline.finals() for image in final.deliveries}
        assert self.kept.items() <= delivered.items()
        self.kept = delivered
        of_attempt = Counter(f"{final.item}/{final.number}" for final in self.pipeline.finals() if final.deliveries)
        assert max(of_attempt.values(), default=0) <= 1
        told = [event for event in self.pipeline.bus.outcomes if isinstance(event, KeeperDelivered)]
        assert {event.attempt for event in told} <= set(self.pipeline.keepers())

    def _check_lineage(self) -> None:
        """Every object has a record with its instruction, and every picture that a record names is there."""
        store = self.pipeline.store
        attempts = {attempt.key: attempt for attempt in self.pipeline.attempts()}
        finals = {final.key: final for final in self.pipeline.finals()}
        for bucket, records, key in ((Bucket.DRAFTS, attempts, attempt_key), (Bucket.FINALS, finals, final_key)):
            for name in store.names(bucket):
                record: Attempt | Final | None = records.get(key(name))
                assert record is not None, f"{bucket}/{name} has no record"
                carried_over = store.stat(bucket, name).metadata.get("source")  # type: ignore[union-attr]
                assert record.instruction is not None or carried_over, f"{bucket}/{name} has no lineage"
            names = set(store.names(bucket))
            assert {each.image.name for each in records.values() if each.image} <= names

    def _check_reasons(self) -> None:
        """Every failure is somewhere, with its reason."""
        for attempt in self.pipeline.attempts():
            if attempt.state is AttemptState.FAILED:
                assert attempt.failure is not None
                assert attempt.words
            elif attempt.state is AttemptState.REJECTED:
                assert attempt.reasons
        for final in self.pipeline.finals():
            if final.state is FinalState.FAILED:
                assert final.failure is not None
                assert final.words
