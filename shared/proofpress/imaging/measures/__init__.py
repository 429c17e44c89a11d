"""The measures of the screen, one module each; what they mean is decided in domain.screening."""

from collections.abc import Callable

from proofpress.imaging.measures.bars import measure_bars
from proofpress.imaging.measures.exposure import measure_exposure
from proofpress.imaging.measures.focus import measure_focus
from proofpress.imaging.measures.grain import measure_grain
from proofpress.imaging.measures.mime import measure_mime
from proofpress.imaging.measures.size import measure_size
from proofpress.imaging.measures.slips import measure_slips
from proofpress.imaging.measures.smear import measure_smear
from proofpress.imaging.measures.spread import measure_spread
from proofpress.imaging.measures.subject import Asked, Figures, Subject
from proofpress.imaging.measures.torn import measure_torn

__all__ = ["DETAILS", "MEASURES", "Asked", "Figures", "Subject"]

MEASURES: tuple[Callable[[Subject], Figures], ...] = (
    measure_mime,
    measure_size,
    measure_exposure,
    measure_spread,
)
"""For every picture."""

DETAILS: tuple[Callable[[Subject], Figures], ...] = (
    measure_focus,
    measure_grain,
    measure_bars,
    measure_smear,
    measure_torn,
    measure_slips,
)
"""For pictures that are large enough to have details."""
