"""What follows from a verdict: accept what is sure to be needed, and plan on where the wave is over."""

from proofpress.domain import queries
from proofpress.domain.records import Attempt, Cohort, Item
from proofpress.domain.spec import ReviewMode
from proofpress.domain.states import CohortState, ItemState
from proofpress.ports import Ports
from proofpress.stages import accepting, closing, slots, waves


def settled(ports: Ports, item: Item) -> None:
    """Go on after a draft came to nothing, whose place others may take. Run again, it finds its work done."""
    accepting.accept_needed(ports, item)
    moved(ports, item)


def approved(ports: Ports, item: Item, attempt: Attempt) -> None:
    """Go on after a draft of an item was approved, as it was committed."""
    accepting.accept_if_due(ports, item, attempt)
    moved(ports, item)


def moved(ports: Ports, item: Item) -> None:
    """Go on with an item's cohort after a draft or a final of the item came to its end.

    While others have no verdict yet, theirs will go on: that one question spares all the others. Where a person
    reviews, somebody may never decide, so there it says nothing.
    """
    by_hand = item.spec.review.mode is ReviewMode.HAND
    if by_hand or not ports.ledger.count(queries.unsettled(item.cohort).up_to(1)):
        go_on(ports, item.cohort)


def delivered(ports: Ports, item: Item) -> None:
    """Go on after a final was delivered: it may have been the last that its cohort waited for."""
    if not ports.ledger.count(queries.finals_in_flight(item.cohort).up_to(1)):
        moved(ports, item)


def go_on(ports: Ports, cohort_key: str) -> None:
    """Plan a cohort's next wave, or close it, once nothing in it is unsettled.

    The cohort is read before anything is counted: the commit that follows fails where its counts may be out of date.
    """
    while (cohort := _open(ports, cohort_key)) and not _waits(ports, cohort_key):
        if ports.ledger.count(queries.open_items(cohort_key).up_to(1)):
            if not waves.plan(ports, cohort):
                return
        elif not _is_at_rest(ports, cohort_key) or _is_closed(ports, cohort):
            return


def _is_closed(ports: Ports, cohort: Cohort) -> bool:
    """Close a cohort at rest, unless it has to be opened for what its finals left short, or changed meanwhile."""
    return not waves.reopen(ports, cohort) and closing.close(ports, cohort)


def _open(ports: Ports, cohort_key: str) -> Cohort | None:
    cohort = ports.ledger.get(Cohort, cohort_key)
    if cohort is None or cohort.state is CohortState.CLOSED or closing.is_cancelled(ports, cohort.batch):
        return None
    return cohort


def _waits(ports: Ports, cohort: str) -> bool:
    """Whether a draft has no verdict yet; what a person leaves undecided of a filled item is not waited for."""
    if not ports.ledger.count(queries.unsettled(cohort).up_to(1)):
        return False
    if ports.ledger.count(queries.in_work(cohort).up_to(1)):
        return True
    first = next(iter(ports.ledger.find(queries.first_item_of_cohort(cohort))), None)
    return first is None or first.spec.review.mode is not ReviewMode.HAND or first.state is ItemState.OPEN


def _is_at_rest(ports: Ports, cohort: str) -> bool:
    """Whether no final is under way, once every spare that a failed one made room for is accepted."""
    if ports.ledger.count(queries.finals_in_flight(cohort).up_to(1)):
        return False
    return not _accept_spares(ports, cohort) or not ports.ledger.count(queries.finals_in_flight(cohort).up_to(1))


def _accept_spares(ports: Ports, cohort: str) -> bool:
    """Accept what became due without anybody's doing, or was cut off by a crash; whether there were any spares."""
    spares = sorted({attempt.item for attempt in ports.ledger.find(queries.approved(cohort))})
    for key in spares:
        if (item := ports.ledger.get(Item, key)) and not slots.are_all_held(ports, item):
            accepting.accept_needed(ports, item)
    return bool(spares)
