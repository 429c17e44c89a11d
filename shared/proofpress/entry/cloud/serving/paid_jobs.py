"""The batch lane for the function that submits and collects its jobs. Importing this imports the lane's client."""

import os

from proofpress.adapters import gemini_rest as _imported_early  # noqa: F401 - GeminiJobs imports it when called
from proofpress.adapters.gemini_jobs import GeminiJobs
from proofpress.adapters.gemini_settings import GeminiSettings
from proofpress.adapters.local.clock import SystemClock
from proofpress.domain.catalog import Catalog
from proofpress.domain.errors import Stop
from proofpress.entry.settings import Settings
from proofpress.ports import Jobs


def paid_jobs(settings: Settings, catalog: Catalog) -> Jobs:
    """The service that the environment has credentials for; Stop where it has none."""
    found = GeminiSettings.from_env(os.environ)
    if found is None:
        raise Stop(
            "No credentials for the model's service: give the function GEMINI_API_KEY from a secret, "
            "or set GOOGLE_GENAI_USE_VERTEXAI=true and let its account use Vertex AI."
        )
    return GeminiJobs(found, catalog, SystemClock(), place=settings.jobs)
