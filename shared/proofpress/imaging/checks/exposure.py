"""Is there anything to see, or is the picture lost in black or in white?"""

from proofpress.imaging.checks.subject import Finding, Subject


def check_exposure(subject: Subject) -> Finding:
    """Reject `dark` and `bright`, by the luma of nearly all the picture and its one brightest or darkest spot."""
    limits, grey = subject.thresholds, subject.grey
    p0_1, p1, p99_9 = grey.percentile(0.001), grey.percentile(0.01), grey.percentile(0.999)
    trough = min(channel.lowest for channel in subject.fine)
    peak = max(channel.highest for channel in subject.fine)
    reasons = []
    if p99_9 <= limits.dark_p99_9 and peak <= limits.dark_peak:
        reasons.append("dark")
    if p1 >= limits.bright_p1 and p0_1 >= limits.bright_p0_1 and trough >= limits.bright_trough:
        reasons.append("bright")
    figures: dict[str, float | str] = {
        "luma_p0_1": p0_1,
        "luma_p1": p1,
        "luma_p99_9": p99_9,
        "trough": trough,
        "peak": peak,
    }
    return Finding(tuple(reasons), figures=figures)
