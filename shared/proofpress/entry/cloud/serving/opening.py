"""The parts of a deployed function, built from its environment by the first event.

Modules are imported before that, when the process starts; clients are not built before, because the server forks.
"""

import os
from collections.abc import Callable

from proofpress.adapters.google.lazy import Lazy
from proofpress.domain.catalog import Catalog
from proofpress.domain.errors import Stop
from proofpress.entry.cloud import importing
from proofpress.entry.cloud.serving.parts import OpenParts, Parts
from proofpress.entry.cloud.settings import CloudSettings, read_cloud_settings
from proofpress.entry.cloud.topology import FUNCTION_TIMEOUT
from proofpress.entry.cloud.wiring import open_ports
from proofpress.entry.settings import Settings, read_catalog, read_settings
from proofpress.entry.unattended import NoModels
from proofpress.ports import Jobs, Models

MakeModels = Callable[[Settings, Catalog], Models]
MakeJobs = Callable[[Settings, Catalog], Jobs | None]


def opened(
    make_models: MakeModels = lambda _settings, _catalog: NoModels(),
    make_jobs: MakeJobs = lambda _settings, _catalog: None,
) -> OpenParts:
    """Parts that one process shares; a build that failed is tried again at the next event.

    Called when a function's modules are imported.
    """
    importing.end()

    def build() -> Parts:
        cloud, settings = read_cloud_settings(), read_settings(concurrency=_threads())
        _check_lease(cloud)
        catalog = read_catalog(settings)
        lanes = make_models(settings, catalog), make_jobs(settings, catalog)
        return Parts(cloud, open_ports(cloud, catalog, *lanes))

    return Lazy(build).get


def _check_lease(cloud: CloudSettings) -> None:
    """A lease that runs out under a living worker is paid twice; only tests on an emulator are that impatient."""
    if cloud.lease.total_seconds() <= FUNCTION_TIMEOUT and not os.environ.get("FIRESTORE_EMULATOR_HOST"):
        least = FUNCTION_TIMEOUT // 60 + 1
        raise Stop(f"PROOFPRESS_LEASE_MINUTES is {cloud.lease_minutes:g}: give it at least {least}.")


def _threads() -> str | None:
    """As many calls may be in flight as the server works on events at a time."""
    return os.environ.get("THREADS") or None
