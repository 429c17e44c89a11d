"""How a run goes: plan, ask, start, show, report."""

import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from proofpress.domain import queries
from proofpress.domain.errors import BadInput
from proofpress.domain.records import Batch
from proofpress.domain.states import BatchState
from proofpress.entry.campaigns.inbox import hear_inbox
from proofpress.entry.campaigns.view import new_batches, waiting_campaigns
from proofpress.entry.cli.app import INTERRUPTED
from proofpress.entry.cli.asking import ask_to_go_on, plan_and_ask
from proofpress.entry.cli.campaign_view import show_products
from proofpress.entry.cli.console import complain, note, print_json
from proofpress.entry.cli.interrupting import interruptible
from proofpress.entry.cli.jobs_view import tell_of_jobs, tell_of_waiting
from proofpress.entry.cli.live import watching
from proofpress.entry.cli.logbook import logbook
from proofpress.entry.cli.looking import batch_of, existing, is_work_folder, make_folder, refuse_if_busy
from proofpress.entry.cli.summary import show_stopped, show_summary
from proofpress.entry.connecting import Target, connect, target_of
from proofpress.entry.jobs import jobs_under_way
from proofpress.entry.local import Local, open_local, open_workspace
from proofpress.entry.manifest_files import LoadedManifest, read_manifest
from proofpress.entry.outcome import exit_code
from proofpress.entry.settings import Settings, read_catalog
from proofpress.entry.submitting import begun, name_of, submit
from proofpress.ports import Ledger
from proofpress.reporting.model import Report


@dataclass(frozen=True)
class Job:
    """One invocation of a command that runs batches."""

    settings: Settings
    yes: bool
    simulate: bool
    profile: str
    as_json: bool
    stop: threading.Event
    detach: bool = False
    """Whether jobs of the batch lane are left to themselves."""
    said: Mapping[str, str] = field(default_factory=dict)
    """Settings of the manifest that were given on the command line."""


def run_manifest(job: Job, manifest: Path, wanted: str | None) -> int:
    """Run one manifest; the exit code."""
    catalog, target = read_catalog(job.settings), target_of(os.environ, simulate=job.simulate)
    note(target.words)
    loaded = read_manifest(manifest, catalog, datetime.now(UTC).date(), job.said)
    name = name_of(loaded, wanted)
    before = _before(job.settings, name, loaded)
    if before is None:
        pace = job.settings if target.live else job.settings.unpaced()
        plan_and_ask(pace, catalog, loaded.spec, manifest, live=target.live, yes=job.yes)
    elif before.state is BatchState.OPEN:
        ask_to_go_on(target, [name], yes=job.yes)
    with opened(job, target) as local:
        new = submit(local.ports, name, loaded)
        note(f"Batch {name} {'started' if new else 'goes on'} in {job.settings.workspace}.")
        if target.live and not job.detach:
            tell_of_waiting(local.workspace, name, loaded.spec)
        return _end(job, local, work(job, local, [name]))


def _before(settings: Settings, name: str, loaded: LoadedManifest) -> Batch | None:
    """The batch as it was left behind, looked up without making a work folder."""
    if not is_work_folder(settings.workspace):
        return None
    refuse_if_busy(settings.workspace)
    with open_workspace(settings.workspace) as workspace:
        found = begun(workspace.ledger, workspace.store, name, loaded)
    return None if found is None or found.state is BatchState.INTAKE else found


def resume_batches(job: Job, wanted: str | None) -> int:
    """Go on with one batch, or with all that are open; the exit code."""
    refusals = _heard(job.settings) if wanted is None else []
    batches, campaigns = _to_resume(job.settings, wanted)
    if not batches and not campaigns:
        note("No batch is open: nothing to resume.")
        if job.as_json:
            print_json([])
        return BadInput.exit_code if refusals else 0
    target = target_of(os.environ, simulate=job.simulate)
    note(target.words)
    if campaigns or any(batch.state in (BatchState.INTAKE, BatchState.OPEN) for batch in batches):
        ask_to_go_on(target, [*(batch.id for batch in batches), *campaigns], yes=job.yes)
    with opened(job, target) as local:
        reports = work(job, local, [batch.id for batch in batches], everything=wanted is None)
        code = _end(job, local, reports, many=wanted is None)
        return max(code, BadInput.exit_code) if refusals else code


