"""From figures to a verdict: pure, so that recorded figures can be judged again by other rules."""

from collections.abc import Callable, Mapping
from enum import IntEnum
from math import nan
from typing import NamedTuple

from proofpress.domain.screening.checks import Action
from proofpress.domain.screening.rules import Rules
from proofpress.domain.screening.thresholds import Thresholds

Figures = Mapping[str, int | float | str]


class Judgement(NamedTuple):
    """Reasons reject, warnings only inform; both by the names of the checks, in the order of CHECKS."""

    reasons: tuple[str, ...]
    warnings: tuple[str, ...]


class _Finding(IntEnum):
    """What a check says of a picture."""

    NOTHING = 0
    DOUBT = 1
    """It cannot tell the defect from something that is meant: at most a warning."""
    DEFECT = 2


def judge(figures: Figures, rules: Rules) -> Judgement:
    """What the rules say of a picture with these figures; a check whose figures are missing says nothing."""
    reasons, warnings = [], []
    for name, check in CHECKS.items():
        finding = check(_Measured(figures), rules.thresholds)
        action = getattr(rules.checks, name, Action.REJECT)
        if finding is _Finding.DEFECT and action is Action.REJECT:
            reasons.append(name)
        elif finding and action is not Action.OFF:
            warnings.append(name)
    return Judgement(tuple(reasons), tuple(warnings))


class _Measured:
    """Figures by name; one that is missing compares as neither above nor below anything."""

    def __init__(self, figures: Figures) -> None:
        self._figures = figures

    def __getitem__(self, name: str) -> float:
        figure = self._figures.get(name)
        return float(figure) if isinstance(figure, int | float) else nan

    def __contains__(self, name: str) -> bool:
        return name in self._figures


def _found(defect: bool, *, doubtful: bool = False) -> _Finding:
    if not defect:
        return _Finding.NOTHING
    return _Finding.DOUBT if doubtful else _Finding.DEFECT


def _broken(measured: _Measured, limits: Thresholds) -> _Finding:
    framed = measured["bar_pair"] >= limits.border_pair
    striped = measured["smear_plain"] >= limits.tail_striped and not framed
    smeared = measured["smear"] >= limits.tail_smeared or striped
    damaged = measured["torn"] > 0 or measured["slipped"] > 0
    return _found(damaged or measured["tail"] >= limits.tail_plain or smeared)


def _mime(measured: _Measured, _: Thresholds) -> _Finding:
    return _found("declared_mime" in measured)


def _resolution(measured: _Measured, limits: Thresholds) -> _Finding:
    return _found(measured["pixels_share"] < limits.pixels_share)


def _aspect(measured: _Measured, limits: Thresholds) -> _Finding:
    return _found(measured["aspect_deviation"] > limits.aspect_deviation)


def _dark(measured: _Measured, limits: Thresholds) -> _Finding:
    return _found(measured["luma_p99_9"] <= limits.dark_p99_9 and measured["peak"] <= limits.dark_peak)


def _bright(measured: _Measured, limits: Thresholds) -> _Finding:
    return _found(
        measured["luma_p1"] >= limits.bright_p1
        and measured["luma_p0_1"] >= limits.bright_p0_1
        and measured["trough"] >= limits.bright_trough
    )


def _low_contrast(measured: _Measured, limits: Thresholds) -> _Finding:
    narrow = measured["spread"] <= limits.contrast_spread and measured["reach"] < limits.contrast_reach
    light = measured["luma_p0_1"] >= limits.contrast_light
    explained = _blank(measured, limits) or _dark(measured, limits) or _bright(measured, limits)
    return _found(narrow and not explained, doubtful=light)


def _blank(measured: _Measured, limits: Thresholds) -> _Finding:
    plain = measured["spread"] <= limits.blank_spread and measured["reach"] < limits.blank_reach
    explained = _dark(measured, limits) or _bright(measured, limits)
    empty = measured["spread"] <= limits.blank_empty or not explained
    return _found(plain and empty and not measured["edge"] >= limits.blank_edge)


def _blur(measured: _Measured, limits: Thresholds) -> _Finding:
    overall = measured["sharpness"] < limits.blur_sharpness and measured["edge"] >= limits.blur_edge
    soft = overall or measured["softest"] < limits.blur_softest
    drawn_so = measured["detail"] < limits.blur_detail
    veiled = measured["luma_p0_1"] >= limits.veil_floor and measured["edge"] <= limits.veil_edge
    return _found(soft, doubtful=drawn_so or veiled)


def _noise(measured: _Measured, limits: Thresholds) -> _Finding:
    loud = measured["noise"] >= limits.noise_level and measured["whiteness"] <= limits.noise_pattern
    white = measured["whiteness"] >= limits.noise_whiteness or measured["colour_noise"] >= limits.noise_colour
    sure = white and not measured["unevenness"] > limits.noise_unevenness
    specked = (
        measured["specks"] >= limits.specks_share
        and measured["speck_sum"] <= limits.specks_most
        and measured["speck_texture"] <= limits.specks_texture
    )
    return _found(loud or specked, doubtful=not (sure or specked))


def _border(measured: _Measured, limits: Thresholds) -> _Finding:
    return _found(measured["bar_pair"] >= limits.border_pair or measured["bar_single"] >= limits.border_single)


CHECKS: Mapping[str, Callable[[_Measured, Thresholds], _Finding]] = {
    "broken": _broken,
    "mime": _mime,
    "resolution": _resolution,
    "aspect": _aspect,
    "dark": _dark,
    "bright": _bright,
    "low_contrast": _low_contrast,
    "blank": _blank,
    "blur": _blur,
    "noise": _noise,
    "border": _border,
}
"""In the order in which reasons are named. `broken` has no action of its own: it always rejects."""
