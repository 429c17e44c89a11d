"""How the simulated service behaves: how long it takes, what it gets wrong, what it refuses."""

import re
import tomllib
from importlib import resources
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from proofpress.domain.errors import BadInput

Share = Annotated[float, Field(ge=0, le=1)]
BUILT_IN = ("demo", "perfect", "realistic", "storm")


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


def _check_sum(shares: dict[str, float]) -> None:
    if sum(shares.values()) > 1:
        raise ValueError(f"the shares {', '.join(shares)} add up to more than 1")


class Latency(_Frozen):
    """Seconds that an answer takes: lognormal about a median, with the standard deviation of its logarithm."""

    median: float = Field(default=0, ge=0)
    spread: float = Field(default=0, ge=0)


class AcceptRate(_Frozen):
    """The accept rate of the prompts that a regular expression finds."""

    match: re.Pattern[str]
    rate: Share


class Defects(_Frozen):
    """Shares of the drafts that a mechanical screen should reject."""

    dark: Share = 0
    blank: Share = 0
    blurred: Share = 0
    truncated: Share = 0
    near_duplicate: Share = 0
    exact_duplicate: Share = 0
    wrong_mime: Share = 0
    """JPEG bytes that are declared as image/png."""
    wrong_ratio: Share = 0

    @model_validator(mode="after")
    def _leave_room(self) -> "Defects":
        _check_sum(self.shares)
        return self

    @property
    def shares(self) -> dict[str, float]:
        """Each defect with its share; a draft has at most one."""
        return self.model_dump()


class Refusals(_Frozen):
    """Shares of the calls that bring no picture, for now or for good."""

    rate_limited: Share = 0
    """429."""
    unavailable: Share = 0
    """500 or 503."""
    empty: Share = 0
    """STOP without a picture, or NO_IMAGE."""
    safety: Share = 0
    """IMAGE_SAFETY, or a block reason for the prompt."""
    retry_after: float = Field(default=1.0, ge=0)
    """Seconds that the RetryInfo of a 429 names; 0 for a 429 without one."""

    @model_validator(mode="after")
    def _leave_room(self) -> "Refusals":
        _check_sum(self.outages)
        _check_sum(self.silences)
        return self

    @property
    def outages(self) -> dict[str, float]:
        """What another try may overcome."""
        return {"rate_limited": self.rate_limited, "unavailable": self.unavailable}

    @property
    def silences(self) -> dict[str, float]:
        """What the same request always meets again."""
        return {"empty": self.empty, "safety": self.safety}


class Batches(_Frozen):
    """How the batch lane behaves; what comes of its lines is decided as for live calls."""

    queued: float = Field(default=0, ge=0)
    """Seconds before a job begins."""
    running: float = Field(default=0, ge=0)
    """Seconds that its lines take together, at least."""
    failures: Share = 0
    """Share of the lines that end with an error of the service."""
    kept: float = Field(default=48 * 3600, ge=0)
    """Seconds until a file expires."""
    page: int = Field(default=100, ge=1)
    """Files or jobs on one page of a list, at most."""


class Profile(_Frozen):
    """One service's manners. Without any settings: at once, faultless, everything accepted."""

    latency: Latency = Latency()
    latencies: dict[str, Latency] = Field(default_factory=dict)
    """By tier or model id, where they differ from `latency`."""
    accept_rate: Share = 1.0
    """Share of the drafts that the vision reviewer will like."""
    accept_rates: tuple[AcceptRate, ...] = ()
    """The first that matches a prompt goes before `accept_rate`."""
    defects: Defects = Defects()
    refusals: Refusals = Refusals()
    batches: Batches = Batches()
    lost_look: Share = 0.03
    """Share of the finals and edits that ignore their reference image."""

    def accept_rate_of(self, prompt: str) -> float:
        """The accept rate of a prompt."""
        return next((each.rate for each in self.accept_rates if each.match.search(prompt)), self.accept_rate)


def load_profile(name: str) -> Profile:
    """A built-in profile by its name, or one from the path of a TOML file; BadInput says what is wrong with it."""
    if name in BUILT_IN:
        text = resources.files("proofpress.simulator").joinpath("profiles", f"{name}.toml").read_text("utf-8")
    else:
        text = _read(name)
    try:
        return Profile.model_validate(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise BadInput(f"The simulator's profile {name} cannot be used: {error}") from error


def _read(name: str) -> str:
    try:
        return Path(name).read_text("utf-8")
    except OSError as error:
        known = ", ".join(BUILT_IN)
        reason = error.strerror or error
        raise BadInput(f"No profile {name!r}: name a TOML file or one of {known} ({reason}).") from error
