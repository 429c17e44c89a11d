"""The catalogue of models, the credentials, and the service behind them."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path

from proofpress.adapters.gemini_settings import GeminiSettings
from proofpress.domain.catalog import Catalog
from proofpress.domain.errors import ProofpressError, UnknownPrice
from proofpress.entry.checks.check import Check, State, failed, ok, warning

PRICES_AGE = timedelta(days=90)
"""Prices changed about once a quarter in 2026."""

_KEY_FILE = "GOOGLE_APPLICATION_CREDENTIALS"
_SUCCESSOR = "Point the tier at a successor in models.toml."


def check_models(catalog: Catalog, today: date) -> Iterator[Check]:
    """Whether every tier has a model that answers and a price, and whether the prices are fresh."""
    for tier, name in catalog.tiers.items():
        model = catalog.model(name)
        try:
            for size in model.image_tokens:
                model.tokens_of(size)
        except UnknownPrice as error:
            yield failed(f"tier {tier}", str(error), "Add usd_per_million.image_out to the model in models.toml.")
            continue
        if model.is_retired(today):
            yield failed(f"tier {tier}", f"{model.id} was retired on {model.retires}", _SUCCESSOR)
        elif words := model.warning(today):
            yield warning(f"tier {tier}", words, _SUCCESSOR)
        else:
            yield ok(f"tier {tier}", model.id)
    if today > catalog.checked + PRICES_AGE:
        mend = "Compare models.toml with the service's price list, or update proofpress."
        yield warning("prices", f"last checked on {catalog.checked}", mend)
    else:
        yield ok("prices", f"checked on {catalog.checked}")


def check_credentials(environment: Mapping[str, str]) -> Check:
    """Which credentials a run would use."""
    try:
        found = GeminiSettings.from_env(environment)
    except ProofpressError as error:
        return failed("credentials", str(error), "Correct the variable.")
    if found is None:
        mend = "Set GEMINI_API_KEY, or GOOGLE_GENAI_USE_VERTEXAI=true with GOOGLE_CLOUD_PROJECT."
        return warning("credentials", "none: `run` uses the simulator", mend)
    if found.warning:
        return warning("credentials", found.warning, "Set it.")
    key_file = environment.get(_KEY_FILE)
    if found.vertex and not found.api_key and key_file and not Path(key_file).is_file():
        return failed("credentials", f"{_KEY_FILE} names {key_file}, which is not there", "Correct the variable.")
    return ok("credentials", _words(found, environment))


def check_service(environment: Mapping[str, str], catalog: Catalog) -> Iterator[Check]:
    """Ask the service for every model that a tier names; free of charge."""
    found = GeminiSettings.from_env(environment)
    if found is None:
        yield Check("service", State.SKIPPED, "no credentials to ask with")
        return
    from proofpress.adapters.gemini_probe import probe

    for model in dict.fromkeys(catalog.tiers.values()):
        try:
            yield ok(f"service, {model}", f"answers as {probe(found, model)!r}")
        except ProofpressError as error:
            yield failed(f"service, {model}", str(error), "Check key, project and network, or models.toml.")


def _words(found: GeminiSettings, environment: Mapping[str, str]) -> str:
    key = next((name for name in ("GOOGLE_API_KEY", "GEMINI_API_KEY") if environment.get(name)), "")
    at = f" at {found.base_url}" if found.base_url else ""
    if not found.vertex:
        return f"AI Studio by {key}{at}"
    how = key if found.api_key else f"project {found.project or 'of the default credentials'} in {found.location}"
    return f"Vertex AI by {how}{at}"
