"""Questions about attempts, and what they look like."""

from proofpress.domain.queries.query import Query, Where, among, changed_since, equal, still_before
from proofpress.domain.records import Attempt, Sketch
from proofpress.domain.states import ALIVE, IN_WORK, UNSETTLED, AttemptState


def attempts(batch: str) -> Query[Attempt]:
    """All attempts of a batch."""
    return Query(Attempt, equal(batch=batch))


def attempts_in(batch: str, *states: AttemptState) -> Query[Attempt]:
    """Attempts of a batch in some states."""
    return Query(Attempt, equal(batch=batch) + among("state", states))


def rejected_for(batch: str, reason: str) -> Query[Attempt]:
    """Attempts of a batch that were screened out, for this reason before any other."""
    return Query(Attempt, equal(batch=batch, state=AttemptState.REJECTED, reason=reason))


def attempts_of_item(item: str) -> Query[Attempt]:
    """All attempts of an item."""
    return Query(Attempt, equal(item=item))


def attempts_of_cohort(cohort: str) -> Query[Attempt]:
    """All attempts of a cohort: what its dollars are summed over."""
    return Query(Attempt, equal(cohort=cohort))


def wave_of_cohort(cohort: str, wave: int) -> Query[Attempt]:
    """The attempts that were allocated together."""
    return Query(Attempt, equal(cohort=cohort, wave=wave))


def unsettled(cohort: str) -> Query[Attempt]:
    """Attempts of a cohort whose verdict is still to come."""
    return Query(Attempt, equal(cohort=cohort) + among("state", UNSETTLED))


def in_work(cohort: str) -> Query[Attempt]:
    """Attempts of a cohort that go on by themselves, to a verdict or to a review."""
    return Query(Attempt, equal(cohort=cohort) + among("state", IN_WORK))


def unleased(cohort: str) -> Query[Attempt]:
    """Attempts of a cohort that can still be given back unpaid."""
    return Query(Attempt, equal(cohort=cohort, state=AttemptState.PLANNED))


def next_approved(item: str) -> Query[Attempt]:
    """The approved attempt of an item that is first in line to be accepted."""
    return Query(Attempt, equal(item=item, state=AttemptState.APPROVED), order="number", limit=1)


def approved(cohort: str) -> Query[Attempt]:
    """Approved attempts of a cohort: spares, and those that are about to be accepted."""
    return Query(Attempt, equal(cohort=cohort, state=AttemptState.APPROVED))


def alive_before(item: str, number: int) -> Query[Attempt]:
    """Attempts of an item ahead of a number that are, or may still become, keepers."""
    return Query(Attempt, equal(item=item) + among("state", ALIVE) + (Where("number", "<", number),))


def unsettled_before(item: str, number: int) -> Query[Attempt]:
    """Attempts of an item ahead of a number whose verdict is still to come."""
    return Query(Attempt, equal(item=item) + among("state", UNSETTLED) + (Where("number", "<", number),))


def due_attempts(batch: str, before: int, limit: int) -> Query[Attempt]:
    """Attempts of a batch that have stood still since before a moment, the longest first."""
    return Query(Attempt, equal(batch=batch) + still_before(before), order="still_since", limit=limit)


def changed_attempts(batch: str, since: int, limit: int) -> Query[Attempt]:
    """Attempts of a batch that moved at or after a moment, the earliest first."""
    return Query(Attempt, equal(batch=batch) + changed_since(since), order="changed", limit=limit)


def sketches(scope: str) -> Query[Sketch]:
    """All drafts that are compared with each other."""
    return Query(Sketch, equal(scope=scope))


def sketches_marked(*marks: str) -> Query[Sketch]:
    """Drafts that may be alike: those that have one of up to 30 marks."""
    return Query(Sketch, (Where("marks", "contains_any", marks),))


def attempts_of_job(job: str) -> Query[Attempt]:
    """Attempts whose call is in a job and has brought nothing so far."""
    return Query(Attempt, equal(job=job) + among("state", (AttemptState.PLANNED, AttemptState.LEASED)))
