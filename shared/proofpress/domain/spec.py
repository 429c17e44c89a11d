"""What is asked for, fully resolved: the form in which a manifest enters a batch."""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from proofpress.domain.lanes import LaneSpec
from proofpress.domain.money import Usd
from proofpress.domain.screening import ScreenSpec

DEFAULT_MAX_USD_PER_KEEPER = "0.50"
DEFAULT_WAVES = 4
DEFAULT_ACCEPT_RATE = 0.35

Fraction = Annotated[float, Field(gt=0, lt=1)]


class Route(StrEnum):
    """Which models an item passes through."""

    TWO_TIER = "two_tier"
    """Cheap drafts, then a final of the accepted ones by the dearer model."""
    DIRECT = "direct"
    """Drafts by the final model itself; an accepted draft is the final."""
    CHEAP = "cheap"
    """Drafts by the cheap model; an accepted draft is the final."""


class ReviewMode(StrEnum):
    """Who decides on a draft that passed the screen."""

    NONE = "none"
    """Whatever passes the screen is accepted, in order of attempts."""
    HAND = "hand"
    """A person: `accept` and `reject`, or the review desk."""
    MODEL = "model"
    """A vision model with the manifest's rubric."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Reference(_Frozen):
    """A reference image of an item; `object_name` lies in the inbox bucket once the batch is submitted."""

    path: str
    object_name: str = ""
    sha256: str
    mime: str
    size: int


class ReviewSpec(_Frozen):
    """How the drafts of an item are judged."""

    mode: ReviewMode = ReviewMode.MODEL
    tier: str = "review"
    rubric: str = ""
    threshold: float = Field(default=0.6, ge=0, le=1)
    """Least score, 0 to 1, that the vision reviewer must give."""


class ItemSpec(_Frozen):
    """One picture wanted `want` times, with every default and variable filled in."""

    id: str
    prompt: str
    template: str
    """Short hash of the prompt before its variables were filled in: what the bad-prompt test pools by."""
    variables: dict[str, str | int | float | bool | None] = Field(default_factory=dict)
    want: int = 1
    aspect_ratio: str = "1:1"
    image_size: str = "1K"
    """Size of the final; drafts are made in the smallest size that the draft model has."""
    pixels: tuple[int, int] | None = None
    """Width and height wanted in the delivery, where the manifest names them."""
    draft: str = "lite"
    final: str = "standard"
    review: ReviewSpec = ReviewSpec()
    screen: ScreenSpec = ScreenSpec()
    references: tuple[Reference, ...] = ()
    seed: int = 0
    waves: int = DEFAULT_WAVES
    max_attempts: int | None = None
    max_usd_per_keeper: Usd
    accept_rate: Fraction = DEFAULT_ACCEPT_RATE
    """Share of drafts expected to be accepted, until it is measured."""
    route: Route | None = None
    """The user's overruling of the router; None lets it choose."""
    hero: bool = False
    text_heavy: bool = False
    lanes: LaneSpec = LaneSpec()


class BatchSpec(_Frozen):
    """A whole manifest, resolved: what `intake` turns into a batch."""

    name: str
    items: tuple[ItemSpec, ...]
    max_attempts: int | None = None
    max_usd: Usd | None = None
    campaign: str = ""
    warnings: tuple[str, ...] = ()
    fingerprint: str
    """sha256 over the resolved items, caps and reference bytes: equal manifests resume, changed ones are refused."""
    source: str
    """The manifest's text as the user wrote it, for the diff that a refusal shows."""
