"""What a check is given, and what it gives back."""

from dataclasses import dataclass, field
from functools import cached_property

from proofpress.imaging.containers import Container
from proofpress.imaging.levels import Levels, levels
from proofpress.imaging.thresholds import Thresholds
from proofpress.imaging.views import Views


@dataclass(frozen=True)
class Asked:
    """What a draft should be: ratio by its name, as `16:9`, and nominal pixels. Empty or 0 is not checked."""

    aspect_ratio: str
    width: int
    height: int
    declared_mime: str = ""


@dataclass(frozen=True)
class Subject:
    """A picture that was decoded, with everything a check may look at; statistics are taken once for all checks."""

    container: Container
    views: Views
    asked: Asked | None
    thresholds: Thresholds

    @cached_property
    def fine(self) -> list[Levels]:
        """Red, green and blue of the fine view."""
        return levels(self.views.fine)

    @cached_property
    def coarse(self) -> list[Levels]:
        """Red, green and blue of the coarse view."""
        return levels(self.views.coarse)

    @cached_property
    def grey(self) -> Levels:
        """Luma of the coarse view."""
        return levels(self.views.grey)[0]


@dataclass(frozen=True)
class Finding:
    """What one check says: reasons reject, warnings and figures only inform."""

    reasons: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    figures: dict[str, float | str] = field(default_factory=dict)
