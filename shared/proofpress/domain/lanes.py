"""What a manifest says of lanes: live, or the half-price batch lane, whose answers may take two days."""

from enum import StrEnum

from pydantic import AwareDatetime, BaseModel, ConfigDict

DEFAULT_BATCH_WAVES = 2
"""Rounds of drafts where each takes a day: two of them cost a quarter less than four live ones and bring more keepers;
a third would hardly add any, and another two days at worst."""


class LaneChoice(StrEnum):
    """What a manifest says of a tier's lane."""

    LIVE = "live"
    BATCH = "batch"
    AUTO = "auto"
    """The batch lane for every wave that leaves time enough before `needed_by`; live otherwise."""


class LaneSpec(BaseModel):
    """The lanes of an item's drafts and finals."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    draft: LaneChoice = LaneChoice.LIVE
    final: LaneChoice = LaneChoice.LIVE
    needed_by: AwareDatetime | None = None
    """When the keepers must be there; what `auto` goes by."""
    waves: int = DEFAULT_BATCH_WAVES
    """Rounds of drafts where they are made in the batch lane."""
