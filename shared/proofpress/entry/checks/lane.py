"""The batch lane: prices, the place of its files, and the service behind it."""

from collections.abc import Iterator, Mapping

from proofpress.adapters.gemini_settings import GeminiSettings
from proofpress.domain.catalog import Catalog, Lane
from proofpress.domain.errors import ProofpressError
from proofpress.entry.checks.check import Check, State, failed, ok, warning
from proofpress.entry.settings import Settings

_UNUSED_NAME = "proofpress-doctor"


def check_lane(environment: Mapping[str, str], catalog: Catalog, settings: Settings) -> Check:
    """Whether a manifest may say `lane: batch`."""
    if catalog.batch_factor is None:
        return warning("batch lane", "models.toml has no batch_factor", "Add it, or stay with `lane: live`.")
    without = [tier for tier, name in catalog.tiers.items() if Lane.BATCH not in catalog.models[name].lanes]
    found = _credentials(environment)
    if found is not None and found.vertex and not settings.jobs:
        mend = "Set PROOFPRESS_JOBS to gs://bucket/prefix, where jobs of Vertex AI have their lines and results."
        return warning("batch lane", "no place for jobs", mend)
    if without:
        return warning("batch lane", f"no batch price for {', '.join(without)}", "They can be `live` only.")
    return ok("batch lane", f"{catalog.batch_factor:g} of the live price, for every tier")


def probe_lane(environment: Mapping[str, str], catalog: Catalog, settings: Settings) -> Iterator[Check]:
    """Ask the service for a job that is not there; free of charge."""
    found = _credentials(environment)
    if found is None:
        yield Check("service, batch lane", State.SKIPPED, "no credentials to ask with")
        return
    from proofpress.adapters.gemini_jobs import GeminiJobs
    from proofpress.adapters.local.clock import SystemClock

    jobs = GeminiJobs(found, catalog, SystemClock(), place=settings.jobs)
    try:
        jobs.find(_UNUSED_NAME)
        yield ok("service, batch lane", "lists its jobs")
    except ProofpressError as error:
        yield failed("service, batch lane", str(error), "Check key, project, network and PROOFPRESS_JOBS.")
    finally:
        jobs.close()


def _credentials(environment: Mapping[str, str]) -> GeminiSettings | None:
    """What `check_credentials` says of wrong ones is said there."""
    try:
        return GeminiSettings.from_env(environment)
    except ProofpressError:
        return None
