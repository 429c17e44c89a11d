"""The end: a cohort closes when nothing in it can move by itself, a batch when all its cohorts are closed."""

from proofpress.domain import queries
from proofpress.domain.events import BatchClosed, ItemStopped
from proofpress.domain.records import Batch, Cohort, Item
from proofpress.domain.states import BatchState, CohortState, ItemState, StopReason
from proofpress.ports import Change, Ports, Replace, Topic
from proofpress.stages import slots


def close(ports: Ports, cohort: Cohort) -> None:
    """Close a cohort that is at rest, as it was read before that was found, and then its batch.

    Whoever brings work back into a cohort writes it in the same commit (`reopening`), and so keeps it open.
    """
    unpaid = _unpaid(ports, cohort.key)
    if not ports.ledger.commit(Replace(cohort.having(state=CohortState.CLOSED)), *map(Replace, unpaid)):
        return
    for item in unpaid:
        tell_stopped(ports, item)
    close_batch(ports, cohort.batch)


def close_batch(ports: Ports, batch_id: str) -> None:
    """Close a batch that has no open cohort left, and tell the world."""
    batch = ports.ledger.get(Batch, batch_id)
    if batch is None or batch.state is not BatchState.OPEN or ports.ledger.count(queries.open_cohorts(batch_id)):
        return
    end(ports, batch, BatchState.CLOSED)


def end(ports: Ports, batch: Batch, state: BatchState) -> bool:
    """Bring a batch to an end state and tell the world; False where it changed meanwhile."""
    if not ports.ledger.commit(Replace(batch.having(state=state, closed=ports.clock.now()))):
        return False
    keepers = ports.ledger.count(queries.held_keepers(batch.id))
    event = BatchClosed(batch=batch.id, state=state, keepers=keepers, wanted=batch.wanted)
    ports.bus.publish(Topic.OUTCOMES, event, traceparent=batch.traceparent)
    return True


def is_cancelled(ports: Ports, batch_id: str) -> bool:
    """Whether nothing new may be ordered for a batch."""
    batch = ports.ledger.get(Batch, batch_id)
    return batch is not None and batch.state is BatchState.CANCELLED


def reopening(ports: Ports, cohort_key: str, *, allocated: int = 0) -> tuple[Change, ...]:
    """What a commit must carry that brings work back into a cohort: the cohort, and the batch where both were closed.

    The cohort is written even where it is open, because somebody may be about to close it. A cancelled batch stays so.
    """
    cohort = ports.ledger.get(Cohort, cohort_key)
    batch = ports.ledger.get(Batch, cohort.batch) if cohort else None
    if cohort is None or batch is None or batch.state is BatchState.CANCELLED:
        return ()
    opened = Replace(cohort.having(state=CohortState.OPEN, allocated=cohort.allocated + allocated))
    if cohort.state is CohortState.OPEN:
        return (opened,)
    return opened, Replace(batch.having(state=BatchState.OPEN, closed=None))


def tell_stopped(ports: Ports, item: Item) -> None:
    """Tell the world that an item was given up."""
    keepers = ports.ledger.count(queries.held_keepers_of_item(item.key))
    event = ItemStopped(item=item.key, reason=item.stop_reason or "", keepers=keepers, want=item.spec.want)
    ports.bus.publish(Topic.OUTCOMES, event)


def _unpaid(ports: Ports, cohort: str) -> list[Item]:
    """Filled items that have drafts enough but no dollars for their finals, as stopped."""
    waiting = {attempt.item for attempt in ports.ledger.find(queries.approved(cohort))}
    if not waiting:
        return []
    taken = slots.taken(ports, cohort)
    return [
        item.having(state=ItemState.STOPPED, stop_reason=StopReason.BUDGET_REACHED)
        for item in ports.ledger.find(queries.filled_items(cohort))
        if item.key in waiting and len(taken[item.key]) < item.spec.want
    ]
