"""Time passes, and the schedule strikes."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from proofpress.stages.sweep import sweep
from tests.stages.crashing import Tripwire
from tests.statemachine.disturbances import overtaken
from tests.statemachine.rules.messages import STEPS, HasWorld, may_crash

PAUSES = st.sampled_from([1, 61, 301, 3_600, 43_200, 180_000])
"""Seconds: the last are of jobs, which take hours or days."""


class ScheduleRules(HasWorld):
    """Sweeps, calm and disturbed, and clocks that go on."""

    @rule(seconds=PAUSES)
    def wait(self, seconds: int) -> None:
        """Time passes: things go stale, leases run out, jobs end."""
        self.world.pipeline.clock.sleep(seconds)

    @rule()
    def sweep(self) -> None:
        """The schedule strikes."""
        self.world.sweep()

    @rule(seconds=PAUSES, count=st.integers(0, 12))
    def wait_and_sweep(self, seconds: int, count: int) -> None:
        """It strikes a while later, and some of what it sends arrives."""
        self.world.pipeline.clock.sleep(seconds)
        self.world.sweep()
        self.world.settle(count)

    @precondition(may_crash)
    @rule(at=STEPS, after=st.booleans())
    def crash_in_sweep(self, at: int, *, after: bool) -> None:
        """Whoever sweeps dies on the way."""
        self.world.act(sweep, Tripwire(at, after).wrap)

    @rule(at=STEPS)
    def sweep_twice_at_once(self, at: int) -> None:
        """Two schedules strike, one in the midst of the other."""
        self.world.act(sweep, lambda ports: overtaken(ports, at, self.world.sweep))

    @rule()
    def restart(self) -> None:
        """The one process of a machine died with all its messages, and starts anew."""
        self.world.waiting.clear()
        self.world.sweep(takeover=True)
