"""Cohorts: the items that are planned together."""

from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field

from proofpress.domain.money import Usd
from proofpress.domain.records.watched import Watched
from proofpress.domain.states import CohortState


class Tally(BaseModel):
    """Verdicts on the drafts of one prompt template in a cohort."""

    model_config = ConfigDict(frozen=True)

    liked: int = 0
    disliked: int = 0


class Cohort(Watched):
    """Up to a hundred items that are planned together: they share a prior, a part of the caps, and their waves.

    Planning a cohort as one keeps a rerun's waves the same whatever the order in which answers arrive, and
    bounds what one planning step reads.
    """

    indexed: ClassVar[tuple[str, ...]] = ("batch", "state", "still_since")
    most_doublings: ClassVar[int] = 2
    """Few, because what moves a cohort are its attempts, and no move of theirs resets its wait."""

    batch: str
    number: int
    state: CohortState = CohortState.OPEN
    wave: int = 0
    """Waves allocated so far; the compare-and-set on this record lets one planner win."""
    max_attempts: int
    """The cohort's part of the item and batch caps: allocations of its items never add up to more."""
    max_usd: Usd | None = None
    allocated: int = 0
    first_waves: int = 0
    first_wave_rates: float = 0.0
    """Sum over items of liked / drafts in their first wave."""
    tallies: dict[str, Tally] = Field(default_factory=dict)

    @property
    def key(self) -> str:
        """Batch id and cohort number."""
        return f"{self.batch}/{self.number:04d}"
