"""One free question to the model's service: does it know this model, and does it know us?"""

from dataclasses import replace

from proofpress.adapters.gemini_errors import sorted_errors
from proofpress.adapters.gemini_service import GeminiService
from proofpress.adapters.gemini_settings import GeminiSettings
from proofpress.adapters.local.clock import SystemClock

TIMEOUT = 20.0
"""Seconds: nothing is drawn for this answer."""


def probe(settings: GeminiSettings, model: str) -> str:
    """The service's own name for a model. Costs nothing; ModelRefused or BadInput says why there is no answer."""
    service = _Prober(replace(settings, timeout=TIMEOUT), SystemClock(), connections=1)
    try:
        return service.name_of(model)
    finally:
        service.close()


class _Prober(GeminiService):
    def name_of(self, model: str) -> str:
        with sorted_errors(self._clock, self._key):
            found = self._client.models.get(model=model)
        return found.display_name or found.name or model
