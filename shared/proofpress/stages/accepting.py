"""Which approved drafts become keepers, and in which order.

An approved attempt is accepted as soon as fewer than `want` attempts of its item ahead of it are alive, that is
accepted or still without a verdict. So finals start early, nothing is accepted that may turn out to be surplus,
and the keepers do not depend on the order in which answers arrive. See `slots` for what follows when a final fails.
"""

from collections.abc import Callable

from proofpress.domain import queries
from proofpress.domain.errors import BadInput, CapReached
from proofpress.domain.events import DraftAccepted
from proofpress.domain.records import Attempt, Final, Item
from proofpress.domain.states import AttemptState, FinalState
from proofpress.ports import Change, Create, Ports, Replace, Topic
from proofpress.stages import budget, closing, slots
from proofpress.stages.revisions import is_current


def accept_needed(ports: Ports, item_key: str) -> None:
    """Accept every approved attempt of an item that is sure to be needed and can be paid for."""
    item: Item | None = None
    while first := next(iter(ports.ledger.find(queries.next_approved(item_key))), None):
        item = item or ports.ledger.get(Item, item_key)
        if item is None or closing.is_cancelled(ports, item.batch):
            return
        if not slots.is_due(ports, item, first) or not _accept_if_possible(ports, item, first):
            return


def _accept_if_possible(ports: Ports, item: Item, attempt: Attempt) -> bool:
    """False where the attempt stays a spare: no slot is free, or no dollars are left for its final."""

    def promised() -> tuple[Change, ...]:
        return budget.promise(ports, item.cohort, item.final_worst_usd)

    try:
        accept(ports, item, attempt, attempt.decided_by, promised)
    except CapReached:
        return False
    return True


def accept(ports: Ports, item: Item, attempt: Attempt, by: str, besides: Callable[[], tuple[Change, ...]]) -> bool:
    """Give an attempt a keeper slot and order its final; False where another decision came first.

    `besides` reads, for every try, what else the commit must carry.

    Raises:
        CapReached: every keeper slot of the item is taken, or `besides` finds no dollars.
        BadInput: a final of this attempt lost the look before.
    """
    accepted = attempt.moved(AttemptState.ACCEPTED, ports.clock.now(), decided_by=by)
    while True:
        changes = besides()
        slot = slots.take(ports, item, attempt, rendering=True)
        order = _first_final(ports, item, attempt, slot.record.key)
        if order and ports.ledger.commit(Replace(accepted), slot, order, *changes):
            break
        if not is_current(ports, attempt):
            return False
        if order is None:
            raise BadInput(f"{attempt.key} lost its look twice: take its final with --as-is, or refine the draft.")
    ports.bus.publish(Topic.ACCEPTS, DraftAccepted(attempt=attempt.key), traceparent=attempt.traceparent)
    return True


def _first_final(ports: Ports, item: Item, attempt: Attempt, slot: str) -> Change | None:
    """The order of a draft's final, or the renewal of one that was taken back; None where there is one already."""
    final = Final(
        batch=item.batch,
        cohort=item.cohort,
        item=item.key,
        number=attempt.number,
        changed=ports.clock.now(),
        slot=slot,
        worst_usd=item.final_worst_usd,
        traceparent=attempt.traceparent,
    )
    before = ports.ledger.get(Final, final.key)
    if before is None:
        return Create(final)
    if before.state is not FinalState.CANCELLED:
        return None
    return Replace(before.as_planned(ports.clock.now(), slot=slot))
