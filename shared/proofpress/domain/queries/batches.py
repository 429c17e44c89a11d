"""Questions about batches, their cohorts, and what could not be read."""

from proofpress.domain.queries.query import Query, among, equal, still_before
from proofpress.domain.records import Batch, Cohort, DeadLetter
from proofpress.domain.states import BatchState, CohortState


def batches() -> Query[Batch]:
    """All batches."""
    return Query(Batch)


def open_batches() -> Query[Batch]:
    """Batches that still have something to do."""
    return Query(Batch, among("state", (BatchState.INTAKE, BatchState.OPEN)))


def cohorts(batch: str) -> Query[Cohort]:
    """All cohorts of a batch."""
    return Query(Cohort, equal(batch=batch))


def open_cohorts(batch: str) -> Query[Cohort]:
    """Cohorts of a batch that still have something to do."""
    return Query(Cohort, equal(batch=batch, state=CohortState.OPEN))


def due_cohorts(batch: str, before: int, limit: int) -> Query[Cohort]:
    """Cohorts of a batch that have stood still since before a moment, the longest first."""
    return Query(Cohort, equal(batch=batch) + still_before(before), order="still_since", limit=limit)


def untold_batches() -> Query[Batch]:
    """Ended batches that the world is still to be told of."""
    return Query(Batch, equal(untold=True))


def dead_letters() -> Query[DeadLetter]:
    """Dead letters that were not replayed."""
    return Query(DeadLetter, equal(replayed=False))
