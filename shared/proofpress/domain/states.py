"""The states of everything that moves, and the one table of allowed moves."""

from enum import StrEnum


class BatchState(StrEnum):
    """A batch, from the manifest to its report."""

    INTAKE = "intake"
    """Its items are being written; nothing has been planned."""
    OPEN = "open"
    CLOSED = "closed"
    """Every item is filled or stopped, and every accepted draft is delivered or given up."""
    CANCELLED = "cancelled"


class CohortState(StrEnum):
    """The items of a batch that are planned together."""

    OPEN = "open"
    CLOSED = "closed"


class ItemState(StrEnum):
    """One wanted picture."""

    OPEN = "open"
    FILLED = "filled"
    """As many drafts are accepted or approved as keepers are wanted."""
    STOPPED = "stopped"
    """Given up short of what was wanted; `stop_reason` says why."""


class StopReason(StrEnum):
    """Why an item was given up."""

    BAD_PROMPT = "bad_prompt"
    """The pooled test says that its prompt is all but never accepted."""
    NOT_WORTH_MORE = "not_worth_more"
    """The next keeper would cost more than it is worth; no claim about the prompt."""
    WAVES_USED = "waves_used"
    CAP_REACHED = "cap_reached"
    BUDGET_REACHED = "budget_reached"
    FINALS_USED = "finals_used"
    """Drafts enough were accepted, and all the finals that their keeper slots pay for came to nothing."""
    FAILED = "failed"
    """Calls failed for good: safety, a bad request, a missing right."""
    CANCELLED = "cancelled"


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


class FinalState(StrEnum):
    """One try to render an accepted draft by the final model."""

    PLANNED = "planned"
    LEASED = "leased"
    RENDERED = "rendered"
    DELIVERED = "delivered"
    LOST = "lost"
    """Rendered, but its likeness to the draft is too small; rendered again when a person takes it as it is."""
    FAILED = "failed"
    CANCELLED = "cancelled"


class ProductState(StrEnum):
    """What must be done for a product that a shop told a campaign of."""

    CHANGED = "changed"
    """Its banners are to be arranged: backgrounds ordered, compositions asked for."""
    ARRANGED = "arranged"
    HELD = "held"
    """A cap has no room for its backgrounds, or something that it needs cannot be had; `words` says what."""


class BannersState(StrEnum):
    """The banners of a product that share a background."""

    WAITING = "waiting"
    """Their background is not there yet."""
    DUE = "due"
    """To be composed."""
    COMPOSED = "composed"
    """In the deliveries bucket; the product's index does not name them yet."""
    LISTED = "listed"


A, F, J = AttemptState, FinalState, JobStep

# A planned slot may go straight to DRAFTED, RENDERED or FAILED: after a crash its picture may lie in the bucket
# already and is adopted unpaid, or its leases may be used up. What leads back to PASSED or RETURNED is a person who
# takes a decision back.
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

FINAL_MOVES: dict[FinalState, frozenset[FinalState]] = {
    F.PLANNED: frozenset({F.LEASED, F.RENDERED, F.LOST, F.FAILED, F.CANCELLED}),
    F.LEASED: frozenset({F.RENDERED, F.LOST, F.FAILED, F.PLANNED}),
    F.RENDERED: frozenset({F.DELIVERED}),
    F.LOST: frozenset({F.RENDERED}),
    F.DELIVERED: frozenset(),
    F.FAILED: frozenset(),
    F.CANCELLED: frozenset({F.PLANNED}),
}

P, B = ProductState, BannersState

PRODUCT_MOVES: dict[ProductState, frozenset[ProductState]] = {
    P.CHANGED: frozenset({P.CHANGED, P.ARRANGED, P.HELD}),
    P.ARRANGED: frozenset({P.CHANGED}),
    P.HELD: frozenset({P.CHANGED}),
}

BANNERS_MOVES: dict[BannersState, frozenset[BannersState]] = {
    B.WAITING: frozenset({B.WAITING, B.DUE}),
    B.DUE: frozenset({B.DUE, B.COMPOSED, B.WAITING}),
    B.COMPOSED: frozenset({B.DUE, B.WAITING, B.LISTED}),
    B.LISTED: frozenset({B.DUE, B.WAITING}),
}
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

FINALS_IN_FLIGHT = (F.PLANNED, F.LEASED, F.RENDERED)


class IllegalMove(AssertionError):
    """A move that the table does not have: a defect in Proofpress, never the user's doing."""


def check_attempt(old: AttemptState, new: AttemptState) -> None:
    """Raise IllegalMove unless the table has this move."""
    if new not in ATTEMPT_MOVES[old]:
        raise IllegalMove(f"an attempt cannot go from {old} to {new}")


def check_job(old: JobStep, new: JobStep) -> None:
    """Raise IllegalMove unless the table has this move."""
    if new not in JOB_MOVES[old]:
        raise IllegalMove(f"a job cannot go from {old} to {new}")


def check_final(old: FinalState, new: FinalState) -> None:
    """Raise IllegalMove unless the table has this move."""
    if new not in FINAL_MOVES[old]:
        raise IllegalMove(f"a final cannot go from {old} to {new}")


def check_product(old: ProductState, new: ProductState) -> None:
    """Raise IllegalMove unless the table has this move."""
    if new not in PRODUCT_MOVES[old]:
        raise IllegalMove(f"a product cannot go from {old} to {new}")


def check_banners(old: BannersState, new: BannersState) -> None:
    """Raise IllegalMove unless the table has this move."""
    if new not in BANNERS_MOVES[old]:
        raise IllegalMove(f"banners cannot go from {old} to {new}")
