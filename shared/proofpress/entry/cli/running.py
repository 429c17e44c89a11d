"""How a run goes: plan, ask, start, show, report."""

import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

import typer

from proofpress.domain import queries
from proofpress.domain.catalog import Catalog
from proofpress.domain.errors import BadInput
from proofpress.domain.money import dollars
from proofpress.domain.records import Batch
from proofpress.entry.cli.app import INTERRUPTED
from proofpress.entry.cli.console import err, note, print_json, warn
from proofpress.entry.cli.live import watching
from proofpress.entry.cli.summary import show_summary
from proofpress.entry.connecting import Connection, connect
from proofpress.entry.local import Local, open_local
from proofpress.entry.manifest_files import LoadedManifest, read_manifest
from proofpress.entry.outcome import exit_code
from proofpress.entry.planning_view import plan_of, show
from proofpress.entry.reports import write_reports
from proofpress.entry.settings import Settings, read_catalog
from proofpress.entry.submitting import submit
from proofpress.reporting.model import Report


@dataclass(frozen=True)
class Job:
    """One invocation of run or resume."""

    settings: Settings
    yes: bool
    simulate: bool
    profile: str
    as_json: bool
    stop: threading.Event


def run_manifest(job: Job, manifest: Path, batch: str | None) -> int:
    """Run one manifest; the exit code."""
    catalog = read_catalog(job.settings)
    with connect(job.settings, catalog, job.stop, simulate=job.simulate, profile=job.profile) as connection:
        note(connection.words)
        loaded = read_manifest(manifest, catalog, datetime.now(UTC).date())
        _plan_and_ask(job, catalog, connection, loaded)
        with open_local(job.settings, catalog, connection.models) as local:
            batch_id = batch or loaded.spec.name
            new = submit(local.ports, batch_id, loaded)
            note(f"Batch {batch_id} {'started' if new else 'goes on'} in {job.settings.workspace}.")
            return _work(job, local, [batch_id])


def submit_manifest(settings: Settings, manifest: Path, batch: str | None) -> None:
    """Put a manifest into the inbox without running it."""
    catalog = read_catalog(settings)
    loaded = read_manifest(manifest, catalog, datetime.now(UTC).date())
    with (
        connect(settings, catalog, threading.Event(), simulate=True) as connection,
        open_local(settings, catalog, connection.models) as local,
    ):
        batch_id = batch or loaded.spec.name
        submit(local.ports, batch_id, loaded)
    note(f"Batch {batch_id} is ready: `proofpress resume {batch_id}` runs it.")


def resume_batches(job: Job, batch: str | None) -> int:
    """Go on with one batch, or with all that are open; the exit code."""
    if not (job.settings.workspace / "ledger.sqlite").exists():
        raise BadInput(f"{job.settings.workspace} is no work folder yet: `proofpress run MANIFEST` makes one.")
    catalog = read_catalog(job.settings)
    with connect(job.settings, catalog, job.stop, simulate=job.simulate, profile=job.profile) as connection:
        note(connection.words)
        with open_local(job.settings, catalog, connection.models) as local:
            found = _to_resume(local, batch)
            if not found:
                note("No batch is open: nothing to resume.")
                return 0
            question = f"Go on with {', '.join(found)}, within the caps of their manifests?"
            confirm(question, yes=job.yes or not connection.live)
            return _work(job, local, found)


def _to_resume(local: Local, batch: str | None) -> list[str]:
    if batch is None:
        return [found.id for found in local.ports.ledger.find(queries.open_batches())]
    if local.ports.ledger.get(Batch, batch) is None:
        known = ", ".join(found.id for found in local.ports.ledger.find(queries.batches())) or "none"
        raise BadInput(f"There is no batch {batch!r} in this work folder; it has: {known}.")
    return [batch]


def _plan_and_ask(job: Job, catalog: Catalog, connection: Connection, loaded: LoadedManifest) -> None:
    pace = job.settings if connection.live else job.settings.model_copy(update={"usd_per_ten_minutes": None})
    view = plan_of(catalog, loaded.spec, pace)
    for warning in view.warnings:
        warn(warning)
    show(view, err)
    question = f"Spend about {dollars(view.expected_usd)}, at worst {dollars(view.worst_usd)}?"
    confirm(question, yes=job.yes or not connection.live)


def confirm(question: str, *, yes: bool) -> None:
    """Ask before money is spent; BadInput where nobody is there to answer."""
    if yes:
        return
    if not sys.stdin.isatty():
        raise BadInput("This would spend money, and nobody is there to ask: pass --yes to allow it.")
    typer.confirm(question, abort=True, err=True)


def _work(job: Job, local: Local, batches: Sequence[str]) -> int:
    with _interruptible(job.stop), watching(local, batches, quiet=job.as_json):
        local.run(job.stop, batches[0] if len(batches) == 1 else None)
    reports = [write_reports(local.workspace, local.ports.catalog, batch) for batch in batches]
    _tell(job, local, reports)
    if job.stop.is_set():
        note("Stopped. The same command goes on from here.")
        return INTERRUPTED
    return max((exit_code(local.ports.ledger, report) for report in reports), default=0)


def _tell(job: Job, local: Local, reports: Sequence[Report]) -> None:
    for report in reports:
        if job.as_json:
            print_json(report.model_dump(mode="json"))
        else:
            show_summary(local.workspace.path, report)


@contextmanager
def _interruptible(stop: threading.Event) -> Iterator[None]:
    """The first Ctrl-C finishes the calls in flight, the second one ends the process."""

    def interrupt(_signal: int, _frame: FrameType | None) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()
        note("Stopping after the calls in flight; Ctrl-C again to drop them.")

    before = {number: signal.signal(number, interrupt) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
