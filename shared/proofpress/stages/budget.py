"""What a cohort has spent, and what must be held back for the calls that are still outstanding."""

from decimal import Decimal

from proofpress.domain import queries
from proofpress.domain.errors import CapReached
from proofpress.domain.money import ZERO
from proofpress.domain.records import Cohort
from proofpress.ports import Change, Ports, Replace


def committed(ports: Ports, cohort: str) -> Decimal:
    """Dollars that a cohort's calls have cost, or may have cost where no answer came."""
    total = ports.ledger.total
    drafts, finals = queries.attempts_of_cohort(cohort), queries.finals_of_cohort(cohort)
    # In this order: a late picture turns what was perhaps spent into a bill, and must not fall between two reads.
    perhaps = total(drafts, "perhaps_usd") + total(finals, "perhaps_usd")
    return perhaps + total(drafts, "usd") + total(finals, "usd")


def held_back(ports: Ports, cohort: str) -> Decimal:
    """Dollars that the outstanding calls of a cohort cost at worst."""
    drafts, finals = queries.unsettled(cohort), queries.finals_in_flight(cohort)
    return ports.ledger.total(drafts, "worst_usd") + ports.ledger.total(finals, "worst_usd")


def left(ports: Ports, cohort: Cohort) -> Decimal | None:
    """Dollars that may still be promised to new calls; None where the batch has no dollar cap.

    Below zero only where a call cost more than its output limit allows.
    """
    if cohort.max_usd is None:
        return None
    # What is held back is read first: a call that is settled between the reads counts twice for once, and never not at
    # all. Settling does not write the cohort, so no commit would notice.
    outstanding = held_back(ports, cohort.key)
    return cohort.max_usd - outstanding - committed(ports, cohort.key)


def promise(ports: Ports, cohort_key: str, usd: Decimal) -> tuple[Change, ...]:
    """What a commit must carry so that two of them cannot promise the same dollars: the cohort, where it has a cap.

    For every call that no wave planned for, and for finals, whose dollars a failed call may have used up meanwhile.

    Raises:
        CapReached: the cohort's part of the cap has no room.
    """
    cohort = ports.ledger.get(Cohort, cohort_key) if usd > ZERO else None
    return promise_of(ports, cohort, usd) if cohort else ()


def promise_of(ports: Ports, cohort: Cohort, usd: Decimal) -> tuple[Change, ...]:
    """As `promise`, for a cohort as it was just read."""
    room = left(ports, cohort) if usd > ZERO else None
    if room is None:
        return ()
    if usd > room:
        raise CapReached(f"The dollar cap of {cohort.batch} has no room for another call: raise it in a new batch.")
    return (Replace(cohort),)
