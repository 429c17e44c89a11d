"""Is anything in focus?"""

from collections.abc import Iterator, Sequence

from proofpress.imaging.measures.steps import Scattered, Whole
from proofpress.imaging.measures.subject import Figures, Subject

_EDGE = 128
"""Pixels of edge that must be sharp, at 512 x 512: a quarter of the side. Edges are lines, so at half
the size half as many show."""
_SLIM = 32
"""The same in one direction, and half as many at 128: the edges of small things take more pixels there than a line would."""
_CALM = 4
"""Levels added to every divisor, so that grain in a picture without edges does not count as sharpness."""
_DIRECTIONS = ((1, 0), (2, 1), (1, 1), (1, 2), (0, 1), (-1, 2), (-1, 1), (-2, 1))
"""Right and down, all around: what is smeared lies at most 14 degrees from one of them."""
_SURE = 0.85
"""Where no even direction is softer than this, none between them is soft: they are not looked at then."""
_PRESENT = 20
"""Levels that the steps in one direction must reach at 128 to be edges; softer ones are drawn so as often as not."""
_OWN = 0.77
"""A direction's own weight in the mean with its neighbours: a camera's smear softens them too, one soft horizon does not."""
_BOTH = (1, 0), (0, 1)


def measure_focus(subject: Subject) -> Figures:
    """How steep the steepest edges are, in levels from one pixel to the next, and how that changes with size.

    A sharp edge is as steep at every size (`sharpness` about 1). A blurred one is steeper in a smaller picture, up to
    the size at which the blur falls within a pixel. What is soft at every size (`detail` about a half) was drawn so.
    `softest` is the sharpness in the direction, of eight, in which it is least: along the way of a moving camera all is
    soft, while edges that lie along it stay sharp. It is missing where no direction has edges.
    """
    grey = subject.views.grey.reduce(2)
    middle = grey.reduce(2)
    fine, small = _Counts(Scattered(subject.views.luma)), _Counts(Whole(grey))
    steepest = {
        512: fine.steepest(_EDGE, *_BOTH),
        128: small.steepest(_EDGE / 4, *_BOTH),
        64: _Counts(Whole(middle)).steepest(_EDGE / 8, *_BOTH),
        32: _Counts(Whole(middle.reduce(2))).steepest(_EDGE / 16, *_BOTH),
    }
    figures: Figures = {
        "edge": max(steepest[size] for size in (128, 64, 32)),
        "sharpness": round(steepest[512] / (steepest[128] + _CALM), 3),
        "detail": round(steepest[64] / (steepest[32] + _CALM), 3),
    }
    softest = min(_weighted(_ratios(fine, small)), default=None)
    return figures if softest is None else {**figures, "softest": round(softest, 3)}


class _Counts(dict[tuple[int, int], list[int]]):
    """How often each step occurs in a picture, by direction; counted when it is asked for."""

    def __init__(self, pixels: Scattered | Whole) -> None:
        super().__init__()
        self._pixels = pixels

    def __missing__(self, direction: tuple[int, int]) -> list[int]:
        self[direction] = counts = self._pixels.steps(*direction).histogram()
        return counts

    def steepest(self, pixels: float, *directions: tuple[int, int]) -> int:
        """The step that at least so many of all pixels reach, in some directions together."""
        remaining = pixels * self._pixels.share
        found = [self[direction] for direction in directions]
        for level in range(255, 0, -1):
            for counts in found:
                remaining -= counts[level]
            if remaining <= 0:
                return level
        return 0


def _ratios(fine: _Counts, small: _Counts) -> list[float | None]:
    """The sharpness in each direction, None where it has no edges; in the even ones alone where none is soft."""
    even = [_ratio(fine, small, direction) for direction in _DIRECTIONS[::2]]
    if min((ratio for ratio in even if ratio is not None), default=0) >= _SURE:
        return even
    odd = [_ratio(fine, small, direction) for direction in _DIRECTIONS[1::2]]
    return [ratio for pair in zip(even, odd, strict=True) for ratio in pair]


def _ratio(fine: _Counts, small: _Counts, direction: tuple[int, int]) -> float | None:
    soft = small.steepest(_SLIM / 2, direction)
    return fine.steepest(_SLIM, direction) / (soft + _CALM) if soft >= _PRESENT else None


def _weighted(ratios: Sequence[float | None]) -> Iterator[float]:
    for place, ratio in enumerate(ratios):
        around = [one for one in (ratios[place - 1], ratios[(place + 1) % len(ratios)]) if one is not None]
        if ratio is not None:
            yield ratio**_OWN * (sum(around) / len(around) if around else ratio) ** (1 - _OWN)
