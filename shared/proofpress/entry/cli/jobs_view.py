"""The jobs of a batch as `status` and the end of a run show them."""

from collections.abc import Sequence
from datetime import datetime

from proofpress.domain.jobs import PLANNED_TIME, WORST_TIME
from proofpress.domain.lanes import LaneChoice
from proofpress.domain.records import Job
from proofpress.domain.spec import BatchSpec
from proofpress.entry.cli.console import note, out, table
from proofpress.entry.cli.figures import counted, duration
from proofpress.entry.cli.hints import command
from proofpress.entry.jobs import age_of, jobs_of, state_of
from proofpress.entry.site import Site
from proofpress.reporting.model import Report

_SHOWN = 20


def show_jobs(jobs: Sequence[Job], now: datetime) -> None:
    """A table of jobs: those under way, and of the others the last few."""
    if not jobs:
        return
    going = [job for job in jobs if job.is_under_way]
    over = [job for job in jobs if not job.is_under_way]
    shown = [*going, *over[-max(0, _SHOWN - len(going)) :]] if len(going) < _SHOWN else going
    rows = [_row(job, now) for job in shown]
    out.print(table("job", "for", "calls", "state", "age", "brought", rows=rows, right=["calls", "age"]), markup=False)
    if left := len(jobs) - len(shown):
        note(f"{counted(left, 'older job')} over: --json lists them.")


def tell_of_waiting(site: Site, batch: str, spec: BatchSpec) -> None:
    """Say that a run may take days, and that nobody needs to sit through it."""
    choices = {choice for item in spec.items for choice in (item.lanes.draft, item.lanes.final)}
    if choices != {LaneChoice.LIVE}:
        hours = f"{PLANNED_TIME.total_seconds() / 3600:.0f}"
        goes_on = command(f"resume {batch}", site.options)
        note(f"Jobs of the batch lane take {hours} hours each. Ctrl-C leaves them with the service; {goes_on} goes on.")


def tell_of_jobs(site: Site, report: Report) -> bool:
    """Say what is left with the service, and what brings it home; whether anything is."""
    jobs = [job for job in jobs_of(site.ledger, report.batch.id) if job.is_under_way]
    if not jobs:
        return False
    hours = (f"{time.total_seconds() / 3600:.0f}" for time in (PLANNED_TIME, WORST_TIME))
    calls = sum(job.calls for job in jobs)
    note(
        f"{counted(len(jobs), 'job')} with {counted(calls, 'call')} of {report.batch.id} left to the service: "
        f"{' or at worst '.join(hours)} hours. Nothing needs to run here meanwhile."
    )
    collects, shows = (command(f"{verb} {report.batch.id}", site.options) for verb in ("resume", "status"))
    note(f"{collects} collects what they brought and goes on; {shows} shows what is known of them here.")
    return True


def _row(job: Job, now: datetime) -> tuple[str, ...]:
    kind = "drafts" if job.stage == "draft" else "finals"
    age = duration(age_of(job, now).total_seconds())
    return job.key, kind, f"{job.calls:,}", state_of(job), age, _brought(job)


def _brought(job: Job) -> str:
    found = {"pictures": job.pictures, "refused": job.refusals, **{kind.value: n for kind, n in job.found.items()}}
    return ", ".join([f"{count:,} {word}" for word, count in found.items() if count] or [job.words])
