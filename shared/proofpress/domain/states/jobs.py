"""Jobs of the batch lane."""

from enum import StrEnum

from proofpress.domain.states.moves import IllegalMove


class JobStep(StrEnum):
    """A job of the batch lane, as far as we have brought it; how far the service is, is another matter."""

    PLANNED = "planned"
    """Its attempts are bound to it; nothing was sent."""
    SUBMITTING = "submitting"
    """Its attempts are leased, and the one call that creates it may have been made."""
    SUBMITTED = "submitted"
    """The service has it under the name that it gave it."""
    COLLECTING = "collecting"
    """Over at the service; its results are being read."""
    COLLECTED = "collected"
    """Everything that it brought is in the ledger."""
    EXPIRED = "expired"
    """Likewise, but the service gave it up; so it did with the next two, for another reason."""
    FAILED = "failed"
    CANCELLED = "cancelled"
    LOST = "lost"
    """Given up by us: the service does not list it, knows it no more, or does not come to an end with it."""


J = JobStep

JOB_MOVES: dict[JobStep, frozenset[JobStep]] = {
    J.PLANNED: frozenset({J.SUBMITTING, J.CANCELLED}),
    J.SUBMITTING: frozenset({J.SUBMITTED, J.PLANNED, J.FAILED, J.LOST}),
    J.SUBMITTED: frozenset({J.COLLECTING, J.LOST}),
    J.COLLECTING: frozenset({J.COLLECTED, J.EXPIRED, J.FAILED, J.CANCELLED}),
    J.COLLECTED: frozenset(),
    J.EXPIRED: frozenset(),
    J.FAILED: frozenset(),
    J.CANCELLED: frozenset(),
    J.LOST: frozenset(),
}

JOBS_UNDER_WAY = (J.PLANNED, J.SUBMITTING, J.SUBMITTED, J.COLLECTING)
"""Jobs that go on by themselves, or by the service."""


def check_job(old: JobStep, new: JobStep) -> None:
    """Raise IllegalMove unless the table has this move."""
    if new not in JOB_MOVES[old]:
        raise IllegalMove(f"a job cannot go from {old} to {new}")
