"""Is anything in focus?"""

from bisect import bisect_left
from itertools import accumulate

from proofpress.imaging.measures.steps import Steps, folded, slants, steps
from proofpress.imaging.measures.subject import Figures, Subject

_EDGE = 128
"""Pixels of edge that must be sharp, at 512 x 512: a quarter of the side. Edges are lines, so at half
the size half as many show."""
_SLIM = 64
"""The same in one direction. Fewer, because the edges of small things take more pixels at 128 than a line would, and the
ratio would call them soft."""
_FOLDS = 2
_CALM = 4
"""Levels added to every divisor, so that grain in a picture without edges does not count as sharpness."""
_SURE = 1.1
"""Where no direction is softer than this, across or down, none is along a diagonal: those are not looked at then."""
_PRESENT = 20
"""Levels that the steps in one direction must reach at 128 to be edges; softer ones are drawn so as often as not."""

_Counts = tuple[list[int], list[int]]


def measure_focus(subject: Subject) -> Figures:
    """How steep the steepest edges are, in levels from one pixel to the next, and how that changes with size.

    A sharp edge is as steep at every size (`sharpness` about 1). A blurred one is steeper in a smaller picture, up to
    the size at which the blur falls within a pixel. What is soft at every size (`detail` about a half) was drawn so.
    `softest` is the sharpness across, down or along a diagonal, whichever is least: what a moving camera smears in one
    direction stays sharp in the others. It is missing where no direction has edges.
    """
    grey = subject.views.grey.reduce(2)
    middle = grey.reduce(2)
    fine, small = _counts(subject.fine_steps, _FOLDS), _counts(steps(grey))
    steepest = {
        512: _both(fine, _EDGE),
        128: _both(small, _EDGE // 4),
        64: _both(_counts(steps(middle)), _EDGE // 8),
        32: _both(_counts(steps(middle.reduce(2))), _EDGE // 16),
    }
    figures: Figures = {
        "edge": max(steepest[size] for size in (128, 64, 32)),
        "sharpness": round(steepest[512] / (steepest[128] + _CALM), 3),
        "detail": round(steepest[64] / (steepest[32] + _CALM), 3),
    }
    ratios = _ratios(fine, small)
    if min(ratios, default=0) < _SURE:
        ratios += _ratios(_counts(slants(subject.views.luma), _FOLDS), _counts(slants(grey)))
    return {**figures, "softest": round(min(ratios), 3)} if ratios else figures


def _ratios(fine: _Counts, small: _Counts) -> list[float]:
    """The sharpness of each direction that has edges."""
    pairs = [(_steepest(many, _SLIM), _steepest(few, _EDGE // 4)) for many, few in zip(fine, small, strict=True)]
    return [sharp / (soft + _CALM) for sharp, soft in pairs if soft >= _PRESENT]


def _counts(found: Steps, folds: int = 0) -> _Counts:
    return folded(found.across, folds).histogram(), folded(found.down, folds).histogram()


def _both(counts: _Counts, pixels: int) -> int:
    """The steepest steps of two directions together."""
    return _steepest(list(map(int.__add__, *counts)), pixels)


def _steepest(counts: list[int], pixels: int) -> int:
    """The step that at least so many pairs of neighbours reach."""
    return max(0, len(counts) - 1 - bisect_left(list(accumulate(reversed(counts))), pixels))
