"""Ask the service after a job, and call it off where it takes too long or its batch was cancelled."""

from proofpress.domain.jobs import JobStatus
from proofpress.domain.records import Job
from proofpress.domain.states import JobStep
from proofpress.ports import Ports
from proofpress.stages import collecting, releasing
from proofpress.stages.holding import wait
from proofpress.stages.lanes import jobs_of
from proofpress.stages.releasing import Fate

_FORGOTTEN = "The service does not know the job any more."
_ENDLESS = "The service was told to stop the job, and did not come to an end with it."
_TOO_LONG = "It took too long, and was called off."


def ask(ports: Ports, job: Job) -> None:
    """Bring a submitted job on: to its results where it is over, or nearer to its end where it is to have one."""
    status = jobs_of(ports).status(job.name)
    if status is None:
        _unknown(ports, job)
    elif status.state.over:
        collecting.begin(ports, job.seen(status))
    else:
        _go_on(ports, job, status)


def _unknown(ports: Ports, job: Job) -> None:
    if ports.clock.now() - job.changed < ports.policy.listed_after:
        wait(ports, job)
    else:
        releasing.end(ports, job, JobStep.LOST, Fate(_FORGOTTEN, perhaps_paid=True))


def _go_on(ports: Ports, job: Job, status: JobStatus) -> None:
    now, seen = ports.clock.now(), job.seen(status)
    if seen.cancelling is None and now - (seen.submitting or seen.changed) >= ports.policy.job_limit:
        seen = seen.having(cancelling=now, words=_TOO_LONG)
    if seen.cancelling is not None and now - seen.cancelling >= ports.policy.giving_up:
        releasing.end(ports, seen, JobStep.LOST, Fate(_ENDLESS, perhaps_paid=True))
    elif wait(ports, seen) and seen.cancelling is not None:
        jobs_of(ports).cancel(seen.name)
