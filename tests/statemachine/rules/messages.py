"""What happens to messages and to the workers that take them."""

from datetime import timedelta
from functools import partial

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.stages.crashing import Tripwire
from tests.statemachine.disturbances import overtaken, skewed
from tests.statemachine.world import MOST_CRASHES, World

PLACES = st.integers(0, 1_000)
STEPS = st.one_of(st.integers(1, 5), st.integers(1, 25))
"""Most pieces of work are short, collecting a job is not."""


class HasWorld:
    """What all rules work on."""

    world: World


def has_messages(machine: HasWorld) -> bool:
    """Whether something is under way."""
    return bool(machine.world.waiting)


def may_crash(machine: HasWorld) -> bool:
    """Whether one more crash leaves something to be seen."""
    return machine.world.crashed < MOST_CRASHES


class MessageRules(HasWorld):
    """Messages come late, out of order, twice or never; workers die, are overtaken, and have wrong clocks."""

    @precondition(has_messages)
    @rule(place=PLACES)
    def deliver(self, place: int) -> None:
        """A message arrives, out of order."""
        self.world.deliver(self.world.pick(place))

    @precondition(has_messages)
    @rule(count=st.integers(1, 12))
    def deliver_some(self, count: int) -> None:
        """A calm while, so that worlds get on."""
        self.world.settle(count)

    @precondition(has_messages)
    @rule(place=PLACES)
    def deliver_twice(self, place: int) -> None:
        """A message arrives, and will once more."""
        self.world.deliver(self.world.pick(place), keep=True)

    @precondition(has_messages)
    @rule(place=PLACES)
    def drop(self, place: int) -> None:
        """A message is lost."""
        del self.world.waiting[place % len(self.world.waiting)]

    @precondition(lambda machine: has_messages(machine) and may_crash(machine))
    @rule(place=PLACES, at=STEPS, after=st.booleans())
    def crash(self, place: int, at: int, *, after: bool) -> None:
        """A worker dies before or after a step; its message comes again."""
        self.world.deliver(self.world.pick(place), Tripwire(at, after).wrap)

    @precondition(has_messages)
    @rule(place=PLACES, other=PLACES, at=STEPS)
    def overtake(self, place: int, other: int, at: int) -> None:
        """Another worker does all its work between what this one read and what it commits."""
        self.world.deliver(
            self.world.pick(place), partial(overtaken, at=at, happens=partial(self._deliver_if_any, other))
        )

    @precondition(has_messages)
    @rule(place=PLACES, at=STEPS)
    def work_twice_at_once(self, place: int, at: int) -> None:
        """Two workers have one message."""
        parcel = self.world.pick(place)
        again = partial(self.world.deliver, parcel, keep=True)
        self.world.deliver(parcel, partial(overtaken, at=at, happens=again))

    @precondition(has_messages)
    @rule(place=PLACES, at=STEPS)
    def sweep_meanwhile(self, place: int, at: int) -> None:
        """The schedule strikes in the middle of a worker's work: two planners at once, if it comes to that."""
        self.world.deliver(self.world.pick(place), partial(overtaken, at=at, happens=self._sweep_and_deliver))

    @precondition(has_messages)
    @rule(place=PLACES, minutes=st.integers(-12, 12))
    def deliver_by_a_wrong_clock(self, place: int, minutes: int) -> None:
        """A machine's clock is off by more than a lease lasts: leases end early, or late."""
        self.world.deliver(self.world.pick(place), partial(skewed, off=timedelta(minutes=minutes)))

    def _deliver_if_any(self, place: int) -> None:
        if self.world.waiting:
            self.world.deliver(self.world.pick(place))

    def _sweep_and_deliver(self) -> None:
        self.world.pipeline.clock.sleep(400)
        self.world.sweep()
        self._deliver_if_any(0)
