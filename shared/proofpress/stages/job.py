"""Bring a job of the batch lane a step on: submit it, ask after it, call it off, collect what it brought.

    planned ──> submitting ──> submitted ──over──> collecting ──> collected, expired, failed or cancelled
                    │              └── not known any more, or does not end ──> lost
                    └── not listed ──> lost

Whoever submits or collects holds the job by a lease. What it brought nothing for goes back to `planned` at its end.
"""

from proofpress.domain.errors import Drop, ModelRefused
from proofpress.domain.events import JobRequested
from proofpress.domain.records import Job
from proofpress.domain.states import JobStep
from proofpress.ports import Ports
from proofpress.stages import asking_after, closing, collecting, submitting
from proofpress.stages.holding import let_go
from proofpress.stages.leasing import ask_again, refuses_every_call

_STEPS = {
    JobStep.PLANNED: submitting.submit,
    JobStep.SUBMITTING: submitting.look_up,
    JobStep.SUBMITTED: asking_after.ask,
    JobStep.COLLECTING: collecting.collect,
}


def job(event: JobRequested, ports: Ports) -> None:
    """Bring a job on as far as it goes now; the next `sweep` that finds it due asks for more.

    Raises:
        Stop: the service refuses every call, or the calls of the job cannot be sent.
    """
    found = ports.ledger.get(Job, event.job)
    if found is None:
        raise Drop(f"the ledger has no job {event.job}")
    if not found.is_under_way or found.leased_by_another(ports.clock.now()):
        return
    if found.cancelling is None and closing.is_cancelled(ports, found.batch):
        found = found.having(cancelling=ports.clock.now())
    try:
        _STEPS[found.step](ports, found)
    except ModelRefused as refusal:
        # Only questions end here, which cost nothing; a submission sees to its refusals itself.
        let_go(ports, found.key)
        if refuses_every_call(refusal):
            ask_again(refusal)
