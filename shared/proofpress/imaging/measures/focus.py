"""Is anything in focus?"""

from collections.abc import Iterator

from PIL import Image

from proofpress.imaging.measures.steps import slants, steps
from proofpress.imaging.measures.subject import Figures, Subject

_EDGE = 128
"""Pixels of edge that must be sharp, at 512 x 512: a quarter of the side. Edges are lines, so at half
the size half as many show."""
_SLIM = 64
"""The same in one direction. Fewer, because the edges of small things take more pixels at 128 than a line would, and the
ratio would call them soft."""
_CALM = 4
"""Levels added to every divisor, so that grain in a picture without edges does not count as sharpness."""
_PRESENT = 20
"""Levels that the steps in one direction must reach at 128 to be edges; softer ones are drawn so as often as not."""


def measure_focus(subject: Subject) -> Figures:
    """How steep the steepest edges are, in levels from one pixel to the next, and how that changes with size.

    A sharp edge is as steep at every size (`sharpness` about 1). A blurred one is steeper in a smaller picture, up to
    the size at which the blur falls within a pixel. What is soft at every size (`detail` about a half) was drawn so.
    `softest` is the sharpness across, down or along a diagonal, whichever is least: what a moving camera smears in one
    direction stays sharp in the others. It is missing where no direction has edges.
    """
    grey = subject.views.grey.reduce(2)
    small, middle = list(_counts(grey)), grey.reduce(2)
    fine = [image.histogram() for image in (*subject.fine_steps, *slants(subject.views.luma))]
    steepest = {512: _both(fine, 512), 128: _both(small, 128)}
    for size, image in ((64, middle), (32, middle.reduce(2))):
        steepest[size] = _both([image.histogram() for image in steps(image)], size)
    figures: Figures = {
        "edge": max(steepest[size] for size in (128, 64, 32)),
        "sharpness": round(steepest[512] / (steepest[128] + _CALM), 3),
        "detail": round(steepest[64] / (steepest[32] + _CALM), 3),
    }
    ratios = [_ratio(*counts) for counts in zip(fine, small, strict=True) if _slim(counts[1]) >= _PRESENT]
    return {**figures, "softest": round(min(ratios), 3)} if ratios else figures


def _counts(image: Image.Image) -> Iterator[list[int]]:
    return (direction.histogram() for direction in (*steps(image), *slants(image)))


def _ratio(fine: list[int], small: list[int]) -> float:
    return _steepest(fine, _SLIM) / (_slim(small) + _CALM)


def _slim(small: list[int]) -> int:
    return _steepest(small, _EDGE * 128 // 512)


def _both(counts: list[list[int]], size: int) -> int:
    """The steepest steps across and down together."""
    return _steepest(list(map(int.__add__, counts[0], counts[1])), _EDGE * size // 512)


def _steepest(counts: list[int], pixels: int) -> int:
    """The step that at least so many pairs of neighbours reach."""
    level = len(counts)
    while level and pixels > 0:
        level -= 1
        pixels -= counts[level]
    return level
