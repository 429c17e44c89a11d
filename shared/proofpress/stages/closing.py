"""The end: a cohort closes when nothing in it can move by itself, a batch when all its cohorts are closed."""

from proofpress.domain import queries
from proofpress.domain.events import BatchClosed
from proofpress.domain.records import Batch, Cohort
from proofpress.domain.states import BatchState, CohortState
from proofpress.ports import Ports, Replace, Topic


def close_if_done(ports: Ports, cohort_key: str) -> None:
    """Close a cohort, and then its batch, where no item is open and no draft or final is under way."""
    if not _is_done(ports, cohort_key):
        return
    cohort = ports.ledger.get(Cohort, cohort_key)
    if cohort is None:
        return
    if cohort.state is CohortState.OPEN:
        ports.ledger.commit(Replace(cohort.having(state=CohortState.CLOSED)))
    if not ports.ledger.count(queries.open_cohorts(cohort.batch)):
        close_batch(ports, cohort.batch, BatchState.CLOSED)


def close_batch(ports: Ports, batch_id: str, state: BatchState) -> None:
    """Bring a batch to its end state and tell the world."""
    batch = ports.ledger.get(Batch, batch_id)
    if batch is None or batch.state is not BatchState.OPEN:
        return
    if ports.ledger.commit(Replace(batch.having(state=state, closed=ports.clock.now()))):
        keepers = ports.ledger.count(queries.held_keepers(batch_id))
        event = BatchClosed(batch=batch_id, state=state, keepers=keepers, wanted=batch.wanted)
        ports.bus.publish(Topic.OUTCOMES, event, traceparent=batch.traceparent)


def reopen(ports: Ports, cohort_key: str) -> None:
    """Open a cohort and its batch again, because one of its items lost a keeper or got a new draft."""
    cohort = ports.ledger.get(Cohort, cohort_key)
    if cohort is None:
        return
    if cohort.state is CohortState.CLOSED:
        ports.ledger.commit(Replace(cohort.having(state=CohortState.OPEN)))
    batch = ports.ledger.get(Batch, cohort.batch)
    if batch is not None and batch.state is BatchState.CLOSED:
        ports.ledger.commit(Replace(batch.having(state=BatchState.OPEN, closed=None)))


def _is_done(ports: Ports, cohort: str) -> bool:
    count = ports.ledger.count
    return not (
        count(queries.unsettled(cohort)) or count(queries.finals_in_flight(cohort)) or count(queries.open_items(cohort))
    )
