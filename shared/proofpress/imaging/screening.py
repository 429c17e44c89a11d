"""The mechanical verdict on a draft: a pure function of its bytes and of what was asked for."""

from dataclasses import dataclass, field

from proofpress.imaging.checks import CHECKS, Asked, Finding, Subject
from proofpress.imaging.containers import MAX_PIXELS, Container, inspect
from proofpress.imaging.decoding import BrokenImage
from proofpress.imaging.hashing import dct_hash
from proofpress.imaging.signature import signature
from proofpress.imaging.thresholds import DEFAULTS, Thresholds
from proofpress.imaging.views import views

__all__ = ["Asked", "Screened", "Thresholds", "screen"]


@dataclass(frozen=True)
class Screened:
    """Verdict, reasons and every figure of one picture."""

    passed: bool
    broken: bool = False
    """Undecodable or cut: the attempt has failed and may be drawn again, which a rejected one may not."""
    reasons: tuple[str, ...] = ()
    """Of `broken resolution aspect dark bright blank`."""
    warnings: tuple[str, ...] = ()
    """Of `mime animated`."""
    figures: dict[str, float | str] = field(default_factory=dict)
    width: int = 0
    height: int = 0
    mime: str = ""
    """By the bytes; empty where they are no picture."""
    hash: str = ""
    """See imaging.hashing; empty where nothing was decoded."""
    signature: str = ""
    """See imaging.signature; empty where nothing was decoded."""


def screen(data: bytes, asked: Asked | None, thresholds: Thresholds = DEFAULTS) -> Screened:
    """Judge a picture. Every input ends in a verdict; only MemoryError passes, being the machine's fault.

    A picture of more than 80 megapixels is rejected for `resolution` from its header, undecoded.
    """
    container = inspect(data)
    if container.fault:
        return _undecoded(data, container, "broken", container.fault)
    if container.pixels > MAX_PIXELS:
        return _undecoded(data, container, "resolution", "too many pixels to decode")
    try:
        subject = Subject(container, views(data, container), asked, thresholds)
    except BrokenImage as error:
        return _undecoded(data, container, "broken", error.fault)
    return _decoded(data, subject)


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


def _decoded(data: bytes, subject: Subject) -> Screened:
    findings = [check(subject) for check in CHECKS]
    reasons = tuple(reason for finding in findings for reason in finding.reasons)
    return Screened(
        passed=not reasons,
        reasons=reasons,
        warnings=tuple(warning for finding in findings for warning in finding.warnings),
        figures=_header(data, subject.container) | _figures(findings),
        width=subject.container.width,
        height=subject.container.height,
        mime=subject.container.mime,
        hash=dct_hash(subject.views.grey),
        signature=signature(subject.views.coarse),
    )


def _header(data: bytes, container: Container) -> dict[str, float | str]:
    return {"bytes": len(data), "mime": container.mime, "width": container.width, "height": container.height}


def _figures(findings: list[Finding]) -> dict[str, float | str]:
    return {name: figure for finding in findings for name, figure in finding.figures.items()}
