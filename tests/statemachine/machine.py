"""The machine: everything that may happen to messages, workers, clocks, jobs and people, in any order."""

import tempfile
from collections import Counter
from contextlib import ExitStack, closing
from pathlib import Path

from hypothesis import event
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

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


class PipelineMachine(MessageRules, ScheduleRules, PeopleRules, LaneRules, RuleBasedStateMachine):
    """One or two batches, from their manifests to their end."""

    @initialize(case=cases())
    def open(self, case: Case) -> None:
        """Submit a manifest."""
        self.opened = ExitStack()
        folder = Path(self.opened.enter_context(tempfile.TemporaryDirectory()))
        self.opened.enter_context(seeded(case.service.seed))
        self.world = World(self.pipeline(folder, case), case.manifests, folder)
        self.world.submit()

    def pipeline(self, folder: Path, case: Case) -> Pipeline:
        """The parts that it runs on; another machine may have others."""
        models = case.models()
        return self.opened.enter_context(closing(Pipeline(folder, models, wrapped=case.with_batch_lane(models))))

    @precondition(lambda machine: machine.world.to_come)
    @rule()
    def submit_another(self) -> None:
        """A second batch of the same campaign begins."""
        self.world.submit()

    @invariant()
    def holds(self) -> None:
        """What must hold at every moment."""
        if hasattr(self, "world"):
            self.world.check()

    def teardown(self) -> None:
        """After a calm while the batches are at their end, with nothing stuck and nothing lost."""
        if not hasattr(self, "world"):
            return
        with self.opened:
            self.world.service.refuses = False
            self.world.finish()
            seen = self.world.check()
            check_end(seen)
            self._tell_what_was_seen(seen)

    def _tell_what_was_seen(self, seen: Snapshot) -> None:
        """For `--hypothesis-show-statistics`: a machine that never gets anywhere proves nothing."""
        event(f"crashes: {self.world.crashed}")
        event(f"keepers: {min(len(self.world.kept), 3)}")
        for batch in seen.batches:
            event(f"batch: {batch.state}")
        for step in {job.step for job in seen.jobs.values()}:
            event(f"job: {step}")
        for kind in {kind for job in seen.jobs.values() for kind in job.found}:
            event(f"finding: {kind}")
        paid = Counter(label for label, _ in seen.pipeline.models.paid)
        event(f"paid twice: {any(times > 1 for times in paid.values())}")
