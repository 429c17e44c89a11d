"""Attempts: one slot for one paid draft call each."""

from enum import StrEnum

from proofpress.domain.states.moves import IllegalMove


class AttemptState(StrEnum):
    """One slot for one paid draft call."""

    PLANNED = "planned"
    LEASED = "leased"
    """A worker may make the call until `lease_until`."""
    DRAFTED = "drafted"
    """The draft lies in the drafts bucket and its bill is settled."""
    REJECTED = "rejected"
    """Screened out."""
    PASSED = "passed"
    """Through the screen; waits for its review, by a person where `decided_by` names who took a decision back."""
    APPROVED = "approved"
    """Liked by the reviewer; accepted as soon as it is sure to be needed, a spare otherwise."""
    DECLINED = "declined"
    ACCEPTED = "accepted"
    """Holds one of the item's keeper slots; its final is due."""
    DELIVERED = "delivered"
    RETURNED = "returned"
    """Its final lost the look twice; a person decides."""
    FAILED = "failed"
    CANCELLED = "cancelled"
    """Allocated, then given back unpaid."""


A = AttemptState

# A planned slot may go straight to DRAFTED or FAILED, as a final may to RENDERED: after a crash its picture may lie in
# the bucket already and is adopted unpaid, or its leases may be used up. What leads back to PASSED or RETURNED is a
# person who takes a decision back.
ATTEMPT_MOVES: dict[AttemptState, frozenset[AttemptState]] = {
    A.PLANNED: frozenset({A.LEASED, A.DRAFTED, A.FAILED, A.CANCELLED}),
    A.LEASED: frozenset({A.DRAFTED, A.FAILED, A.PLANNED}),
    A.DRAFTED: frozenset({A.PASSED, A.REJECTED, A.FAILED}),
    A.PASSED: frozenset({A.APPROVED, A.DECLINED, A.ACCEPTED, A.REJECTED}),
    A.APPROVED: frozenset({A.ACCEPTED, A.DECLINED, A.REJECTED}),
    A.ACCEPTED: frozenset({A.DELIVERED, A.RETURNED, A.FAILED, A.PASSED}),
    A.REJECTED: frozenset({A.ACCEPTED}),
    A.DECLINED: frozenset({A.ACCEPTED, A.PASSED, A.RETURNED}),
    A.RETURNED: frozenset({A.ACCEPTED, A.DECLINED}),
    A.DELIVERED: frozenset(),
    A.FAILED: frozenset(),
    A.CANCELLED: frozenset(),
}

IN_WORK = (A.PLANNED, A.LEASED, A.DRAFTED)
"""Attempts that go on by themselves."""

UNSETTLED = (*IN_WORK, A.PASSED)
"""Attempts whose wave is not over yet."""

WATCHED = (*UNSETTLED, A.APPROVED)
"""Attempts that something must still happen to: a message that is under way, or a place among the keepers."""

ALIVE = (*UNSETTLED, A.APPROVED, A.ACCEPTED, A.DELIVERED)
"""Attempts that may still become, or are, keepers."""

LIKED = (A.APPROVED, A.ACCEPTED, A.DELIVERED, A.RETURNED)
"""Attempts that the reviewer would take: what the accept rate counts."""

HELD = (A.ACCEPTED, A.DELIVERED, A.RETURNED)
"""Attempts that a final was or may have been paid for: nothing but a person takes that back."""


def check_attempt(old: AttemptState, new: AttemptState) -> None:
    """Raise IllegalMove unless the table has this move."""
    if new not in ATTEMPT_MOVES[old]:
        raise IllegalMove(f"an attempt cannot go from {old} to {new}")
