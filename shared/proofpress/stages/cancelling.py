"""The end of a batch before its time."""

from proofpress.domain import queries
from proofpress.domain.catalog import Lane
from proofpress.domain.errors import BadInput
from proofpress.domain.events import JobRequested
from proofpress.domain.records import NEVER, Attempt, Batch, Cohort, Final, Item, Job
from proofpress.domain.spec import Route
from proofpress.domain.states import (
    FINALS_IN_FLIGHT,
    AttemptState,
    BatchState,
    CohortState,
    ItemState,
    StopReason,
)
from proofpress.ports import Ports, Replace, Topic
from proofpress.stages import announcing, closing, requesting


def cancel(ports: Ports, batch_id: str) -> int:
    """End a batch and give back every call that is not under way; how many were given back.

    Calls in flight are finished and kept; what was accepted stays accepted, and is delivered where that costs nothing.
    The batch goes first: from then on nothing is planned or accepted in it. Its items follow, from which the stages
    learn that no more calls are to be made. The world is told when the last call in flight has come to its end: until
    then `sweep` finishes a cancel that broke off, and looks after those calls, whose bills and keepers still count.

    Raises:
        BadInput: there is no such batch, or it has ended by itself.
    """
    _end(ports, batch_id)
    returned = 0
    for cohort in ports.ledger.find(queries.cohorts(batch_id)):
        items = {item.key: item for item in ports.ledger.find(queries.items_of_cohort(cohort.key))}
        for item in items.values():
            _stop(ports, item)
        finals = ports.ledger.find(queries.unleased_finals(cohort.key))
        paid = [final for final in finals if items[final.item].route is Route.TWO_TIER]
        unleased: list[Attempt | Final] = [*ports.ledger.find(queries.unleased(cohort.key)), *paid]
        returned += sum(_give_back(ports, record) for record in unleased)
        _close(ports, cohort)
    for job in ports.ledger.find(queries.jobs_under_way(batch_id)):
        _call_off(ports, job)
    tell_when_over(ports, batch_id)
    return returned


def finish(ports: Ports, batch: Batch) -> None:
    """Cancel once more where that broke off; a batch at rest was gone through to its last cohort."""
    if batch.still_since != NEVER:
        cancel(ports, batch.id)


def tell_when_over(ports: Ports, batch_id: str) -> None:
    """Tell the world of a batch that was cancelled, unless a call, a job or a delivery of it is still under way."""
    batch = ports.ledger.get(Batch, batch_id)
    if batch is None or not batch.untold:
        return
    if not _is_under_way(ports, batch_id):
        announcing.tell(ports, batch)
    elif batch.still_since != NEVER:
        ports.ledger.commit(Replace(batch.at_rest()))


def _is_under_way(ports: Ports, batch_id: str) -> bool:
    count = ports.ledger.count
    drafts = queries.attempts_in(batch_id, AttemptState.PLANNED, AttemptState.LEASED)
    finals = queries.finals_in(batch_id, *FINALS_IN_FLIGHT)
    jobs = queries.jobs_under_way(batch_id)
    return bool(count(drafts.up_to(1)) or count(finals.up_to(1)) or count(jobs.up_to(1)))


def _give_back(ports: Ports, call: Attempt | Final) -> bool:
    """Cancel a call that nobody makes; False where somebody was faster, or its picture may be there already.

    A dead worker may have left it, paid for. Its stage looks: it takes the picture over, or cancels the call.
    """
    if call.leases and call.lane is Lane.LIVE:
        requesting.request(ports, call)
        return False
    return bool(ports.ledger.commit(Replace(call.as_cancelled(ports.clock.now()))))


def _end(ports: Ports, batch_id: str) -> None:
    while batch := ports.ledger.get(Batch, batch_id):
        if batch.state is BatchState.CLOSED:
            raise BadInput(f"batch {batch_id} is closed: there is nothing left to cancel")
        if batch.state is BatchState.CANCELLED or closing.end(ports, batch, BatchState.CANCELLED):
            return
    raise BadInput(f"there is no batch {batch_id!r}")


def _stop(ports: Ports, item: Item) -> None:
    current: Item | None = item
    while current is not None and current.state is ItemState.OPEN:
        stopped = current.having(state=ItemState.STOPPED, stop_reason=StopReason.CANCELLED)
        if ports.ledger.commit(Replace(stopped)):
            return
        current = ports.ledger.get(Item, item.key)


def _call_off(ports: Ports, job: Job) -> None:
    """Have a job of the batch lane stopped at the service; what it has done by then is collected, because it is paid."""
    current: Job | None = job
    while current is not None and current.is_under_way and current.cancelling is None:
        called_off = current.having(cancelling=ports.clock.now())
        if current.lease_until is None:
            called_off = called_off.waiting(ports.clock.now(), ports.policy.stale)
        if ports.ledger.commit(Replace(called_off)):
            ports.bus.publish(Topic.JOBS, JobRequested(job=job.key), traceparent=job.traceparent)
            return
        current = ports.ledger.get(Job, job.key)


def _close(ports: Ports, cohort: Cohort) -> None:
    current: Cohort | None = cohort
    while current is not None and current.state is CohortState.OPEN:
        if ports.ledger.commit(Replace(closing.ended(current))):
            return
        current = ports.ledger.get(Cohort, cohort.key)
