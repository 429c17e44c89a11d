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
        56, "level", "Any brighter spot is taken for a moon, a star or a deep colour that is meant."
    )
    bright_p1: float = _threshold(
        212, "level", "Bright if even the darkest hundredth is no darker; high-key pictures keep a few shadows."
    )
    bright_p0_1: float = _threshold(150, "level", "A darker thousandth is a line or a small object on a light ground.")
    bright_trough: float = _threshold(
        160, "level", "Any darker spot is taken for a mark, or a deep colour, that is meant."
    )
    contrast_spread: float = _threshold(
        26, "levels", "Low contrast if no channel spans more between its 0.1 and 99.9 percentiles; fog spans more."
    )
    contrast_reach: float = _threshold(
        40, "levels", "A spot this far from the rest is a subject that stands out: a star, a lantern in the mist."
    )
    contrast_light: float = _threshold(
        180, "level", "Where the darkest thousandth is no darker, it may be fog or white on white: only a warning."
    )
    blank_spread: float = _threshold(
        9, "levels", "Blank if no channel spans more between its 0.1 and 99.9 percentiles and no edge shows."
    )
    blank_empty: float = _threshold(
        1,
        "levels",
        "In the dark or in white a narrow band is no news; blank is what spans no more than this even there.",
    )
    blank_reach: float = _threshold(
        80, "levels", "A spot this far from the rest is a subject, however small, as a moon in a plain sky."
    )
    blank_edge: float = _threshold(
        4, "levels", "Steps as steep as this are a drawing, however faint: low in contrast, but not blank."
    )
    blur_sharpness: float = _threshold(
        0.53,
        "steepness at 512 pixels over that at 128",
        "Sharp edges are as steep in a smaller picture: sharp pictures have 0.55 and more, blurred ones less.",
        most=4,
    )
    blur_detail: float = _threshold(
        0.54,
        "steepness at 64 pixels over that at 32",
        "What is this soft even at 64 pixels, as silk or a gradient, was drawn so: below it, blur only warns.",
        most=4,
    )
    blur_softest: float = _threshold(
        0.55,
        "steepness at 512 pixels over that at 128",
        "The same in the softest of eight directions, as motion leaves it; drafts that are a little soft have 0.57.",
        most=4,
    )
    blur_edge: float = _threshold(
        12, "levels", "Where even a small picture has no steeper step, there is nothing that could be sharp."
    )
    veil_floor: float = _threshold(
        90, "level", "Where the darkest thousandth is no darker, fog may lie over the picture: blur only warns."
    )
    veil_edge: float = _threshold(
        45, "levels", "Steeper steps than this are not seen through fog, however light the picture is."
    )
    noise_level: float = _threshold(
        4.2, "levels", "Noise in the quietest tenth of the picture; film grain that is meant stays below 3.8."
    )
    noise_whiteness: float = _threshold(
        1.7,
        "steps at 512 pixels over those at 256",
        "Pure noise has 2 and texture 1; grain below this may be sand or stone, and only warns.",
        most=4,
    )
    noise_pattern: float = _threshold(
        2.8, "steps at 512 pixels over those at 256", "No noise is this fine: it is a pattern of few pixels.", most=16
    )
    noise_unevenness: float = _threshold(
        12,
        "large steps over small ones",
        "Noise moves all pixels alike, at 5; in cloth and mosaics most steps are small.",
    )
    specks_share: float = _threshold(
        0.3,
        "percent of the pixels",
        "Single pixels that stand out in the quietest tenth; one lost pixel in 100 makes 0.4 and more, stars make none.",
        most=100,
    )
    specks_most: float = _threshold(
        14,
        "percent of the pixels",
        "More of them do not lie singly, and are more than noise has: it is a pattern of few pixels.",
        most=100,
    )
    specks_rarer: float = _threshold(
        0.06, "share of the specks", "Lost pixels are light and dark; the gaps in cloth are only dark.", most=1
    )
    specks_texture: float = _threshold(
        0.33,
        "specks at 256 pixels over those at 512",
        "Leaves and pebbles have 0.36 and more; lost pixels are gone at half the size.",
        most=16,
    )
    specks_dark: float = _threshold(
        24,
        "level",
        "Where half of the picture is no lighter, only light specks show, and have no texture to be taken for.",
    )
    specks_light: float = _threshold(215, "level", "The same of dark specks, where half of the picture is no darker.")
    noise_colour: float = _threshold(
        5, "levels", "Noise of red against green, which no texture of one material has, however rough it is."
    )
    border_pair: float = _threshold(
        0.035, "share of the side", "Bars on two opposite sides; thinner ones are within what a crop takes off.", most=1
    )
    border_single: float = _threshold(
        0.08, "share of the side", "A bar on one side alone; a floor, a sky or a margin is more often meant.", most=1
    )
    tail_plain: float = _threshold(
        0.03, "share of the height", "Dead grey or black down to the bottom: the picture broke off there.", most=1
    )
    tail_smeared: float = _threshold(
        0.08, "share of the height", "One busy row repeated to the bottom; nothing that is drawn does that.", most=1
    )
    tail_striped: float = _threshold(
        0.3,
        "share of the height",
        "The same of a row with few steps, as a skyline in flat colours has for less.",
        most=1,
    )
    tail_cut: float = _threshold(
        0.12,
        "share of the height",
        "The same of a row with few steps, where all of the picture above breaks off.",
        most=1,
    )
    tail_break: float = _threshold(
        0.04,
        "share of the pixels",
        "What changes in the rows above, up to a cut; of a skyline one tower in many begins there.",
        most=1,
    )
