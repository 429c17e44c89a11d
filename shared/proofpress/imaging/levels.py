"""Statistics of 8-bit levels, by histogram: the cheapest pass over pixels that Pillow has."""

from bisect import bisect_left
from itertools import accumulate

from PIL import Image

_LEVELS = 256
_TENTH = 0.1


class Levels:
    """How often each level, 0 to 255, occurs in one channel."""

    def __init__(self, histogram: list[int]) -> None:
        self._counts = list(accumulate(histogram))

    def percentile(self, share: float) -> int:
        """The lowest level that at least this share of the pixels does not exceed; a share of 0 to 1."""
        return bisect_left(self._counts, share * self._counts[-1])

    @property
    def lowest(self) -> int:
        """The lowest level that occurs."""
        return bisect_left(self._counts, 1)

    @property
    def highest(self) -> int:
        """The highest level that occurs."""
        return self.percentile(1)


def levels(image: Image.Image) -> list[Levels]:
    """Levels of each channel of an 8-bit picture."""
    histogram = image.histogram()
    return [Levels(histogram[start : start + _LEVELS]) for start in range(0, len(histogram), _LEVELS)]


def tenth(image: Image.Image) -> float:
    """The level below which a tenth of the pixels of one channel lie, between whole levels by their counts."""
    histogram = image.histogram()
    wanted = _TENTH * sum(histogram)
    for level, count in enumerate(histogram):
        if count >= wanted and count:
            return max(0.0, level - 0.5 + wanted / count)
        wanted -= count
    return 0.0
