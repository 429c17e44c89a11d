"""Plan the next wave of a cohort: read, allocate, commit once, then ask for the drafts."""

from collections import defaultdict
from collections.abc import Sequence

from proofpress.domain import queries
from proofpress.domain.allocation import Allocation, allocate
from proofpress.domain.records import Cohort, Item
from proofpress.domain.states import ItemState, StopReason
from proofpress.ports import Create, Ports, Replace
from proofpress.stages import accepting, announcing, budget, requesting, slots

Slots = defaultdict[str, set[int]]


def plan(ports: Ports, cohort: Cohort) -> bool:
    """Allocate the next wave of a cohort whose drafts are settled; False where money must settle first.

    Where somebody else was faster, or an approved draft had to be accepted first, nothing is allocated, and the
    caller looks again.
    """
    # The items come first: a final that fails writes its item, so that its slot is not counted as held and as lost.
    items = ports.ledger.find(queries.open_items(cohort.key))
    claimed, taken = _claimed(ports, cohort.key), slots.taken(ports, cohort.key)
    if _accept_spares(ports, [item for item in items if _has_spare(item, claimed, taken)]):
        return True
    made = allocate(
        cohort,
        items,
        ports.ledger.find(queries.wave_of_cohort(cohort.key, cohort.wave)) if cohort.wave else [],
        sure_keepers(items, claimed, taken),
        budget.left(ports, cohort),
        ports.clock.now(),
    )
    if _waits_for_money(ports, cohort.key, made):
        return False
    _commit(ports, made)
    return True


def _commit(ports: Ports, made: Allocation) -> None:
    planned = ports.ledger.commit(Replace(made.cohort), *map(Replace, made.items), *map(Create, made.attempts))
    if planned:
        for attempt in made.attempts:
            requesting.request(ports, attempt)
        announcing.tell(ports, *map(planned.of, made.stopped))


def reopen(ports: Ports, cohort: Cohort) -> bool:
    """Open the filled items of a cohort at rest whose finals came to nothing; whether there are any."""
    if not ports.ledger.count(queries.freed_keepers_of_cohort(cohort.key).up_to(1)):
        return False
    short = [item for item in ports.ledger.find(queries.filled_items(cohort.key)) if item.lost]
    if short:
        opened = [item.having(state=ItemState.OPEN, lost=0) for item in short]
        ports.ledger.commit(Replace(cohort), *map(Replace, opened))
    return bool(short)


def _claimed(ports: Ports, cohort: str) -> defaultdict[str, set[int]]:
    """By item, the numbers of its approved drafts."""
    of_item = defaultdict[str, set[int]](set)
    for attempt in ports.ledger.find(queries.approved(cohort)):
        of_item[attempt.item].add(attempt.number)
    return of_item


def _accept_spares(ports: Ports, items: Sequence[Item]) -> bool:
    """Accept what is due in each of the items; whether anything was."""
    accepted = [accepting.accept_needed(ports, item) for item in items]
    return any(accepted)


def _has_spare(item: Item, claimed: Slots, taken: Slots) -> bool:
    """Whether an item has a keeper slot free, and an approved draft that may be due for it."""
    return bool(claimed[item.key]) and len(taken[item.key]) < item.spec.want


def sure_keepers(items: Sequence[Item], claimed: Slots, taken: Slots) -> dict[str, int]:
    """Slots by item that need no further draft: claimed by an approved draft, taken, or lost since the last rest.

    A draft that is accepted between the two reads is claimed and taken, and counts once.
    """
    return {item.key: len(claimed[item.key] | taken[item.key]) + item.lost for item in items}


def _waits_for_money(ports: Ports, cohort: str, made: Allocation) -> bool:
    """Finals in flight hold dollars back that may come free; a wave that money cuts short is sized without them."""
    return (
        made.bound_by is StopReason.BUDGET_REACHED and ports.ledger.count(queries.finals_in_flight(cohort).up_to(1)) > 0
    )
