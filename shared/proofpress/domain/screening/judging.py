"""From figures to a verdict: pure, so that recorded figures can be judged again by other rules."""

from collections.abc import Callable, Mapping
from enum import IntEnum
from typing import NamedTuple

from proofpress.domain.screening.checks import Action
from proofpress.domain.screening.measured import Figures, Measured
from proofpress.domain.screening.rules import Rules
from proofpress.domain.screening.thresholds import Thresholds


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
    measured = Measured(figures)
    for name, check in CHECKS.items():
        finding = check(measured, rules.thresholds)
        action = getattr(rules.checks, name, Action.REJECT)
        if finding is _Finding.DEFECT and action is Action.REJECT:
            reasons.append(name)
        elif finding and action is not Action.OFF:
            warnings.append(name)
    return Judgement(tuple(reasons), tuple(warnings))


def _found(defect: bool, *, doubtful: bool = False) -> _Finding:
    if not defect:
        return _Finding.NOTHING
    return _Finding.DOUBT if doubtful else _Finding.DEFECT


def _broken(measured: Measured, limits: Thresholds) -> _Finding:
    damaged = measured["torn"] > 0 or measured["slipped"] > 0
    return _found(damaged or measured["tail"] >= limits.tail_plain or _smeared(measured, limits))


def _smeared(measured: Measured, limits: Thresholds) -> bool:
    """A bar of a frame repeats its rows as well, and so do towers and trunks, which begin one by one."""
    framed = measured["bar_pair"] >= limits.border_pair
    share = measured["smear_plain"]
    cut = share >= limits.tail_cut and measured["smear_break"] >= limits.tail_break
    return measured["smear"] >= limits.tail_smeared or (not framed and (cut or share >= limits.tail_striped))


def _mime(measured: Measured, _: Thresholds) -> _Finding:
    return _found("declared_mime" in measured)


def _resolution(measured: Measured, limits: Thresholds) -> _Finding:
    return _found(measured["pixels_share"] < limits.pixels_share)


def _aspect(measured: Measured, limits: Thresholds) -> _Finding:
    return _found(measured["aspect_deviation"] > limits.aspect_deviation)


def _dark(measured: Measured, limits: Thresholds) -> _Finding:
    return _found(measured["luma_p99_9"] <= limits.dark_p99_9 and measured["peak"] <= limits.dark_peak)


def _bright(measured: Measured, limits: Thresholds) -> _Finding:
    return _found(
        measured["luma_p1"] >= limits.bright_p1
        and measured["luma_p0_1"] >= limits.bright_p0_1
        and measured["trough"] >= limits.bright_trough
    )


def _low_contrast(measured: Measured, limits: Thresholds) -> _Finding:
    narrow = measured["spread"] <= limits.contrast_spread and measured["reach"] < limits.contrast_reach
    light = measured["luma_p0_1"] >= limits.contrast_light
    explained = _blank(measured, limits) or _dark(measured, limits) or _bright(measured, limits)
    return _found(narrow and not explained, doubtful=light)


def _blank(measured: Measured, limits: Thresholds) -> _Finding:
    plain = measured["spread"] <= limits.blank_spread and measured["reach"] < limits.blank_reach
    explained = _dark(measured, limits) or _bright(measured, limits)
    empty = measured["spread"] <= limits.blank_empty or not explained
    return _found(plain and empty and not measured["edge"] >= limits.blank_edge)


def _blur(measured: Measured, limits: Thresholds) -> _Finding:
    overall = measured["sharpness"] < limits.blur_sharpness and measured["edge"] >= limits.blur_edge
    soft = overall or measured["softest"] < limits.blur_softest
    drawn_so = measured["detail"] < limits.blur_detail
    veiled = measured["luma_p0_1"] >= limits.veil_floor and measured["edge"] <= limits.veil_edge
    return _found(soft, doubtful=drawn_so or veiled)


def _noise(measured: Measured, limits: Thresholds) -> _Finding:
    loud = measured["noise"] >= limits.noise_level and measured["whiteness"] <= limits.noise_pattern
    white = measured["whiteness"] >= limits.noise_whiteness or measured["colour_noise"] >= limits.noise_colour
    patterned = measured["unevenness"] > limits.noise_unevenness or measured["speck_sum"] > limits.specks_most
    sure = white and not patterned
    specked = _specked(measured, limits)
    return _found(loud or specked, doubtful=not (sure or specked))


def _specked(measured: Measured, limits: Thresholds) -> bool:
    """Both light and dark pixels are lost, of which only one kind shows in the dark and in white."""
    ground = measured["luma_p50"]
    both = measured["speck_rarer"] >= limits.specks_rarer and measured["speck_texture"] <= limits.specks_texture
    extreme = ground <= limits.specks_dark or ground >= limits.specks_light
    many = limits.specks_share <= measured["specks"] and measured["speck_sum"] <= limits.specks_most
    return many and (both or extreme)


def _border(measured: Measured, limits: Thresholds) -> _Finding:
    return _found(measured["bar_pair"] >= limits.border_pair or measured["bar_single"] >= limits.border_single)


CHECKS: Mapping[str, Callable[[Measured, Thresholds], _Finding]] = {
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