def _heard(settings: Settings) -> list[str]:
    """Let campaigns hear the events that lie in the inbox, and say which could not be heard."""
    with existing(settings.workspace) as workspace:
        refuse_if_busy(settings.workspace)
        refusals = hear_inbox(workspace.ports(read_catalog(settings)))
    for refusal in refusals:
        complain(refusal)
    return refusals


def carry_on(job: Job, batches: Sequence[str]) -> int:
    """Run batches whose drafts were just decided on, and leave the telling to the caller; the exit code."""
    target = target_of(os.environ, simulate=job.simulate)
    note(target.words)
    with opened(job, target) as local:
        for batch in batches:
            work(replace(job, detach=True), local, [batch])
    if job.stop.is_set():
        note("Stopped. `proofpress resume` goes on from here.")
        return INTERRUPTED
    return 0


def _to_resume(settings: Settings, wanted: str | None) -> tuple[list[Batch], list[str]]:
    """The batches to go on with, the newest last, so that its report stays; and campaigns whose products wait."""
    with existing(settings.workspace) as workspace:
        refuse_if_busy(settings.workspace)
        if wanted is None:
            found = sorted(_going_on(workspace.ledger), key=lambda batch: batch.created)
            return found, waiting_campaigns(workspace.ledger)
        batch = batch_of(workspace, wanted)
        is_left = jobs_under_way(workspace.ledger, batch.id)
    if batch.state is BatchState.CANCELLED and not is_left:
        raise BadInput(f"Batch {wanted} was cancelled. Run its manifest as a new one: --batch NAME.")
    return [batch], []


def _going_on(ledger: Ledger) -> list[Batch]:
    """The open batches, and those whose jobs are still to be collected though they were cancelled."""
    going = {batch.id: batch for batch in ledger.find(queries.open_batches())}
    for job in ledger.find(queries.all_jobs_under_way()):
        if job.batch not in going and (batch := ledger.get(Batch, job.batch)):
            going[batch.id] = batch
    return list(going.values())


def call_off(job: Job, batch: str) -> int:
    """Have the jobs of a cancelled batch stopped, and collect what they have brought by now; how many are left."""
    target = target_of(os.environ, simulate=job.simulate)
    note(target.words)
    with opened(job, target) as local:
        work(replace(job, detach=True), local, [batch], quiet=True)
        return jobs_under_way(local.ports.ledger, batch)


@contextmanager
def opened(job: Job, target: Target) -> Iterator[Local]:
    """The work folder of a job with its engine and its models."""
    catalog, settings = read_catalog(job.settings), job.settings if target.live else job.settings.impatient()
    make_folder(job.settings.workspace)
    with (
        logbook(job.settings.workspace),
        connect(job.settings, catalog, target, job.stop, job.profile) as service,
        open_local(settings, catalog, service.models, service.jobs) as local,
    ):
        yield local


def work(
    job: Job, local: Local, batches: Sequence[str], *, quiet: bool = False, everything: bool = False
) -> list[Report]:
    """Run batches until nothing moves or Ctrl-C, then write their reports; with `everything`, campaigns go on too."""
    from proofpress.entry.reports import write_reports

    with interruptible(job.stop), watching(local, batches, quiet=quiet or job.as_json):
        only = batches[0] if len(batches) == 1 and not everything else None
        local.run(job.stop, only, detach=job.detach)
    if everything:
        batches = [*batches, *(batch for batch in new_batches(local.ports.ledger) if batch not in batches)]
    return [write_reports(local.workspace, local.ports.catalog, batch) for batch in batches]


def _end(job: Job, local: Local, reports: Sequence[Report], *, many: bool = False) -> int:
    """Tell how it ended; the exit code. Programs get a list where they named no batch."""
    stopped = job.stop.is_set()
    if job.as_json:
        plain = [report.model_dump(mode="json") for report in reports]
        print_json(plain if many else plain[0])
    else:
        for report in reports:
            (show_stopped if stopped else show_summary)(local.workspace, report)
            tell_of_jobs(local.workspace, report)
        if many:
            show_products(local.workspace)
    return INTERRUPTED if stopped else max((exit_code(local.ports.ledger, report) for report in reports), default=0)
