"""Are there as many pixels, in the shape, as were asked for?"""

from math import log

from proofpress.imaging.measures.subject import Asked, Figures, Subject


def measure_size(subject: Subject) -> Figures:
    """Pixels and shape against what was asked, from the header: in pixels, and never by one side."""
    if subject.asked is None:
        return {}
    container, figures = subject.container, Figures()
    if nominal := subject.asked.width * subject.asked.height:
        figures["pixels_share"] = round(container.pixels / nominal, 3)
    if ratio := asked_ratio(subject.asked):
        figures["aspect_deviation"] = round(abs(log(container.width / container.height / ratio)), 4)
    return figures


def asked_ratio(asked: Asked) -> float:
    """Width over height by the ratio's name, else by the nominal pixels; 0 where neither is known."""
    wide, _, high = asked.aspect_ratio.partition(":")
    if wide.isdecimal() and high.isdecimal() and int(wide) and int(high):
        return int(wide) / int(high)
    return asked.width / asked.height if asked.height else 0.0
