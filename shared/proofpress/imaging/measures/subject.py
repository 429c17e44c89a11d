"""What a measure is given, and what it gives back."""

from dataclasses import dataclass
from functools import cached_property
from typing import cast

from proofpress.imaging.containers import Container
from proofpress.imaging.levels import Levels, levels
from proofpress.imaging.measures.steps import Steps, rows, steps
from proofpress.imaging.views import Views

Figures = dict[str, float | str]
"""Figures by their stable names; domain.screening judges by them and the ledger keeps them."""

EVERY = 3.8
"""Of so many rows of the fine view steps are taken in one."""
_LEAST_PIXELS, _LEAST_SIDE = 256 * 256, 64


@dataclass(frozen=True)
class Asked:
    """What a draft should be: ratio by its name, as `16:9`, and nominal pixels. Empty or 0 is not checked."""

    aspect_ratio: str
    width: int
    height: int
    declared_mime: str = ""


@dataclass(frozen=True)
class Subject:
    """A picture that was decoded, with everything a measure may look at; statistics are taken once for all."""

    container: Container
    views: Views
    asked: Asked | None

    @property
    def has_details(self) -> bool:
        """Whether there are pixels enough to tell blur, noise and bars from what is drawn."""
        width, height = self.views.luma.size
        return width * height >= _LEAST_PIXELS and min(width, height) >= _LEAST_SIDE

    @cached_property
    def luma_ends(self) -> tuple[int, int]:
        """The lowest and the highest luma of the fine view."""
        return cast("tuple[int, int]", self.views.luma.getextrema())

    @cached_property
    def coarse(self) -> list[Levels]:
        """Red, green and blue of the coarse view."""
        return levels(self.views.coarse)

    @cached_property
    def grey(self) -> Levels:
        """Luma of the coarse view."""
        return levels(self.views.grey)[0]

    @cached_property
    def fine_steps(self) -> Steps:
        """Steps in the luma of some rows of the fine view."""
        return rows(self.views.luma, EVERY)

    @cached_property
    def coarse_steps(self) -> Steps:
        """Steps in the luma of the coarse view."""
        return steps(self.views.grey)
