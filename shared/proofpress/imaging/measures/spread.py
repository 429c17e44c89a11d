"""Is anything drawn at all?"""

from proofpress.imaging.levels import Levels
from proofpress.imaging.measures.subject import Figures, Subject


def measure_spread(subject: Subject) -> Figures:
    """How many levels nearly all of the picture spans, and how far its furthest spot stands out.

    By channels, because red on green of the same luma is a picture; small spots are looked for in the fine luma too.
    """
    ends = list(map(_ends, subject.coarse))
    spots = [(channel.lowest, channel.highest) for channel in subject.coarse]
    pairs = zip([*spots, subject.luma_ends], [*ends, _ends(subject.grey)], strict=True)
    return {
        "spread": max(high - low for low, high in ends),
        "reach": max(max(highest - low, high - lowest) for (lowest, highest), (low, high) in pairs),
    }


def _ends(levels: Levels) -> tuple[int, int]:
    """The levels between which all but a thousandth at either end lies."""
    return levels.percentile(0.001), levels.percentile(0.999)
