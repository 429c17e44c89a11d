"""What follows when a final came to nothing or lost the look: one more try, then somebody else's turn.

A lost look goes back to review (`returned`), a failure ends the attempt. Either way the keeper slot is freed,
a spare draft is accepted where there is one, and the item is planned on where there is none.
"""

from proofpress.domain.events import DraftAccepted
from proofpress.domain.records import MAX_RENDERS, Attempt, Final, Item
from proofpress.domain.states import AttemptState, FinalState, ItemState
from proofpress.ports import Change, Create, Ports, Replace, Topic
from proofpress.stages import accepting, budget, closing, settling


def lost(ports: Ports, attempt: Attempt, final: Final) -> None:
    """Record a final whose likeness is too small; render once more, or hand the draft back to review."""
    now = ports.clock.now()
    ended = final.moved(FinalState.LOST, now)
    if _again(ports, attempt, ended):
        return
    words = "The final lost the look of its draft twice; a person decides."
    returned = attempt.moved(AttemptState.RETURNED, now, words=words)
    _give_up(ports, ended, returned)


def failed(ports: Ports, attempt: Attempt, final: Final) -> None:
    """Record a final that came to nothing; try once more where that can help, else end its attempt."""
    now = ports.clock.now()
    ended = final.as_failed(now, lease_until=None)
    regenerable = final.failure is not None and final.failure.regenerable
    if regenerable and _again(ports, attempt, ended):
        return
    _give_up(ports, ended, attempt.as_failed(now, failure=final.failure, words=final.words))


def _again(ports: Ports, attempt: Attempt, ended: Final) -> bool:
    slot = accepting.slot_of(ports, attempt)
    can = slot is not None and slot.can_render and ended.render < MAX_RENDERS
    if slot is None or not can or not budget.allows(ports, ended, ended.worst_usd):
        return False
    again = Final(
        batch=ended.batch,
        cohort=ended.cohort,
        item=ended.item,
        number=ended.number,
        render=ended.render + 1,
        changed=ports.clock.now(),
        worst_usd=ended.worst_usd,
        traceparent=ended.traceparent,
    )
    if ports.ledger.commit(Replace(ended), Replace(slot.having(renders=slot.renders + 1)), Create(again)):
        event = DraftAccepted(attempt=attempt.key, render=again.render)
        ports.bus.publish(Topic.ACCEPTS, event, traceparent=ended.traceparent)
    return True


def _give_up(ports: Ports, ended: Final, attempt: Attempt) -> None:
    changes: list[Change] = [Replace(ended), Replace(attempt)]
    slot = accepting.slot_of(ports, attempt)
    if slot is not None:
        changes.append(Replace(slot.having(held=False)))
    item = ports.ledger.get(Item, attempt.item)
    if item is not None and item.state is ItemState.FILLED:
        changes.append(Replace(item.having(state=ItemState.OPEN)))
    if ports.ledger.commit(*changes):
        closing.reopen(ports, attempt.cohort)
        settling.settled(ports, attempt)
