"""The rules: everything that may happen to messages, workers, clocks and people, in any order."""

import tempfile
from collections import Counter
from datetime import timedelta
from functools import partial
from pathlib import Path

from hypothesis import event
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from proofpress.domain import queries
from proofpress.domain.spec import ReviewMode
from proofpress.domain.states import BatchState
from proofpress.ports import Ports
from proofpress.stages import deciding
from tests.stages import invariants
from tests.stages.crashing import Tripwire
from tests.statemachine.disturbances import overtaken, skewed
from tests.statemachine.manifests import Case, cases
from tests.statemachine.world import World
from tests.support.pipeline import Pipeline

PLACES = st.integers(0, 1_000)
STEPS = st.integers(1, 9)
MOST_CRASHES = 3
"""Of one world: with more of them a slot's two leases are soon used up, and nothing else is seen."""


def has_messages(machine: "PipelineMachine") -> bool:
    """Whether something is under way."""
    return bool(machine.world.waiting)


class PipelineMachine(RuleBasedStateMachine):
    """One batch, from its manifest to its end."""

    world: World

    @initialize(case=cases())
    def open(self, case: Case) -> None:
        """Submit a manifest."""
        self.folder = tempfile.TemporaryDirectory()
        self.world = World(self.pipeline(Path(self.folder.name), case), case, Path(self.folder.name))

    def pipeline(self, folder: Path, case: Case) -> Pipeline:
        """The parts that it runs on; another machine may have others."""
        return Pipeline(folder, case.models())

    @precondition(has_messages)
    @rule(place=PLACES)
    def deliver(self, place: int) -> None:
        """A message arrives, out of order."""
        self.world.deliver(place)

    @precondition(has_messages)
    @rule(count=st.integers(1, 12))
    def deliver_some(self, count: int) -> None:
        """A calm while, so that worlds get on."""
        self.world.settle(count)

    @precondition(has_messages)
    @rule(place=PLACES)
    def deliver_twice(self, place: int) -> None:
        """A message arrives, and will once more."""
        self.world.deliver(place, keep=True)

    @precondition(has_messages)
    @rule(place=PLACES)
    def drop(self, place: int) -> None:
        """A message is lost."""
        del self.world.waiting[place % len(self.world.waiting)]

    @precondition(lambda machine: has_messages(machine) and machine.world.crashed < MOST_CRASHES)
    @rule(place=PLACES, at=STEPS, after=st.booleans())
    def crash(self, place: int, at: int, after: bool) -> None:
        """A worker dies before or after a step; its message comes again."""
        self.world.deliver(place, Tripwire(at, after).wrap)

    @precondition(has_messages)
    @rule(place=PLACES, other=PLACES, at=STEPS)
    def overtake(self, place: int, other: int, at: int) -> None:
        """Another worker does all its work between what this one read and what it commits."""
        self.world.deliver(place, partial(overtaken, at=at, happens=partial(self._deliver_if_any, other)))

    @precondition(has_messages)
    @rule(place=PLACES, at=STEPS)
    def sweep_meanwhile(self, place: int, at: int) -> None:
        """The schedule strikes in the middle of a worker's work: two planners at once, if it comes to that."""
        self.world.deliver(place, partial(overtaken, at=at, happens=self._sweep_and_deliver))

    @precondition(has_messages)
    @rule(place=PLACES, minutes=st.integers(-12, 12))
    def deliver_by_a_wrong_clock(self, place: int, minutes: int) -> None:
        """A machine's clock is off by more than a lease lasts: leases end early, or late."""
        self.world.deliver(place, partial(skewed, off=timedelta(minutes=minutes)))

    @rule(seconds=st.sampled_from([1, 61, 301, 3_600]))
    def wait(self, seconds: int) -> None:
        """Time passes: things go stale, leases run out."""
        self.world.pipeline.clock.sleep(seconds)

    @rule()
    def sweep(self) -> None:
        """The schedule strikes."""
        self.world.sweep()

    @rule()
    def restart(self) -> None:
        """The one process of a machine died with all its messages, and starts anew."""
        self.world.waiting.clear()
        self.world.sweep(takeover=True)

    @rule(chance=PLACES)
    def accept(self, chance: int) -> None:
        """A person accepts some draft."""
        self.world.act(lambda ports, key: deciding.accept(ports, key, "ann"), chance)

    @rule(chance=PLACES)
    def accept_as_it_is(self, chance: int) -> None:
        """A person takes a final that lost the look."""
        self.world.act(lambda ports, key: deciding.accept(ports, key, "ann", as_is=True), chance)

    @rule(chance=PLACES)
    def decline(self, chance: int) -> None:
        """A person declines some draft."""
        self.world.act(lambda ports, key: deciding.decline(ports, key, "bob", "dull"), chance)

    @rule(chance=PLACES)
    def undo(self, chance: int) -> None:
        """A person takes a decision back."""
        self.world.act(lambda ports, key: deciding.take_back(ports, key, "ann"), chance)

    @rule(chance=PLACES)
    def refine(self, chance: int) -> None:
        """A person asks for an edit."""
        self.world.act(lambda ports, key: deciding.refine(ports, key, "make it dusk"), chance)

    @precondition(lambda machine: machine.world.crashed == MOST_CRASHES)
    @rule()
    def cancel(self) -> None:
        """A person ends the batch."""
        self.world.was_cancelled = True
        self.world.act(lambda ports, _: self._cancel(ports), 0)

    @invariant()
    def holds(self) -> None:
        """What must hold at every moment."""
        if hasattr(self, "world"):
            self.world.check()

    def teardown(self) -> None:
        """After a calm while the batch is at its end, with nothing stuck and nothing lost."""
        if hasattr(self, "world"):
            try:
                self.world.finish()
                self.world.check()
                self._check_end()
                self._tell_what_was_seen()
            finally:
                self.world.pipeline.close()
                self.folder.cleanup()

    def _check_end(self) -> None:
        pipeline = self.world.pipeline
        invariants.check_objects(pipeline)
        invariants.check_books(pipeline)
        assert not pipeline.ledger.find(queries.untold_finals())
        for_person = any(attempt.waits_for_person for attempt in pipeline.attempts()) or any(
            item.spec.review.mode is ReviewMode.HAND for item in pipeline.items()
        )
        if pipeline.batch().state is BatchState.CLOSED:
            invariants.check_ended(pipeline)
        else:
            assert for_person or self.world.was_cancelled, "the batch is stuck"

    def _tell_what_was_seen(self) -> None:
        """For `--hypothesis-show-statistics`: a machine that never gets anywhere proves nothing."""
        pipeline = self.world.pipeline
        event(f"crashes: {self.world.crashed}")
        event(f"keepers: {min(len(self.world.kept), 3)}")
        event(f"batch: {pipeline.batch().state}")
        paid = Counter(label for label, _ in pipeline.models.paid)
        event(f"paid twice: {any(times > 1 for times in paid.values())}")

    def _cancel(self, ports: Ports) -> None:
        deciding.cancel(ports, "b")

    def _deliver_if_any(self, place: int) -> None:
        if self.world.waiting:
            self.world.deliver(place)

    def _sweep_and_deliver(self) -> None:
        self.world.pipeline.clock.sleep(400)
        self.world.sweep()
        self._deliver_if_any(0)
