"""The machine: everything that may happen to messages, workers, clocks, jobs and people, in any order."""

import tempfile
from collections import Counter
from contextlib import ExitStack, closing
from pathlib import Path

from hypothesis import event
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.statemachine.calls import Calls
from tests.statemachine.chance import seeded
from tests.statemachine.holding.ending import check_end
from tests.statemachine.manifests import Case, cases
from tests.statemachine.rules.lane import LaneRules
from tests.statemachine.rules.messages import MessageRules
from tests.statemachine.rules.people import PeopleRules
from tests.statemachine.rules.schedule import ScheduleRules
from tests.statemachine.snapshot import Snapshot
from tests.statemachine.world import World
from tests.support.pipeline import Pipeline


class Machine(MessageRules, ScheduleRules, LaneRules, RuleBasedStateMachine):
    """What all machines share; each opens a world of its own."""

    def open_folder(self, calls: Calls) -> Path:
        """A folder for a world, whose dice are thrown by a seed from now on."""
        self.opened = ExitStack()
        self.opened.enter_context(seeded(calls.service.seed))
        return Path(self.opened.enter_context(tempfile.TemporaryDirectory()))

    @invariant()
    def holds(self) -> None:
        """What must hold at every moment."""
        if hasattr(self, "world"):
            self.world.check()

    def teardown(self) -> None:
        """After a calm while everything is at its end, with nothing stuck and nothing lost."""
        if not hasattr(self, "world"):
            return
        with self.opened:
            self.world.service.refuses = False
            self.world.finish()
            seen = self.world.check()
            self.check_end(seen)
            self._tell_what_was_seen(seen)

    def check_end(self, seen: Snapshot) -> None:
        """What must hold at the end."""
        check_end(seen)

    def _tell_what_was_seen(self, seen: Snapshot) -> None:
        """For `--hypothesis-show-statistics`: a machine that never gets anywhere proves nothing."""
        event(f"crashes: {self.world.crashed}")
        event(f"keepers: {min(len(self.world.kept), 3)}")
        for state in {batch.state for batch in seen.batches}:
            event(f"batch: {state}")
        for step in {job.step for job in seen.jobs.values()}:
            event(f"job: {step}")
        for kind in {kind for job in seen.jobs.values() for kind in job.found}:
            event(f"finding: {kind}")
        paid = Counter(label for label, _ in seen.pipeline.models.paid)
        event(f"paid twice: {any(times > 1 for times in paid.values())}")


class PipelineMachine(PeopleRules, Machine):
    """One or two batches, from their manifests to their end."""

    @initialize(case=cases())
    def open(self, case: Case) -> None:
        """Submit a manifest."""
        folder = self.open_folder(case.calls)
        self.world = World(self.pipeline(folder, case.calls), case.manifests, folder)
        self.world.submit()

    def pipeline(self, folder: Path, calls: Calls) -> Pipeline:
        """The parts that it runs on; another machine may have others."""
        return self.opened.enter_context(closing(Pipeline(folder, calls.models(), wrapped=calls.with_batch_lane)))

    @precondition(lambda machine: machine.world.to_come)
    @rule()
    def submit_another(self) -> None:
        """A second batch of the same campaign begins."""
        self.world.submit()
