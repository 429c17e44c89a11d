"""run --on cloud-emulated: an emulated cloud for one batch, submitted and followed as any other."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from proofpress.entry.cli.console import note
from proofpress.entry.cli.emulate import folder_in, opened
from proofpress.entry.cli.sending import Sending, submit_to_deployment
from proofpress.entry.emulated.options import EmulationOptions
from proofpress.entry.settings import Settings

_START_SECONDS = 60.0


def run_emulated(
    settings: Settings, manifest: Path, batch: str | None, said: Mapping[str, str], *, profile: str, as_json: bool
) -> int:
    """Run one manifest on an emulated cloud of its own and report; the exit code, as of a local run.

    The cloud goes with its objects. What stays in the work folder: the report under cloud/, the logs under emulated/.
    """
    note("Simulated pictures at simulated prices on an emulated cloud: nothing is spent.")
    options = EmulationOptions(folder_in(settings.workspace.absolute()), profile=profile)
    with opened(options) as cloud, _within(cloud.environment):
        os.environ["PROOFPRESS_WORKSPACE"] = str(settings.workspace)
        how = Sending(
            to=None,
            batch=batch,
            folder=None,
            yes=True,
            as_message=False,
            wait=True,
            patience=_START_SECONDS,
            as_json=as_json,
            said=said,
        )
        return submit_to_deployment(how, manifest)


@contextmanager
def _within(environment: Mapping[str, str]) -> Iterator[None]:
    """Make an environment that of this process while the block runs."""
    before = dict(os.environ)
    _become(environment)
    try:
        yield
    finally:
        _become(before)


def _become(environment: Mapping[str, str]) -> None:
    os.environ.clear()
    os.environ.update(environment)
