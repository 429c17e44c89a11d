"""Which drafts are compared with each other, and how near is too near."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from proofpress.domain.near_duplicates import RADIUS

MOST_RADIUS = 100
"""Bits; unrelated pictures lie at 128."""


class Across(StrEnum):
    """Among which drafts a repetition is looked for."""

    BATCH = "batch"
    CAMPAIGN = "campaign"
    """All batches that name the same campaign: the drafts of the earlier ones stand."""
    OFF = "off"
    """None: every draft may be repeated."""


class DuplicatesSpec(BaseModel):
    """When a draft is rejected as a duplicate of another."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    across: Across = Across.BATCH
    radius: int = Field(default=RADIUS, ge=0, le=MOST_RADIUS)
    """Bits of 256 in which the hashes of alike drafts may differ; of two drafts the smaller one counts."""
