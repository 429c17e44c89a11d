"""Questions about jobs of the batch lane."""

from proofpress.domain.queries.query import Query, among, equal, still_before
from proofpress.domain.records import Job
from proofpress.domain.states import JOBS_UNDER_WAY


def due_jobs(batch: str, before: int, limit: int) -> Query[Job]:
    """Jobs of a batch that have stood still since before a moment, the longest first."""
    return Query(Job, equal(batch=batch) + still_before(before), order="still_since", limit=limit)


def jobs(batch: str) -> Query[Job]:
    """All jobs of a batch."""
    return Query(Job, equal(batch=batch))


def jobs_under_way(batch: str) -> Query[Job]:
    """Jobs of a batch of which something is still to come."""
    return Query(Job, equal(batch=batch) + among("step", JOBS_UNDER_WAY))


def all_jobs_under_way() -> Query[Job]:
    """Jobs of which something is still to come, whichever batch they are of."""
    return Query(Job, among("step", JOBS_UNDER_WAY))


def jobs_named(name: str) -> Query[Job]:
    """The job that the service has given a name."""
    return Query(Job, equal(name=name))
