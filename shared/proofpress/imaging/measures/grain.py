"""Does noise lie over the picture?"""

from math import sqrt

from PIL import Image, ImageChops

from proofpress.imaging.levels import Levels
from proofpress.imaging.measures.specks import sample, specks
from proofpress.imaging.measures.steps import Steps, steps
from proofpress.imaging.measures.subject import Figures, Subject

_TILE = 16
"""Side of a tile in the fine view; the coarse view has tiles of half the side in the same places."""
_QUIET = 0.1
_SUSPECT = 3.5
"""Levels from which on colour is looked at too, which costs as much again."""
_LEAST = 0.5
_RESTLESS = 0.6
"""Levels from which on specks are looked for: where they lie in every tile, none is quieter."""
_FEW = 0.1
"""Percent of specks from which on the smaller view is looked at too."""


def measure_grain(subject: Subject) -> Figures:
    """Noise in the quietest tenth of the picture, in levels of luma between neighbours at 512 x 512.

    Averaging four pixels halves noise and leaves texture as it is. So what is gone at half the size is noise: of the
    squares, `noise` is 4/3 of the difference. `whiteness` is the ratio of both: 2 for pure noise, 1 for texture;
    `colour_noise` is the same as noise in half of red less green, where the texture of one material has little.
    `unevenness` is how much larger the steps are that a tenth exceeds than those that a quarter stays below: 5 for noise,
    more for cloth and tiles, whose threads and fields are plain within.

    `specks` are single pixels that stand out, in percent: of light and dark ones those that are fewer, as lost pixels are
    both; `speck_sum` is all of them, and `speck_texture` how many there are at half the size for each of these.
    """
    fine, coarse = _quietest(subject.fine_steps, _TILE), _quietest(subject.coarse_steps, _TILE // 2)
    noise = _white(fine, coarse)
    figures: Figures = {"noise": round(noise, 2), "whiteness": round(fine / max(_LEAST, coarse), 2)}
    if noise >= _SUSPECT:
        figures["colour_noise"] = round(_colour_noise(subject.views.fine), 2)
        figures["unevenness"] = round(_unevenness(subject.fine_steps), 2)
    return {**figures, **_specks(subject)} if fine >= _RESTLESS else figures


def _specks(subject: Subject) -> Figures:
    found = specks(sample(subject.views.luma), _FEW)
    if min(found) < _FEW:
        return {"specks": round(min(found), 2)}
    texture = sum(specks(sample(subject.views.grey))) / sum(found)
    return {"specks": round(min(found), 2), "speck_sum": round(sum(found), 2), "speck_texture": round(texture, 2)}


def _unevenness(found: Steps) -> float:
    counts = Levels(list(map(int.__add__, found.across.histogram(), found.down.histogram())))
    return counts.percentile(0.9) / max(1, counts.percentile(0.25))


def _colour_noise(fine: Image.Image) -> float:
    red, green, _ = fine.split()
    colour = ImageChops.subtract(red, green, scale=2, offset=128)
    return 2 * _white(_quietest(steps(colour), _TILE), _quietest(steps(colour.reduce(2)), _TILE // 2))


def _white(fine: float, coarse: float) -> float:
    return sqrt(max(0.0, fine**2 - coarse**2) * 4 / 3)


def _quietest(found: Steps, tile: int) -> float:
    """The mean step within a tile that a tenth of all tiles stay below, across or down, whichever is less."""
    return min(_tenth(direction.reduce(tile).histogram()) for direction in found)


def _tenth(histogram: list[int]) -> float:
    """The level below which a tenth of the values lie, between whole levels by their counts."""
    wanted = _QUIET * sum(histogram)
    for level, count in enumerate(histogram):
        if count >= wanted and count:
            return max(0.0, level - 0.5 + wanted / count)
        wanted -= count
    return 0.0
