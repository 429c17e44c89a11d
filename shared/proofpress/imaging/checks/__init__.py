"""The checks of the screen, one module each; a new one is a module and its place in CHECKS."""

from collections.abc import Callable

from proofpress.imaging.checks.blank import check_blank
from proofpress.imaging.checks.exposure import check_exposure
from proofpress.imaging.checks.mime import check_mime
from proofpress.imaging.checks.motion import check_motion
from proofpress.imaging.checks.size import check_size
from proofpress.imaging.checks.subject import Asked, Finding, Subject

__all__ = ["CHECKS", "Asked", "Finding", "Subject"]

CHECKS: tuple[Callable[[Subject], Finding], ...] = (
    check_mime,
    check_motion,
    check_size,
    check_exposure,
    check_blank,
)
"""In the order in which reasons are named."""
