"""From what a manifest says of the screen to the rules that a draft is held to."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from proofpress.domain.screening.checks import Action, Checks
from proofpress.domain.screening.repeating import DuplicatesSpec
from proofpress.domain.screening.thresholds import Thresholds


class Profile(StrEnum):
    """Rules for a kind of picture, as a start for one's own."""

    WALLPAPER = "wallpaper"
    """Night skies, fog, flat colour and much empty room are meant."""
    BANNER = "banner"
    """As wallpaper, but plain margins for text are meant too, so that a border only warns."""
    PHOTO = "photo"
    """Pictures as a camera takes them: focus, light and grain are judged more strictly."""
    OFF = "off"
    """Only broken files are refused."""


class Rules(NamedTuple):
    """What a draft is held to: an action for every check, and every line that they draw."""

    checks: Checks = Checks()
    thresholds: Thresholds = Thresholds()


DEFAULT_RULES = Rules()
"""The rules where nobody set any."""

_CHECKS: Mapping[Profile, Mapping[str, Action]] = {
    Profile.BANNER: {"border": Action.WARN},
    Profile.OFF: dict.fromkeys(Checks.model_fields, Action.OFF),
}
_THRESHOLDS: Mapping[Profile, Mapping[str, float]] = {
    Profile.PHOTO: {
        "dark_p99_9": 40,
        "dark_peak": 96,
        "contrast_spread": 32,
        "blur_sharpness": 0.55,
        "blur_softest": 0.6,
        "blur_detail": 0.48,
        "noise_level": 3.9,
    },
}


class RulesSpec(BaseModel):
    """Rules as they are set: a profile, and what differs from it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    profile: Profile = Profile.WALLPAPER
    checks: dict[str, Action] = Field(default_factory=dict)
    """Actions by the names in Checks."""
    thresholds: dict[str, float] = Field(default_factory=dict)
    """Limits by the names in Thresholds."""

    @model_validator(mode="after")
    def _known(self) -> Self:
        self.rules()
        return self

    def rules(self) -> Rules:
        """The profile's rules with what differs from them."""
        return Rules(
            Checks.model_validate({**_CHECKS.get(self.profile, {}), **self.checks}),
            Thresholds.model_validate({**_THRESHOLDS.get(self.profile, {}), **self.thresholds}),
        )


class ScreenSpec(RulesSpec):
    """The screen of an item."""

    duplicates: DuplicatesSpec = DuplicatesSpec()
    audit: float = Field(default=0, ge=0, le=1)
    """Share of the rejected drafts that the reviewer sees all the same, unmarked."""
    shadow: RulesSpec | None = None
    """Other rules that are held to the same figures, and decide nothing."""
