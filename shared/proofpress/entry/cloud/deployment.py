"""A deployment as commands see it. The clients of Google Cloud are imported when one is opened, not before."""

import os
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from proofpress.adapters.local.clock import SystemClock
from proofpress.domain.catalog import Catalog
from proofpress.domain.errors import BadInput
from proofpress.entry.cloud.settings import CloudSettings
from proofpress.entry.unattended import NoModels
from proofpress.ports import Bucket, Bus, Ledger, Ports, Store

EMULATOR_HOSTS = ("FIRESTORE_EMULATOR_HOST", "PUBSUB_EMULATOR_HOST", "STORAGE_EMULATOR_HOST")

_EXTRA = "The clients of Google Cloud are not installed ({}): pip install 'proofpress[google]'."


@dataclass(frozen=True)
class Deployment:
    """The parts of a deployment that commands use, and where they put report files."""

    settings: CloudSettings
    ledger: Ledger
    store: Store
    bus: Bus
    workspace: Path
    """The work folder of this machine, with room for the report files of every batch."""
    reports: Path | None = None
    """The folder that somebody named for report files."""

    @property
    def name(self) -> str:
        """The deployment's prefix and project."""
        return f"{self.settings.prefix} in {self.settings.project}"

    @property
    def options(self) -> str:
        """`--on`, unless the environment says so already."""
        return "" if os.environ.get("PROOFPRESS_ON") == "cloud" else " --on cloud"

    @property
    def log(self) -> str:
        """The functions write to Cloud Logging."""
        return "the functions' log"

    def folder(self, batch: str) -> Path:
        """The folder of the report files of a batch."""
        return self.reports or self.workspace / "cloud" / batch

    def address(self, bucket: Bucket, name: str) -> str:
        """The URI."""
        return f"gs://{self.settings.bucket(bucket)}/{name}"

    def ports(self, catalog: Catalog) -> Ports:
        """Ports whose bus reaches the functions; what was published is safe once `ports.bus.flush` has returned."""
        policy = self.settings.policy("cli")
        return Ports(self.ledger, self.store, self.bus, NoModels(), SystemClock(), catalog, policy)


def is_emulated(environment: Mapping[str, str] | None = None) -> bool:
    """Whether the emulators stand in for Google Cloud, so that nothing can be spent.

    Raises:
        BadInput: some parts would be emulated and others real.
    """
    environment = os.environ if environment is None else environment
    missing = [name for name in EMULATOR_HOSTS if not environment.get(name)]
    if missing and len(missing) < len(EMULATOR_HOSTS):
        there = ", ".join(name for name in EMULATOR_HOSTS if name not in missing)
        raise BadInput(f"{there} is set and {', '.join(missing)} is not: set all of them or none.")
    return not missing


@contextmanager
def open_deployment(settings: CloudSettings, workspace: Path, reports: Path | None = None) -> Iterator[Deployment]:
    """Open a deployment; nothing is asked of it yet. BadInput where this machine is not set up for it."""
    is_emulated()
    try:
        from proofpress.entry.cloud.wiring import open_bus, open_ledger, open_store
    except ModuleNotFoundError as error:
        raise BadInput(_EXTRA.format(error.name)) from error
    with (
        closing(open_ledger(settings)) as ledger,
        closing(open_store(settings)) as store,
        closing(open_bus(settings)) as bus,
    ):
        yield Deployment(settings, ledger, store, bus, workspace, reports)
