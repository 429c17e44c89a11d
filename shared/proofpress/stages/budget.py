"""What a cohort has spent, and what must be held back for the calls that are still outstanding."""

from decimal import Decimal

from proofpress.domain import queries
from proofpress.domain.money import ZERO
from proofpress.domain.records import Attempt, Cohort, Final
from proofpress.ports import Ports


def committed(ports: Ports, cohort: str) -> Decimal:
    """Dollars that a cohort's calls have cost, or may have cost where no answer came."""
    total = ports.ledger.total
    drafts, finals = queries.attempts_of_cohort(cohort), queries.finals_of_cohort(cohort)
    settled = total(drafts, "usd") + total(finals, "usd")
    return settled + total(drafts, "perhaps_usd") + total(finals, "perhaps_usd")


def held_back(ports: Ports, cohort: str) -> Decimal:
    """Dollars that the outstanding calls of a cohort cost at worst."""
    drafts, finals = queries.unsettled(cohort), queries.finals_in_flight(cohort)
    return ports.ledger.total(drafts, "worst_usd") + ports.ledger.total(finals, "worst_usd")


def left(ports: Ports, cohort: Cohort) -> Decimal | None:
    """Dollars that may still be promised to new calls; None where the batch has no dollar cap."""
    if cohort.max_usd is None:
        return None
    return max(ZERO, cohort.max_usd - committed(ports, cohort.key) - held_back(ports, cohort.key))


def allows(ports: Ports, record: Attempt | Final, extra: Decimal) -> bool:
    """Whether the record's cohort has room for one more call that was not planned for."""
    cohort = ports.ledger.get(Cohort, record.cohort)
    room = left(ports, cohort) if cohort else None
    return room is None or extra <= room
