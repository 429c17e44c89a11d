"""The measures of the screen, one module each; what they mean is decided in domain.screening."""

from collections.abc import Callable

from proofpress.imaging.measures.exposure import measure_exposure
from proofpress.imaging.measures.mime import measure_mime
from proofpress.imaging.measures.size import measure_size
from proofpress.imaging.measures.spread import measure_spread
from proofpress.imaging.measures.subject import Asked, Figures, Subject

__all__ = ["MEASURES", "Asked", "Figures", "Subject"]

MEASURES: tuple[Callable[[Subject], Figures], ...] = (
    measure_mime,
    measure_size,
    measure_exposure,
    measure_spread,
)
