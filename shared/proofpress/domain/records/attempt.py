"""Attempts: the slots for drafts."""

from datetime import datetime
from typing import ClassVar, Self

from pydantic import BaseModel, ConfigDict, Field

from proofpress.domain.records.paid import Paid
from proofpress.domain.states import WATCHED, AttemptState, check_attempt


class Audit(BaseModel):
    """What a draft was let through in spite of."""

    model_config = ConfigDict(frozen=True)

    reasons: tuple[str, ...]
    """Why the screen would have rejected it."""
    share: float
    """Of such drafts, how many are let through: it stands for 1 / share of them."""


class Attempt(Paid):
    """One numbered slot for one paid draft call, and all that became of it."""

    indexed: ClassVar[tuple[str, ...]] = (
        "batch",
        "cohort",
        "item",
        "state",
        "number",
        "job",
        "wave",
        "reason",
        "still_since",
        "changed",
        "usd",
        "perhaps_usd",
        "worst_usd",
    )

    state: AttemptState = AttemptState.PLANNED
    wave: int
    replaces: int | None = None
    """Number of the failed attempt that this one is the regeneration of."""
    parent: int | None = None
    """Number of the draft that this one edits."""
    edit: str = ""
    """The sentence of the edit."""
    reason: str = ""
    """The first of the reasons, for counting."""
    reasons: tuple[str, ...] = ()
    """Why the screen rejected it, by stable names."""
    warnings: tuple[str, ...] = ()
    audit: Audit | None = None
    """Set where the screen rejected it, and let it through to learn what the reviewer says; nobody shows this before."""
    shadow: tuple[str, ...] | None = None
    """Why the rules of the item's shadow would have rejected it; None where it has none."""
    figures: dict[str, int | float | str] = Field(default_factory=dict)
    duplicate_of: str | None = None
    score: float | None = None
    comments: tuple[str, ...] = ()
    """The reviewer's reasons."""
    decided_by: str = ""
    stars: int | None = None

    @property
    def key(self) -> str:
        """Item key and attempt number, four digits."""
        return f"{self.item}/{self.number:04d}"

    @property
    def waits_for_person(self) -> bool:
        """Whether somebody took a decision back, so that the reviewing model is not asked again."""
        return self.state is AttemptState.PASSED and bool(self.decided_by)

    def taken_from_reviewer(self) -> Self:
        """A copy that no reviewer holds, for somebody else's decision."""
        return self if self.lease_until is None else self.unanswered()

    def moved(self, state: AttemptState, now: datetime, **changes: object) -> Self:
        """A copy in another state; IllegalMove where the table has no such move."""
        check_attempt(self.state, state)
        return self._moved(now, is_watched=state in WATCHED, state=state, **changes)

    def as_planned(self, now: datetime, **changes: object) -> Self:
        """A copy that waits for a worker again."""
        return self.moved(AttemptState.PLANNED, now, **changes)

    def as_leased(self, now: datetime, **changes: object) -> Self:
        """A copy whose call somebody may make."""
        return self.moved(AttemptState.LEASED, now, **changes)

    def as_cancelled(self, now: datetime, **changes: object) -> Self:
        """A copy that is given back unpaid."""
        return self.moved(AttemptState.CANCELLED, now, **changes)

    def as_failed(self, now: datetime, **changes: object) -> Self:
        """A copy that came to nothing."""
        return self.moved(AttemptState.FAILED, now, **changes)
