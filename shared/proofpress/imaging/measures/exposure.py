"""Is there anything to see, or is the picture lost in black or in white?"""

from proofpress.imaging.measures.subject import Figures, Subject


def measure_exposure(subject: Subject) -> Figures:
    """The luma of nearly all the picture, and its one darkest and brightest spot.

    Spots are looked for in the fine luma, where a star shows, and in every channel of the coarse view, since a deep blue
    has hardly any luma.
    """
    grey = subject.grey
    return {
        "luma_p0_1": grey.percentile(0.001),
        "luma_p1": grey.percentile(0.01),
        "luma_p50": grey.percentile(0.5),
        "luma_p99_9": grey.percentile(0.999),
        "trough": min(subject.luma_ends[0], *(channel.lowest for channel in subject.coarse)),
        "peak": max(subject.luma_ends[1], *(channel.highest for channel in subject.coarse)),
    }
