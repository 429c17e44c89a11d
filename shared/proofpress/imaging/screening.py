"""The mechanical verdict on a draft: a pure function of its bytes and of what was asked for."""

from dataclasses import dataclass, field

from proofpress.domain.screening import DEFAULT_RULES, Rules, judge
from proofpress.imaging.containers import MAX_PIXELS, Container, inspect
from proofpress.imaging.decoding import BrokenImage
from proofpress.imaging.hashing import dct_hash
from proofpress.imaging.measures import DETAILS, MEASURES, Asked, Figures, Subject
from proofpress.imaging.signature import signature
from proofpress.imaging.views import views

__all__ = ["Asked", "Screened", "screen"]


@dataclass(frozen=True)
class Screened:
    """Verdict, reasons and every figure of one picture."""

    passed: bool
    broken: bool = False
    """Undecodable or cut: the attempt has failed and may be drawn again, which a rejected one may not."""
    reasons: tuple[str, ...] = ()
    """`broken`, or names in domain.screening.Checks."""
    warnings: tuple[str, ...] = ()
    """Names in domain.screening.Checks, and `animated`."""
    figures: Figures = field(default_factory=dict)
    width: int = 0
    height: int = 0
    mime: str = ""
    """By the bytes; empty where they are no picture."""
    hash: str = ""
    """See imaging.hashing; empty where nothing was decoded."""
    signature: str = ""
    """See imaging.signature; empty where nothing was decoded."""


def screen(data: bytes, asked: Asked | None, rules: Rules = DEFAULT_RULES) -> Screened:
    """Measure a picture and judge it. Every input ends in a verdict; only MemoryError passes, being the machine's fault.

    A picture of more than 80 megapixels is rejected for `resolution` from its header, undecoded.
    """
    container = inspect(data)
    if container.fault:
        return _undecoded(data, container, "broken", container.fault)
    if container.pixels > MAX_PIXELS:
        return _undecoded(data, container, "resolution", "too many pixels to decode")
    try:
        subject = Subject(container, views(data, container), asked)
    except BrokenImage as error:
        return _undecoded(data, container, "broken", error.fault)
    return _decoded(data, subject, rules)


def _undecoded(data: bytes, container: Container, reason: str, fault: str) -> Screened:
    return Screened(
        passed=False,
        broken=reason == "broken",
        reasons=(reason,),
        figures={**_header(data, container), "fault": fault},
        width=container.width,
        height=container.height,
        mime=container.mime,
    )


def _decoded(data: bytes, subject: Subject, rules: Rules) -> Screened:
    container = subject.container
    figures = _header(data, container)
    for measure in (*MEASURES, *(DETAILS if subject.has_details else ())):
        figures.update(measure(subject))
    reasons, warnings = judge(figures, rules)
    return Screened(
        passed=not reasons,
        broken="broken" in reasons,
        reasons=reasons,
        warnings=(*warnings, "animated") if container.animated else warnings,
        figures=figures,
        width=container.width,
        height=container.height,
        mime=container.mime,
        hash=dct_hash(subject.views.grey),
        signature=signature(subject.views.coarse),
    )


def _header(data: bytes, container: Container) -> Figures:
    return {"bytes": len(data), "mime": container.mime, "width": container.width, "height": container.height}
