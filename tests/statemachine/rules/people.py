"""What people do at the desk and the command line, two of them at once if it comes to that."""

from collections.abc import Callable
from functools import partial

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from proofpress.ports import Ports
from proofpress.stages import deciding
from tests.stages.crashing import Tripwire
from tests.statemachine.disturbances import overtaken
from tests.statemachine.rules.messages import PLACES, STEPS, HasWorld, may_crash
from tests.statemachine.world import Disturb, undisturbed

Decision = Callable[[Ports, str], object]

DECISIONS: dict[str, Decision] = {
    "accept": partial(deciding.accept, by="ann"),
    "accept as it is": partial(deciding.accept, by="ann", as_is=True),
    "decline": partial(deciding.decline, by="bob", reason="dull"),
    "take back": partial(deciding.take_back, by="ann"),
    "refine": partial(deciding.refine, sentence="make it dusk"),
    "rate": partial(deciding.rate, stars=4),
}
CHOICES = st.sampled_from(sorted(DECISIONS))


class PeopleRules(HasWorld):
    """Decisions about drafts, and the end of a batch before its time."""

    @rule(chance=PLACES, what=CHOICES)
    def decide(self, chance: int, what: str) -> None:
        """A person decides about some draft."""
        self._decide(what, self.world.some_attempt(chance))

    @precondition(may_crash)
    @rule(chance=PLACES, what=CHOICES, at=STEPS, after=st.booleans())
    def die_deciding(self, chance: int, what: str, at: int, *, after: bool) -> None:
        """A person's program dies in the midst of it."""
        self._decide(what, self.world.some_attempt(chance), Tripwire(at, after).wrap)

    @rule(chance=PLACES, other=PLACES, is_same=st.booleans(), first=CHOICES, second=CHOICES, at=STEPS)
    def decide_at_once(self, chance: int, other: int, first: str, second: str, at: int, *, is_same: bool) -> None:
        """Two people decide at the same moment, about one draft or about two that share a cap."""
        key, another = self.world.some_attempt(chance), self.world.some_attempt(chance if is_same else other)
        self._decide(first, key, lambda ports: overtaken(ports, at, lambda: self._decide(second, another)))

    @rule(chance=PLACES, what=CHOICES, place=PLACES, at=STEPS)
    def decide_while_work_goes_on(self, chance: int, what: str, place: int, at: int) -> None:
        """A worker ends its work while a person decides."""

        def work() -> None:
            if self.world.waiting:
                self.world.deliver(self.world.pick(place))

        self._decide(what, self.world.some_attempt(chance), lambda ports: overtaken(ports, at, work))

    @rule(chance=st.integers(0, 9), at=STEPS, after=st.booleans())
    def cancel(self, chance: int, at: int, *, after: bool) -> None:
        """Once in a while a person ends a batch, and the program may die on the way."""
        if chance in (0, 1):
            disturb = Tripwire(at, after).wrap if may_crash(self) else undisturbed
            self.world.act(partial(deciding.cancel, batch_id="bc"[chance]), disturb)

    def _decide(self, what: str, key: str, disturb: Disturb = undisturbed) -> None:
        if key:
            self.world.act(lambda ports: DECISIONS[what](ports, key), disturb)
