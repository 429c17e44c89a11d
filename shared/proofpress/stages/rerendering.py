"""What follows when a final came to nothing or lost the look: one more try, then somebody else's turn.

A lost look goes back to review (`returned`), a failure ends the attempt. Either way the keeper slot is freed,
a spare draft is accepted where there is one, and the item is planned on once its cohort is at rest.
"""

from proofpress.domain.deadlines import lane_of_finals
from proofpress.domain.errors import CapReached
from proofpress.domain.records import MAX_RENDERS, Attempt, Final, Item, epoch_seconds
from proofpress.domain.states import AttemptState, FinalState
from proofpress.ports import Change, Create, Ports, Replace
from proofpress.stages import budget, requesting, settling, slots
from proofpress.stages.revisions import is_current


def lost(ports: Ports, item: Item, attempt: Attempt, final: Final) -> None:
    """Record a final whose likeness is too small; render once more, or hand the draft back to review."""
    now = ports.clock.now()
    ended = final.moved(FinalState.LOST, now)
    if _again(ports, item, ended):
        return
    words = "The final lost the look of its draft twice; a person decides."
    _give_up(ports, item, ended, attempt.moved(AttemptState.RETURNED, now, words=words))


def failed(ports: Ports, item: Item, attempt: Attempt, final: Final) -> None:
    """Record a final that came to nothing; try once more where that can help, else end its attempt."""
    now = ports.clock.now()
    ended = final.as_failed(now, lease_until=None)
    regenerable = final.failure is not None and final.failure.regenerable
    if regenerable and _again(ports, item, ended):
        return
    _give_up(ports, item, ended, attempt.as_failed(now, failure=final.failure, words=final.words))


def _again(ports: Ports, item: Item, ended: Final) -> bool:
    """Whether the final is ordered once more, or somebody else has recorded its end already."""
    if ended.render >= MAX_RENDERS:
        return False
    try:
        return _order_again(ports, item, ended)
    except CapReached:
        return False


def _order_again(ports: Ports, item: Item, ended: Final) -> bool:
    again = _next_render(ports, item, ended)
    while slot := slots.slot_of(ports, ended):
        if not slot.can_render:
            return False
        # Asked while the ended try is still held back at worst, its bill unsettled: on the safe side.
        promised = budget.promise(ports, ended.cohort, again.worst_usd)
        rendering = Replace(slot.having(renders=slot.renders + 1))
        if ports.ledger.commit(Replace(ended), rendering, Create(again), *promised):
            requesting.request(ports, again)
            return True
        if not is_current(ports, ended):
            return True
    return False


def _next_render(ports: Ports, item: Item, ended: Final) -> Final:
    return Final(
        batch=ended.batch,
        cohort=ended.cohort,
        item=ended.item,
        number=ended.number,
        render=ended.render + 1,
        lane=lane_of_finals(item.final_lane, item.spec.lanes, ports.clock.now()),
        slot=ended.slot,
        changed=ports.clock.now(),
        still_since=epoch_seconds(ports.clock.now()),
        worst_usd=item.final_worst_usd,
        traceparent=ended.traceparent,
    )


def _give_up(ports: Ports, item: Item, ended: Final, attempt: Attempt) -> None:
    """End a final and its attempt, and free the slot. The bill is in this commit: it is tried until it holds."""
    while is_current(ports, ended, attempt):
        if ports.ledger.commit(Replace(ended), Replace(attempt), *_freed(ports, ended)):
            settling.settled(ports, item)
            return


def _freed(ports: Ports, ended: Final) -> list[Change]:
    slot = slots.slot_of(ports, ended)
    if slot is None:
        return []
    changes: list[Change] = [Replace(slot.having(held=False))]
    item = ports.ledger.get(Item, ended.item)
    if item is not None and not slot.spare:
        changes.append(Replace(item.having(lost=item.lost + 1)))
    return changes
