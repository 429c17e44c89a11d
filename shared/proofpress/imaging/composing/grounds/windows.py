"""Which part of a picture a format shows."""

from dataclasses import dataclass

from proofpress.imaging.composing.grounds.saliency import Grid

_STEPS = 24
_COPY_WEIGHT = 0.7
"""What is lost when the subject lies under the copy, against what is lost when it is cut off."""
_CENTRE_WEIGHT = 0.04
"""Against wandering to an edge where nothing speaks for it."""
_FULL = 0.8
"""Copy over more of the format than this leaves no side for the subject."""


@dataclass(frozen=True)
class Window:
    """A part of something, in parts of its sides."""

    left: float
    top: float
    right: float
    bottom: float

    def part(self, inner: "Window") -> "Window":
        """The part of the whole that is `inner` of this window."""
        width, height = self.right - self.left, self.bottom - self.top
        return Window(
            self.left + inner.left * width,
            self.top + inner.top * height,
            self.left + inner.right * width,
            self.top + inner.bottom * height,
        )

    @property
    def sides(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom."""
        return self.left, self.top, self.right, self.bottom


EVERYTHING = Window(0, 0, 1, 1)


def window_of(
    picture: float, wanted: float, salient: Grid, copy: Window | None, focal: tuple[float, float] | None
) -> Window:
    """The largest window of a ratio that keeps the subject and, where it can, keeps it out from under the copy.

    `picture` and `wanted` are ratios, width over height; `copy` is in parts of the window. With a focal point, the window
    that brings it nearest to the middle of what the copy leaves free.
    """
    width, height = min(1.0, wanted / picture), min(1.0, picture / wanted)
    if focal is not None:
        free = _middle_of_free(copy)
        return _at(
            _clamped(focal[0] - free[0] * width, width), _clamped(focal[1] - free[1] * height, height), width, height
        )
    places = [step / _STEPS for step in range(_STEPS + 1)]
    windows = [_at((1 - width) * place, (1 - height) * place, width, height) for place in places]
    scored = [(_score(window, place, salient, copy), window) for window, place in zip(windows, places, strict=True)]
    return max(scored, key=lambda pair: pair[0])[1]


def _score(window: Window, place: float, salient: Grid, copy: Window | None) -> float:
    everything = salient.total(*EVERYTHING.sides) or 1
    kept = salient.total(*window.sides) / everything
    covered = salient.total(*window.part(copy).sides) / everything if copy else 0
    return kept - _COPY_WEIGHT * covered - _CENTRE_WEIGHT * abs(place - 0.5)


def _middle_of_free(copy: Window | None) -> tuple[float, float]:
    """The middle of the largest side that the copy leaves free."""
    if copy is None or (copy.right - copy.left) * (copy.bottom - copy.top) > _FULL:
        return 0.5, 0.5
    sides = {
        (copy.left / 2, 0.5): copy.left,
        ((1 + copy.right) / 2, 0.5): 1 - copy.right,
        (0.5, copy.top / 2): copy.top,
        (0.5, (1 + copy.bottom) / 2): 1 - copy.bottom,
    }
    middle = max(sides, key=lambda point: sides[point])
    return middle if sides[middle] > _LEAST_FREE else (0.5, 0.5)


_LEAST_FREE = 0.25


def _clamped(start: float, length: float) -> float:
    return min(max(0.0, start), 1 - length)


def _at(left: float, top: float, width: float, height: float) -> Window:
    return Window(left, top, left + width, top + height)
