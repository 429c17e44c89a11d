"""The end: a cohort closes when nothing in it can move by itself, a batch when all its cohorts are closed and its jobs over."""

from proofpress.domain import queries
from proofpress.domain.records import Attempt, Batch, Cohort, Item, epoch_seconds
from proofpress.domain.states import AttemptState, BatchState, CohortState, ItemState, StopReason
from proofpress.ports import Change, Ports, Receipt, Replace
from proofpress.stages import announcing, comparing, slots


def close(ports: Ports, cohort: Cohort) -> bool:
    """Close a cohort that is at rest, as it was read before that was found, and then its batch; False if it changed.

    Whoever brings work back into a cohort writes it in the same commit (`reopening`), and so keeps it open.
    """
    short = _short(ports, cohort)
    closed = ports.ledger.commit(Replace(ended(cohort)), *map(Replace, short))
    if closed:
        announcing.tell(ports, *map(closed.of, short))
        close_batch(ports, cohort.batch)
    return bool(closed)


def ended(cohort: Cohort) -> Cohort:
    """A copy of a cohort in which nothing moves by itself any more."""
    return cohort.at_rest().having(state=CohortState.CLOSED)


def close_batch(ports: Ports, batch_id: str) -> None:
    """Close a batch that has no open cohort and no job under way, once its drafts were compared a last time; tell."""
    batch = ports.ledger.get(Batch, batch_id)
    if (
        batch is None
        or batch.state is not BatchState.OPEN
        or ports.ledger.count(queries.open_cohorts(batch_id).up_to(1))
        or ports.ledger.count(queries.jobs_under_way(batch_id).up_to(1))
    ):
        return
    compared = batch.having(compared=comparing.compare(ports, batch))
    if receipt := end(ports, compared, BatchState.CLOSED):
        announcing.tell(ports, receipt.of(batch))


def end(ports: Ports, batch: Batch, state: BatchState) -> Receipt:
    """Bring a batch to an end state, of which the world is still to be told; REFUSED where it changed meanwhile."""
    return ports.ledger.commit(Replace(batch.having(state=state, closed=ports.clock.now(), untold=True)))


def is_cancelled(ports: Ports, batch_id: str) -> bool:
    """Whether nothing new may be ordered for a batch."""
    batch = ports.ledger.get(Batch, batch_id)
    return batch is not None and batch.state is BatchState.CANCELLED


def is_called_off(ports: Ports, item: Item) -> bool:
    """Whether no new call may be made for an item's drafts.

    A cancel goes through the items, so that an open one says by itself that it was not reached yet.
    """
    if item.state is ItemState.OPEN:
        return False
    return item.stop_reason is StopReason.CANCELLED or is_cancelled(ports, item.batch)


def missed(ports: Ports, attempt: Attempt) -> tuple[Change, ...]:
    """What a commit must carry that takes away a draft that counted as approved: its item may be short again."""
    item = ports.ledger.get(Item, attempt.item)
    if attempt.state is not AttemptState.APPROVED or item is None or item.state is not ItemState.FILLED:
        return ()
    return (Replace(item.having(state=ItemState.OPEN)), *reopening(ports, item.cohort))


def reopening(ports: Ports, cohort_key: str, *, allocated: int = 0) -> tuple[Change, ...]:
    """What a commit must carry that brings work back into a cohort: the cohort, and the batch where both were closed.

    The cohort is written even where it is open, because somebody may be about to close it. A cancelled batch stays so.
    """
    cohort = ports.ledger.get(Cohort, cohort_key)
    batch = ports.ledger.get(Batch, cohort.batch) if cohort else None
    if cohort is None or batch is None or batch.state is BatchState.CANCELLED:
        return ()
    moment = epoch_seconds(ports.clock.now())
    opened = cohort.having(state=CohortState.OPEN, allocated=cohort.allocated + allocated, still_since=moment, resent=0)
    if cohort.state is CohortState.OPEN:
        return (Replace(opened),)
    return Replace(opened), Replace(batch.having(state=BatchState.OPEN, closed=None, untold=False))


def _short(ports: Ports, cohort: Cohort) -> list[Item]:
    """Filled items that have drafts enough and too few keepers, as stopped: for want of dollars, or of finals."""
    freed = ports.ledger.count(queries.freed_keepers_of_cohort(cohort.key).up_to(1))
    waiting = set[str]()
    if cohort.max_usd is not None:
        waiting = {attempt.item for attempt in ports.ledger.find(queries.approved(cohort.key))}
    if not freed and not waiting:
        return []
    taken = slots.taken(ports, cohort.key)
    filled = ports.ledger.find(queries.filled_items(cohort.key))
    reasons = ((item, _why_short(item, taken[item.key], is_waiting=item.key in waiting)) for item in filled)
    return [item.having(state=ItemState.STOPPED, stop_reason=reason, untold=True) for item, reason in reasons if reason]


def _why_short(item: Item, taken: set[int], *, is_waiting: bool) -> StopReason | None:
    if is_waiting and len(taken) < item.spec.want:
        return StopReason.BUDGET_REACHED
    return StopReason.FINALS_USED if any(slot < 0 for slot in taken) else None
