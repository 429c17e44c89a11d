"""Items: the pictures that a manifest wants."""

from typing import ClassVar

from proofpress.domain.lanes import LaneChoice
from proofpress.domain.money import Usd
from proofpress.domain.records.record import Record
from proofpress.domain.spec import ItemSpec, Route
from proofpress.domain.states import ItemState, StopReason


class Item(Record):
    """One picture wanted `want` times."""

    indexed: ClassVar[tuple[str, ...]] = ("batch", "cohort", "state", "untold")

    batch: str
    cohort: str
    position: int
    """Place in the manifest, from 0."""
    spec: ItemSpec
    route: Route
    why: str
    """The router's reason, in words."""
    draft_tier: str
    draft_size: str
    draft_usd: Usd
    """Expected dollars of one draft with its review."""
    final_usd: Usd
    """Expected dollars of one final; 0 where the draft is the final."""
    draft_worst_usd: Usd
    """Dollars of one draft with its review at worst."""
    review_worst_usd: Usd
    final_worst_usd: Usd
    max_attempts: int
    draft_lane: LaneChoice = LaneChoice.LIVE
    """The manifest's, but live where `auto` found no batch lane; so is the final's."""
    final_lane: LaneChoice = LaneChoice.LIVE
    rounds: int | None = None
    """Waves that it gets at most; None: the spec's, because no draft of it goes to the batch lane."""
    state: ItemState = ItemState.OPEN
    stop_reason: StopReason | None = None
    untold: bool = False
    """Whether the world is still to be told that it was given up."""
    traceparent: str = ""
    """The batch's, for the attempts that are planned."""
    scope: str = ""
    """Where its drafts look for others that they repeat; see domain.scopes."""
    opened: int = 0
    """Epoch seconds of the batch's beginning: the drafts of an earlier batch stand."""
    allocated: int = 0
    liked: int = 0
    disliked: int = 0
    waves: int = 0
    """Waves that used up one of the item's waves."""
    lost: int = 0
    """Keeper slots freed by finals that came to nothing since the cohort was last at rest. Until it is at rest again
    they count as held, so that waves do not depend on how soon a final failed."""

    @property
    def key(self) -> str:
        """Batch id and item id."""
        return f"{self.batch}/{self.spec.id}"

    @property
    def most_waves(self) -> int:
        """Waves that it gets at most."""
        return self.spec.waves if self.rounds is None else self.rounds
