"""Models for functions that make paid calls. Importing this imports google-genai, before the first event needs it."""

import os
from dataclasses import replace
from random import Random

from proofpress.adapters import gemini_service as _imported_early  # noqa: F401 - GeminiModels imports it when called
from proofpress.adapters.gemini import GeminiModels
from proofpress.adapters.gemini_settings import GeminiSettings
from proofpress.adapters.local.clock import SystemClock
from proofpress.adapters.retrying import RetryingModels
from proofpress.domain.catalog import Catalog
from proofpress.domain.errors import Stop
from proofpress.entry.settings import Settings
from proofpress.ports import Models

LONGEST_CALL = 240.0
"""Seconds. The last try begins no later than four minutes after the first (see RetryingModels), so this leaves a minute
for everything else before the function's time limit of nine cuts a paid call off."""


def paid_models(settings: Settings, catalog: Catalog) -> Models:
    """The service that the environment has credentials for; Stop where it has none.

    The pace is the queue's business here: its pushes slow down when deliveries fail.
    """
    found = GeminiSettings.from_env(os.environ)
    if found is None:
        raise Stop(
            "No credentials for the model's service: give the function GEMINI_API_KEY from a secret, "
            "or set GOOGLE_GENAI_USE_VERTEXAI=true and let its account use Vertex AI."
        )
    if settings.timeout > LONGEST_CALL:
        raise Stop(
            f"PROOFPRESS_TIMEOUT is {settings.timeout:.0f}: a function waits {LONGEST_CALL:.0f} seconds at most."
        )
    clock = SystemClock()
    models = GeminiModels(replace(found, timeout=settings.timeout), catalog, clock, connections=settings.concurrency)
    return RetryingModels(models, clock, Random())  # noqa: S311 - jitter is no secret
