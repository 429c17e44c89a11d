"""Does noise lie over the picture?"""

from math import sqrt

from PIL import Image, ImageChops

from proofpress.imaging.levels import Levels, tenth
from proofpress.imaging.measures.specks import sample, specks
from proofpress.imaging.measures.steps import Steps, steps
from proofpress.imaging.measures.subject import EVERY, Figures, Subject

_TILE = 16
"""Side of a tile in the fine view; the coarse view has tiles of half the side in the same places."""
_SUSPECT = 3.5
"""Levels from which on colour is looked at too, which costs as much again."""
_LEAST = 0.5
_PART = 64
"""Side of the parts of the fine view in which a tenth may be quiet for all that specks change."""
_LARGE = [0] * 12 + [255] * 244
_RESTLESS = 2
"""Of 255: the share of large steps from which on specks are looked for. One lost pixel in a hundred makes more,
on any ground, and grain makes none."""
_FEW = 0.1
"""Percent of specks from which on the smaller view is looked at too."""


def measure_grain(subject: Subject) -> Figures:
    """Noise in the quietest tenth of the picture, in levels of luma between neighbours at 512 x 512.

    Averaging four pixels halves noise and leaves texture as it is. So what is gone at half the size is noise: of the
    squares, `noise` is 4/3 of the difference. `whiteness` is the ratio of both: 2 for pure noise, 1 for texture;
    `colour_noise` is the same as noise in half of red less green, where the texture of one material has little.
    `unevenness` is how much larger the steps are that a tenth exceeds than those that a quarter stays below: 5 for noise,
    more for cloth and tiles, whose threads and fields are plain within.

    `specks` are single pixels that stand out, in percent of the quietest tenth; `speck_sum` is how many there are in all,
    `speck_rarer` the share of them that the rarer of light and dark ones has, and `speck_texture` how many there are
    at half the size for each of these: leaves and pebbles show as often there, lost pixels have all but averaged out.
    """
    fine = _quietest(subject.fine_steps, (_TILE, round(_TILE / EVERY)))
    coarse = _quietest(subject.coarse_steps, (_TILE // 2, _TILE // 2))
    noise = _white(fine, coarse)
    figures: Figures = {"noise": round(noise, 2), "whiteness": round(fine / max(_LEAST, coarse), 2)}
    if noise >= _SUSPECT:
        figures["colour_noise"] = round(_colour_noise(subject.views.fine), 2)
        figures["unevenness"] = round(_unevenness(subject.fine_steps), 2)
    return figures | _specks(subject)


def _specks(subject: Subject) -> Figures:
    """Looked for where every part of the picture is restless, as this takes as long as the rest."""
    large = subject.fine_steps.across.point(_LARGE)
    if tenth(large.reduce((_PART, round(_PART / EVERY)))) < _RESTLESS:
        return {}
    found = specks(sample(subject.views.luma))
    figures: Figures = {"specks": round(found.least, 2)}
    if found.least < _FEW:
        return figures
    figures |= {"speck_sum": round(found.total, 2), "speck_rarer": round(found.rarer, 2)}
    return {**figures, "speck_texture": round(specks(sample(subject.views.grey)).total / found.total, 2)}


def _unevenness(found: Steps) -> float:
    counts = Levels(list(map(int.__add__, found.across.histogram(), found.down.histogram())))
    return counts.percentile(0.9) / max(1, counts.percentile(0.25))


def _colour_noise(fine: Image.Image) -> float:
    red, green, _ = fine.split()
    colour = ImageChops.subtract(red, green, scale=2, offset=128)
    noise = _quietest(steps(colour), (_TILE, _TILE))
    return 2 * _white(noise, _quietest(steps(colour.reduce(2)), (_TILE // 2, _TILE // 2)))


def _white(fine: float, coarse: float) -> float:
    return sqrt(max(0.0, fine**2 - coarse**2) * 4 / 3)


def _quietest(found: Steps, tile: tuple[int, int]) -> float:
    """The mean step within a tile that a tenth of all tiles stay below, across or down, whichever is less."""
    return min(tenth(direction.reduce(tile)) for direction in found)
