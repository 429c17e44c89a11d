"""Where each check draws its line."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


def _threshold(default: float, unit: str, reason: str, *, most: float = 255) -> Any:
    return Field(default, ge=0, le=most, allow_inf_nan=False, description=reason, json_schema_extra={"unit": unit})


class Thresholds(BaseModel):
    """Limits of the screen; every description says why its default is what it is.

    Levels are of 8-bit luma or channels, 0 to 255, measured on the shared views, never on the mean: a night sky
    and a white desk have extreme means and are good pictures.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    pixels_share: float = _threshold(
        0.75,
        "share of the pixels asked for",
        "Models round the sides to their own grid. Counted in pixels, because a side of 384 is right for 8:1.",
        most=1,
    )
    aspect_deviation: float = _threshold(
        0.05,
        "natural logarithm of the ratio",
        "Real ratios are off by up to 3 %; neighbouring ones, such as 3:4 and 4:5, are 6.5 % apart.",
        most=1,
    )
    dark_p99_9: float = _threshold(
        30, "level", "Dark if even the brightest thousandth is no brighter; in a night scene windows or stars are."
    )
    dark_peak: float = _threshold(
        64, "level", "Any brighter spot is taken for a moon, a star or a deep colour that is meant."
    )
    bright_p1: float = _threshold(
        212, "level", "Bright if even the darkest hundredth is no darker; high-key pictures keep a few shadows."
    )
    bright_p0_1: float = _threshold(150, "level", "A darker thousandth is a line or a small object on a light ground.")
    bright_trough: float = _threshold(
        128, "level", "Any darker spot is taken for a mark, or a deep colour, that is meant."
    )
    contrast_spread: float = _threshold(
        26, "levels", "Low contrast if no channel spans more between its 0.1 and 99.9 percentiles; fog spans more."
    )
    blank_spread: float = _threshold(
        9, "levels", "Blank if no channel spans more between its 0.1 and 99.9 percentiles; thick fog spans more."
    )
    blank_reach: float = _threshold(
        80, "levels", "A spot this far from the rest is a subject, however small, as a moon in a plain sky."
    )
    blur_sharpness: float = _threshold(
        0.60,
        "second difference over gradient",
        "Blurred if the steepest edges bend no faster: the inverse of their width, whatever their contrast.",
        most=4,
    )
    noise_fine: float = _threshold(
        5.2, "levels", "Noise of the quietest tenth of the picture at 512 pixels; texture rarely covers every tile."
    )
    noise_coarse: float = _threshold(
        3.4, "levels", "The same at 256 pixels; only together with the fine one, because texture seldom fills both."
    )
    border_pair: float = _threshold(
        0.035, "share of the side", "Bars on two opposite sides; thinner ones are within what a crop takes off.", most=1
    )
    border_single: float = _threshold(
        0.08, "share of the side", "A bar on one side alone; a floor, a sky or a margin is more often meant.", most=1
    )
