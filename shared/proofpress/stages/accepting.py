"""Keeper slots: which approved drafts become keepers, and in which order.

An approved attempt is accepted as soon as fewer than `want` attempts of its item ahead of it are alive, that is
accepted or still without a verdict. So finals start early, nothing is accepted that may turn out to be surplus,
and the keepers do not depend on the order in which answers arrive.
"""

from collections.abc import Iterator

from proofpress.domain import queries
from proofpress.domain.errors import CapReached
from proofpress.domain.events import DraftAccepted
from proofpress.domain.records import Attempt, Final, Item, Keeper
from proofpress.domain.spec import Route
from proofpress.domain.states import AttemptState, StopReason
from proofpress.ports import Change, Create, Ports, Replace, Topic


def accept_needed(ports: Ports, item_key: str) -> None:
    """Accept every approved attempt of an item that is sure to be needed."""
    item: Item | None = None
    while True:
        first = next(iter(ports.ledger.find(queries.next_approved(item_key))), None)
        if first is None:
            return
        item = item or ports.ledger.get(Item, item_key)
        if item is None or item.stop_reason is StopReason.CANCELLED:
            return
        if ports.ledger.count(queries.alive_before(item_key, first.number)) >= item.spec.want:
            return
        if not _accept_if_free(ports, item, first):
            return


def _accept_if_free(ports: Ports, item: Item, attempt: Attempt) -> bool:
    """Accept; False where somebody else decided, or where the item's slots are all held or used up."""
    try:
        return accept(ports, item, attempt, attempt.decided_by)
    except CapReached:
        return False


def accept(ports: Ports, item: Item, attempt: Attempt, by: str) -> bool:
    """Give an attempt a keeper slot and order its final; False where another decision came first.

    Raises:
        CapReached: every keeper slot of the item is taken.
    """
    if not hold(ports, item, attempt, by, order=_first_final(ports, item, attempt)):
        return False
    ports.bus.publish(Topic.ACCEPTS, DraftAccepted(attempt=attempt.key), traceparent=attempt.traceparent)
    return True


def hold(ports: Ports, item: Item, attempt: Attempt, by: str, *, order: Final | None = None) -> bool:
    """Bring an attempt to accepted, holding a keeper slot that can pay for the ordered final.

    False where another decision came first; CapReached where no slot is free.
    """
    accepted = attempt.moved(AttemptState.ACCEPTED, ports.clock.now(), decided_by=by)
    ordered = (Create(order),) if order else ()
    for slot in _free_slots(ports, item, attempt, rendering=order is not None):
        if ports.ledger.commit(Replace(accepted), slot, *ordered):
            return True
        current = ports.ledger.get(Attempt, attempt.key)
        if current is None or current.revision != attempt.revision:
            return False
    raise CapReached(f"{item.key} has its {item.spec.want} keepers; reject one of them first.")


def slot_of(ports: Ports, attempt: Attempt) -> Keeper | None:
    """The keeper slot that an attempt holds."""
    slots = ports.ledger.find(queries.keepers_of_item(attempt.item))
    return next((keeper for keeper in slots if keeper.held and keeper.attempt == attempt.number), None)


def _free_slots(ports: Ports, item: Item, attempt: Attempt, *, rendering: bool) -> Iterator[Change]:
    """Changes that take a slot: the fresh ones in line, then those that were freed and can still pay."""
    used = ports.ledger.count(queries.keepers_of_item(item.key))
    for slot in range(used + 1, item.spec.want + 1):
        yield Create(
            Keeper(
                batch=item.batch,
                cohort=item.cohort,
                item=item.key,
                slot=slot,
                attempt=attempt.number,
                renders=int(rendering),
            )
        )
    for freed in ports.ledger.find(queries.freed_keepers(item.key)):
        if freed.can_render or not rendering:
            renders = freed.renders + rendering
            yield Replace(freed.having(held=True, attempt=attempt.number, renders=renders))


def _first_final(ports: Ports, item: Item, attempt: Attempt) -> Final:
    paid = item.route is Route.TWO_TIER
    return Final(
        batch=item.batch,
        cohort=item.cohort,
        item=item.key,
        number=attempt.number,
        changed=ports.clock.now(),
        worst_usd=item.final_worst_usd if paid else item.final_usd,
        traceparent=attempt.traceparent,
    )
