"""Is anything drawn at all?"""

from proofpress.imaging.checks.subject import Finding, Subject


def check_blank(subject: Subject) -> Finding:
    """Reject `blank`: every channel nearly constant and no spot that stands out.

    By channels, because red on green of the same luma is a picture.
    """
    spread = reach = 0
    for coarse, fine in zip(subject.coarse, subject.fine, strict=True):
        p0_1, p99_9 = coarse.percentile(0.001), coarse.percentile(0.999)
        spread = max(spread, p99_9 - p0_1)
        reach = max(reach, fine.highest - p0_1, p99_9 - fine.lowest)
    limits = subject.thresholds
    blank = spread <= limits.blank_spread and reach < limits.blank_reach
    return Finding(("blank",) if blank else (), figures={"spread": spread, "reach": reach})
