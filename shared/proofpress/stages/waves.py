"""Plan the next wave of a cohort: read, allocate, commit once, then ask for the drafts."""

from collections.abc import Sequence

from proofpress.domain import queries
from proofpress.domain.allocation import Allocation, allocate
from proofpress.domain.events import DraftRequested
from proofpress.domain.records import Cohort, Item
from proofpress.domain.states import ItemState, StopReason
from proofpress.ports import Create, Ports, Replace, Topic
from proofpress.stages import budget, closing, slots


def plan(ports: Ports, cohort: Cohort) -> bool:
    """Allocate the next wave of a cohort whose drafts are settled; False where money must settle first.

    Where somebody else was faster nothing is written, and the caller looks again.
    """
    # The items come first: a final that fails writes its item, so that its slot is not counted as held and as lost.
    items = ports.ledger.find(queries.open_items(cohort.key))
    made = allocate(
        cohort,
        items,
        ports.ledger.find(queries.wave_of_cohort(cohort.key, cohort.wave)) if cohort.wave else [],
        _sure_keepers(ports, cohort.key, items),
        budget.left(ports, cohort),
        ports.clock.now(),
    )
    if _waits_for_money(ports, cohort.key, made):
        return False
    if ports.ledger.commit(Replace(made.cohort), *map(Replace, made.items), *map(Create, made.attempts)):
        _publish(ports, made)
    return True


def reopen(ports: Ports, cohort: Cohort) -> bool:
    """Open the filled items of a cohort at rest whose finals came to nothing; whether there are any."""
    short = [item for item in ports.ledger.find(queries.filled_items(cohort.key)) if item.lost]
    if short:
        opened = [item.having(state=ItemState.OPEN, lost=0) for item in short]
        ports.ledger.commit(Replace(cohort), *map(Replace, opened))
    return bool(short)


def _sure_keepers(ports: Ports, cohort: str, items: Sequence[Item]) -> dict[str, int]:
    """Slots by item that need no further draft: claimed by an approved draft, taken, or lost since the last rest.

    A draft that is accepted between the two reads appears in both, and counts once.
    """
    claimed = ports.ledger.find(queries.approved(cohort))
    sure = slots.taken(ports, cohort)
    for attempt in claimed:
        sure[attempt.item].add(attempt.number)
    return {item.key: len(sure[item.key]) + item.lost for item in items}


def _waits_for_money(ports: Ports, cohort: str, made: Allocation) -> bool:
    """Finals in flight hold dollars back that may come free; a wave that money cuts short is sized without them."""
    return made.bound_by is StopReason.BUDGET_REACHED and ports.ledger.count(queries.finals_in_flight(cohort)) > 0


def _publish(ports: Ports, made: Allocation) -> None:
    for attempt in made.attempts:
        ports.bus.publish(Topic.DRAFTS, DraftRequested(attempt=attempt.key), traceparent=attempt.traceparent)
    for item in made.stopped:
        closing.tell_stopped(ports, item)
