"""Drafts with the same bytes in one cohort: the lower stands, unless the higher one is accepted already.

A draft's digest is committed before it is screened, so of two equal drafts whoever is screened later finds the other.
One that passes writes its equals that are still undecided, unchanged: their own commits fail then, and they look again.
"""

from collections.abc import Sequence

from proofpress.domain import queries
from proofpress.domain.records import Attempt
from proofpress.domain.states import AttemptState
from proofpress.ports import Ports

_OPEN = (AttemptState.PASSED, AttemptState.APPROVED)


def standing(ports: Ports, attempt: Attempt) -> tuple[list[Attempt], list[Attempt]]:
    """The equals of a draft: those that passed before it, and those that are still to be screened."""
    equals = ports.ledger.find(queries.equal_drafts(attempt.cohort, attempt.sha256))
    others = [other for other in equals if other.key != attempt.key]
    undecided = [other for other in others if other.state is AttemptState.DRAFTED]
    return [other for other in others if other not in undecided], undecided


def original(attempt: Attempt, passed_before: Sequence[Attempt]) -> Attempt | None:
    """The draft that another one repeats; None where it stands itself."""
    firm = [other for other in passed_before if other.state not in _OPEN or other.rank < attempt.rank]
    return min(firm, key=lambda other: other.rank, default=None)


def demoted(ports: Ports, attempt: Attempt, original_key: str) -> Attempt:
    """A copy of a draft that repeats another one. Its digest is blanked: nobody need look at it again."""
    now, reason = ports.clock.now(), "duplicate"
    free = attempt.taken_from_reviewer()
    return free.moved(
        AttemptState.REJECTED, now, reason=reason, reasons=(reason,), duplicate_of=original_key, sha256=""
    )
