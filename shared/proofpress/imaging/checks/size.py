"""Are there as many pixels, in the shape, as were asked for?"""

from math import log

from proofpress.imaging.checks.subject import Asked, Finding, Subject


def check_size(subject: Subject) -> Finding:
    """Reject `resolution` and `aspect`; both are counted from the header, in pixels and never by one side."""
    if subject.asked is None:
        return Finding()
    container, limits = subject.container, subject.thresholds
    reasons: list[str] = []
    figures: dict[str, float | str] = {}
    if nominal := subject.asked.width * subject.asked.height:
        figures["pixels_share"] = round(container.pixels / nominal, 3)
        if container.pixels < limits.pixels_share * nominal:
            reasons.append("resolution")
    if ratio := asked_ratio(subject.asked):
        deviation = abs(log(container.width / container.height / ratio))
        figures["aspect_deviation"] = round(deviation, 4)
        if deviation > limits.aspect_deviation:
            reasons.append("aspect")
    return Finding(tuple(reasons), figures=figures)


def asked_ratio(asked: Asked) -> float:
    """Width over height by the ratio's name, else by the nominal pixels; 0 where neither is known."""
    wide, _, high = asked.aspect_ratio.partition(":")
    if wide.isdecimal() and high.isdecimal() and int(wide) and int(high):
        return int(wide) / int(high)
    return asked.width / asked.height if asked.height else 0.0
