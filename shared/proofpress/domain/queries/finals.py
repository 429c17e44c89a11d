"""Questions about finals."""

from proofpress.domain.queries.query import Query, among, changed_since, equal, still_before
from proofpress.domain.records import Final
from proofpress.domain.states import FINALS_IN_FLIGHT, FinalState


def unleased_finals(cohort: str) -> Query[Final]:
    """Finals of a cohort that can still be given back unpaid."""
    return Query(Final, equal(cohort=cohort, state=FinalState.PLANNED))


def finals(batch: str) -> Query[Final]:
    """All finals of a batch."""
    return Query(Final, equal(batch=batch))


def finals_in(batch: str, *states: FinalState) -> Query[Final]:
    """Finals of a batch in some states."""
    return Query(Final, equal(batch=batch) + among("state", states))


def finals_of_cohort(cohort: str) -> Query[Final]:
    """All finals of a cohort: what its dollars are summed over."""
    return Query(Final, equal(cohort=cohort))


def finals_in_flight(cohort: str) -> Query[Final]:
    """Finals of a cohort that are not at their end."""
    return Query(Final, equal(cohort=cohort) + among("state", FINALS_IN_FLIGHT))


def due_finals(batch: str, before: int, limit: int) -> Query[Final]:
    """Finals of a batch that have stood still since before a moment, the longest first."""
    return Query(Final, equal(batch=batch) + still_before(before), order="still_since", limit=limit)


def changed_finals(batch: str, since: int, limit: int) -> Query[Final]:
    """Finals of a batch that moved at or after a moment, the earliest first."""
    return Query(Final, equal(batch=batch) + changed_since(since), order="changed", limit=limit)


def finals_of_job(job: str) -> Query[Final]:
    """Finals whose call is in a job and has brought nothing so far."""
    return Query(Final, equal(job=job) + among("state", (FinalState.PLANNED, FinalState.LEASED)))


def untold_finals() -> Query[Final]:
    """Delivered finals that the world is still to be told of."""
    return Query(Final, equal(untold=True))
