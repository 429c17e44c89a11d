"""A service with faults of every kind, each of them a matter of the label of a call and of nothing else."""

import random
from dataclasses import dataclass, field

from proofpress.domain.errors import FailureClass, NothingUsable, PerhapsPaid, RefusedForGood, RefusedForNow
from proofpress.domain.instructions import Instruction, Purpose
from proofpress.domain.pricing import Usage
from tests.support.pipeline import PaidInVain, ScriptedModels, picture

LIKE = 3
"""Pictures that drafts which are alike may show."""


@dataclass
class Service:
    """Answers that follow from the label of a call and how often it came, never from the time."""

    seed: int
    faults: float
    """Share of drafts that come to nothing, each in one of several ways."""
    lost_looks: float
    accept_rate: float
    """Share of drafts that the reviewer likes."""
    alike: float = 0.0
    """Share of drafts that show one of few pictures."""
    tries: dict[str, int] = field(default_factory=dict)

    def draw(self, instruction: Instruction, label: str) -> bytes:
        self.tries[label] = tries = self.tries.get(label, 0) + 1
        chance = random.Random(f"{self.seed} {label} {tries}").random()
        if instruction.purpose is Purpose.FINAL:
            if chance < self.lost_looks:
                return picture(instruction.seed + 1)
        elif chance < self.faults:
            return self._fault(instruction, chance / self.faults)
        elif (again := random.Random(f"{self.seed} alike {label}").random()) < self.alike:
            return picture(int(again / self.alike * LIKE))
        return picture(instruction.seed)

    def _fault(self, instruction: Instruction, kind: float) -> bytes:
        if kind < 0.2:
            return picture(instruction.seed, brightest=24)
        if kind < 0.3:
            raise RefusedForNow(FailureClass.RATE_LIMITED, "slow down")
        if kind < 0.5:
            raise (PaidInVain if kind < 0.4 else PerhapsPaid)(FailureClass.TIMEOUT, "no answer")
        if kind < 0.7:
            raise RefusedForGood(FailureClass.SAFETY, "blocked", usage=Usage(text_in=20))
        if kind < 0.8:
            return picture(instruction.seed)[:-400]
        raise NothingUsable(FailureClass.EMPTY, "no image", usage=Usage(text_in=20))

    def judge(self, label: str) -> float:
        self.tries[label] = tries = self.tries.get(label, 0) + 1
        chance = random.Random(f"{self.seed} review {label} {tries}").random()
        if chance > 0.95:
            raise PerhapsPaid(FailureClass.TIMEOUT, "no answer")
        return float(chance < self.accept_rate)

    def models(self) -> ScriptedModels:
        return ScriptedModels(draws=self.draw, judges=self.judge)
