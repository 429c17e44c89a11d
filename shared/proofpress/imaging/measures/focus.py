"""Is anything in focus?"""

from proofpress.imaging.measures.steps import Steps, steps
from proofpress.imaging.measures.subject import Figures, Subject

_EDGE = 128
"""Pixels of edge that must be sharp, at 512 x 512: a quarter of the side. Edges are lines, so at half
the size half as many show."""
_CALM = 4
"""Levels added to every divisor, so that grain in a picture without edges does not count as sharpness."""


def measure_focus(subject: Subject) -> Figures:
    """How steep the steepest edges are, in levels from one pixel to the next, and how that changes with size.

    A sharp edge is as steep at every size (`sharpness` about 1). A blurred one is steeper in a smaller picture, up to
    the size at which the blur falls within a pixel. What is soft at every size (`detail` about a half) was drawn so.
    """
    image = subject.views.grey
    steepest = {512: _steepest(subject.fine_steps, _EDGE)}
    for size in (128, 64, 32):
        image = image.reduce(2)
        steepest[size] = _steepest(steps(image), _EDGE * size // 512)
    return {
        "edge": max(steepest[size] for size in (128, 64, 32)),
        "sharpness": round(steepest[512] / (steepest[128] + _CALM), 3),
        "detail": round(steepest[64] / (steepest[32] + _CALM), 3),
    }


def _steepest(found: Steps, pixels: int) -> int:
    """The step that at least so many pairs of neighbours reach."""
    counts = list(map(int.__add__, found.across.histogram(), found.down.histogram()))
    level = len(counts)
    while level and pixels > 0:
        level -= 1
        pixels -= counts[level]
    return level
