"""The figures of one item, kept up to date draft by draft: a desk is asked for them at every decision."""

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal

from proofpress.domain.money import ZERO
from proofpress.domain.states import LIKED, AttemptState
from proofpress.entry.desk.frames import KINDS, Frame, Kind, Print

_JUDGED = (*LIKED, AttemptState.REJECTED, AttemptState.DECLINED)
_UNDER_WAY = (Kind.WAITING, Kind.SPARE, Kind.COMING)


@dataclass
class Tally:
    """Running sums. Dollars."""

    states: Counter[AttemptState] = field(default_factory=Counter)
    finals: int = 0
    """Drafts that have a final to look at."""
    spent: Decimal = ZERO
    perhaps: Decimal = ZERO
    possible: Decimal = ZERO

    def add(self, frame: Frame, times: int = 1) -> None:
        """Count a draft in; -1 times counts it out."""
        self.states[frame.state] += times
        self.finals += times * frame.has_final
        self._pay(frame, times)

    def add_print(self, made: Print, times: int = 1) -> None:
        """Count the cost of one try of a final."""
        self._pay(made, times)

    def of(self, *states: AttemptState) -> int:
        """Drafts in any of some states."""
        return sum(self.states[state] for state in states)

    @property
    def judged(self) -> int:
        """Verdicts so far."""
        return self.of(*_JUDGED)

    @property
    def liked(self) -> int:
        """Favourable ones."""
        return self.of(*LIKED)

    @property
    def held(self) -> int:
        """Drafts that hold a keeper slot."""
        return self.of(AttemptState.ACCEPTED, AttemptState.DELIVERED)

    @property
    def under_way(self) -> int:
        """Drafts that may still become keepers."""
        return sum(count for state, count in self.states.items() if KINDS[state] in _UNDER_WAY)

    @property
    def kinds(self) -> Counter[Kind]:
        """Drafts by the pile they lie on."""
        found = Counter[Kind]()
        for state, count in self.states.items():
            found[KINDS[state]] += count
        return found

    def _pay(self, paid: Frame | Print, times: int) -> None:
        self.spent += times * paid.usd
        self.perhaps += times * paid.perhaps
        self.possible += times * paid.possible
