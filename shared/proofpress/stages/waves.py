"""Plan the next wave of a cohort: read, allocate, commit once, then ask for the drafts."""

from collections import Counter

from proofpress.domain import queries
from proofpress.domain.allocation import Allocation, allocate
from proofpress.domain.events import DraftRequested, ItemStopped
from proofpress.domain.records import Cohort
from proofpress.domain.states import CohortState, StopReason
from proofpress.ports import Create, Ports, Replace, Topic
from proofpress.stages import budget


def plan(ports: Ports, cohort_key: str) -> bool:
    """Allocate a settled cohort's next wave; False where another planner was faster or money must settle first."""
    cohort = ports.ledger.get(Cohort, cohort_key)
    if cohort is None or cohort.state is CohortState.CLOSED or ports.ledger.count(queries.unsettled(cohort_key)):
        return False
    keepers = _sure_keepers(ports, cohort_key)
    made = allocate(
        cohort,
        ports.ledger.find(queries.open_items(cohort_key)),
        ports.ledger.find(queries.wave_of_cohort(cohort_key, cohort.wave)) if cohort.wave else [],
        keepers,
        budget.left(ports, cohort),
        ports.clock.now(),
    )
    if _waits_for_money(ports, cohort_key, made):
        return False
    items, attempts = map(Replace, made.items), map(Create, made.attempts)
    if not ports.ledger.commit(Replace(made.cohort), *items, *attempts):
        return False
    _publish(ports, made, keepers)
    return True


def _sure_keepers(ports: Ports, cohort: str) -> Counter[str]:
    """Slots by item that need no further draft: taken, or claimed by an approved draft that waits to be accepted."""
    slots = ports.ledger.find(queries.keepers_of_cohort(cohort))
    claims = [attempt.item for attempt in ports.ledger.find(queries.approved(cohort))]
    return Counter([*(keeper.item for keeper in slots if keeper.is_taken), *claims])


def _waits_for_money(ports: Ports, cohort: str, made: Allocation) -> bool:
    """Finals in flight hold dollars back that may come free; until then the budget is not reached."""
    out_of_money = any(item.stop_reason is StopReason.BUDGET_REACHED for item in made.stopped)
    return out_of_money and ports.ledger.count(queries.finals_in_flight(cohort)) > 0


def _publish(ports: Ports, made: Allocation, keepers: Counter[str]) -> None:
    for attempt in made.attempts:
        ports.bus.publish(Topic.DRAFTS, DraftRequested(attempt=attempt.key), traceparent=attempt.traceparent)
    for item in made.stopped:
        event = ItemStopped(
            item=item.key, reason=item.stop_reason or "", keepers=keepers[item.key], want=item.spec.want
        )
        ports.bus.publish(Topic.OUTCOMES, event)
