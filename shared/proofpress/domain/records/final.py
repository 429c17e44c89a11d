"""Finals: accepted drafts rebuilt by the final model."""

from datetime import datetime
from typing import ClassVar, Self

from pydantic import BaseModel, ConfigDict

from proofpress.domain.records.paid import Paid, StoredImage
from proofpress.domain.states import FINALS_IN_FLIGHT, FinalState, check_final


class Likeness(BaseModel):
    """How near a final is to its draft; see imaging.likeness for the measures and their bands."""

    model_config = ConfigDict(frozen=True)

    hash_distance: int
    mood: float
    luma: float
    chroma: float
    band: str
    """`ok`, `review` or `lost`."""
    version: int = 1


class Final(Paid):
    """One try to render an accepted draft; `number` is the attempt's."""

    indexed: ClassVar[tuple[str, ...]] = (
        "batch",
        "cohort",
        "item",
        "state",
        "number",
        "job",
        "still_since",
        "changed",
        "untold",
        "usd",
        "perhaps_usd",
        "worst_usd",
    )

    state: FinalState = FinalState.PLANNED
    render: int = 1
    """1, or 2 for the one re-render."""
    slot: str = ""
    """Key of the keeper slot that it was ordered through."""
    likeness: Likeness | None = None
    deliveries: tuple[StoredImage, ...] = ()
    untold: bool = False
    """Whether the world is still to be told of its delivery."""

    @property
    def attempt(self) -> str:
        """Key of the attempt that it renders."""
        return f"{self.item}/{self.number:04d}"

    @property
    def key(self) -> str:
        """Attempt key and number of the try."""
        return f"{self.attempt}-{self.render}"

    def moved(self, state: FinalState, now: datetime, **changes: object) -> Self:
        """A copy in another state; IllegalMove where the table has no such move."""
        check_final(self.state, state)
        return self._moved(now, is_watched=state in FINALS_IN_FLIGHT, state=state, **changes)

    def as_planned(self, now: datetime, **changes: object) -> Self:
        """A copy that waits for a worker again."""
        return self.moved(FinalState.PLANNED, now, **changes)

    def as_leased(self, now: datetime, **changes: object) -> Self:
        """A copy whose call somebody may make."""
        return self.moved(FinalState.LEASED, now, **changes)

    def as_cancelled(self, now: datetime, **changes: object) -> Self:
        """A copy that is given back unpaid."""
        return self.moved(FinalState.CANCELLED, now, **changes)

    def as_failed(self, now: datetime, **changes: object) -> Self:
        """A copy that came to nothing."""
        return self.moved(FinalState.FAILED, now, **changes)
