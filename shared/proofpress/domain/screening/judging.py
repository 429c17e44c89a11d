"""From figures to a verdict: pure, so that recorded figures can be judged again by other rules."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from proofpress.domain.screening.checks import Action
from proofpress.domain.screening.rules import Rules
from proofpress.domain.screening.thresholds import Thresholds

Figures = Mapping[str, int | float | str]


class Judgement(NamedTuple):
    """Reasons reject, warnings only inform; both by the names of the checks, in the order of CHECKS."""

    reasons: tuple[str, ...]
    warnings: tuple[str, ...]


def judge(figures: Figures, rules: Rules) -> Judgement:
    """What the rules say of a picture with these figures; a check whose figures are missing says nothing."""
    found = [name for name, check in CHECKS.items() if check(_Measured(figures), rules.thresholds)]
    by_action = {action: tuple(name for name in found if getattr(rules.checks, name) is action) for action in Action}
    return Judgement(by_action[Action.REJECT], by_action[Action.WARN])


class _Measured:
    """Figures by name; one that is missing compares as neither above nor below anything."""

    def __init__(self, figures: Figures) -> None:
        self._figures = figures

    def __getitem__(self, name: str) -> float:
        figure = self._figures.get(name)
        return float(figure) if isinstance(figure, int | float) else float("nan")

    def __contains__(self, name: str) -> bool:
        return name in self._figures


def _mime(measured: _Measured, _: Thresholds) -> bool:
    return "declared_mime" in measured


def _resolution(measured: _Measured, limits: Thresholds) -> bool:
    return measured["pixels_share"] < limits.pixels_share


def _aspect(measured: _Measured, limits: Thresholds) -> bool:
    return measured["aspect_deviation"] > limits.aspect_deviation


def _dark(measured: _Measured, limits: Thresholds) -> bool:
    return measured["luma_p99_9"] <= limits.dark_p99_9 and measured["peak"] <= limits.dark_peak


def _bright(measured: _Measured, limits: Thresholds) -> bool:
    return (
        measured["luma_p1"] >= limits.bright_p1
        and measured["luma_p0_1"] >= limits.bright_p0_1
        and measured["trough"] >= limits.bright_trough
    )


def _blank(measured: _Measured, limits: Thresholds) -> bool:
    return measured["spread"] <= limits.blank_spread and measured["reach"] < limits.blank_reach


CHECKS: Mapping[str, Callable[[_Measured, Thresholds], bool]] = {
    "mime": _mime,
    "resolution": _resolution,
    "aspect": _aspect,
    "dark": _dark,
    "bright": _bright,
    "blank": _blank,
}
"""In the order in which reasons are named."""
