"""What follows from a verdict: accept what is sure to be needed, and plan on where the wave is over."""

from proofpress.domain import queries
from proofpress.domain.records import Attempt, Cohort
from proofpress.domain.spec import ReviewMode
from proofpress.domain.states import CohortState, ItemState
from proofpress.ports import Ports
from proofpress.stages import accepting, closing, waves


def settled(ports: Ports, attempt: Attempt) -> None:
    """Go on after an attempt got its verdict. Run again, it finds its work done."""
    accepting.accept_needed(ports, attempt.item)
    go_on(ports, attempt.cohort)


def go_on(ports: Ports, cohort_key: str) -> None:
    """Plan a cohort's next wave, or close it, once nothing in it is unsettled.

    The cohort is read before anything is counted: the commit that follows fails where its counts may be out of date.
    """
    while (cohort := _open(ports, cohort_key)) and not _waits(ports, cohort_key):
        if ports.ledger.count(queries.open_items(cohort_key)):
            _accept_spares(ports, cohort_key)
            if not waves.plan(ports, cohort):
                return
        elif not _is_at_rest(ports, cohort_key):
            return
        elif not waves.reopen(ports, cohort):
            closing.close(ports, cohort)
            return


def _open(ports: Ports, cohort_key: str) -> Cohort | None:
    cohort = ports.ledger.get(Cohort, cohort_key)
    if cohort is None or cohort.state is CohortState.CLOSED or closing.is_cancelled(ports, cohort.batch):
        return None
    return cohort


def _waits(ports: Ports, cohort: str) -> bool:
    """Whether a draft has no verdict yet; what a person leaves undecided of a filled item is not waited for."""
    if not ports.ledger.count(queries.unsettled(cohort)):
        return False
    if ports.ledger.count(queries.in_work(cohort)):
        return True
    first = next(iter(ports.ledger.find(queries.first_item_of_cohort(cohort))), None)
    return first is None or first.spec.review.mode is not ReviewMode.HAND or first.state is ItemState.OPEN


def _is_at_rest(ports: Ports, cohort: str) -> bool:
    """Whether no final is under way, once every spare that a failed one made room for is accepted."""
    if ports.ledger.count(queries.finals_in_flight(cohort)):
        return False
    _accept_spares(ports, cohort)
    return not ports.ledger.count(queries.finals_in_flight(cohort))


def _accept_spares(ports: Ports, cohort: str) -> None:
    for item in sorted({attempt.item for attempt in ports.ledger.find(queries.approved(cohort))}):
        accepting.accept_needed(ports, item)
