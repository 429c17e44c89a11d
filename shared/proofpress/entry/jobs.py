"""The jobs of the batch lane, as people and programs see them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from proofpress.domain import queries
from proofpress.domain.records import Job
from proofpress.ports import Ledger


def jobs_under_way(ledger: Ledger, batch: str | None = None) -> int:
    """How many jobs of a batch, or of all of them, something is still to come of."""
    return ledger.count(queries.jobs_under_way(batch) if batch else queries.all_jobs_under_way())


def jobs_of(ledger: Ledger, batch: str) -> Sequence[Job]:
    """The jobs of a batch, the oldest first."""
    return sorted(ledger.find(queries.jobs(batch)), key=lambda job: (job.created, job.key))


def state_of(job: Job) -> str:
    """How far a job is, in a word: the service's while it has it, and then ours."""
    if job.is_under_way and job.cancelling is not None:
        return "being cancelled"
    if job.is_under_way and job.status is not None and not job.status.state.over:
        return job.status.words if job.status.state == "unknown" else job.status.state.value
    return job.step.value


def age_of(job: Job, now: datetime) -> timedelta:
    """How long a job has been under way, or how long it was."""
    return (now if job.is_under_way else job.changed) - (job.submitting or job.created)


def plain(job: Job, now: datetime) -> dict[str, object]:
    """A job for programs."""
    return {
        "job": job.key,
        "name": job.name,
        "stage": job.stage,
        "model": job.model,
        "calls": job.calls,
        "step": job.step,
        "state": state_of(job),
        "seconds": round(age_of(job, now).total_seconds()),
        "cancelling": job.cancelling is not None,
        "pictures": job.pictures,
        "refusals": job.refusals,
        "findings": {kind.value: count for kind, count in job.found.items()},
        "words": job.words,
    }
