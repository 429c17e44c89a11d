"""Is anything drawn at all?"""

from proofpress.imaging.measures.subject import Figures, Subject


def measure_spread(subject: Subject) -> Figures:
    """How many levels nearly all of the picture spans, and how far its furthest spot stands out.

    By channels, because red on green of the same luma is a picture.
    """
    spread = reach = 0
    for coarse, fine in zip(subject.coarse, subject.fine, strict=True):
        p0_1, p99_9 = coarse.percentile(0.001), coarse.percentile(0.999)
        spread = max(spread, p99_9 - p0_1)
        reach = max(reach, fine.highest - p0_1, p99_9 - fine.lowest)
    return {"spread": spread, "reach": reach}
