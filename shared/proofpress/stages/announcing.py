"""Tell the world of what has come to its end: at least once, and under the same CloudEvent id each time.

What ends is committed as untold, its outcome is published, and only when the bus has that it is noted as told.
`sweep` tells whatever is still untold, so that a crash in between loses nothing.
"""

from decimal import Decimal

from proofpress.domain import queries
from proofpress.domain.events import BatchClosed, Event, ItemStopped, KeeperDelivered
from proofpress.domain.money import ZERO
from proofpress.domain.records import Attempt, Batch, Final, Item
from proofpress.ports import Ports, Replace, Topic

Ended = Final | Item | Batch


def tell(ports: Ports, *ended: Ended) -> None:
    """Publish the outcomes of records as the ledger has them, and note them as told.

    Raises:
        Retry: the bus did not take them; they stay untold.
    """
    if not ended:
        return
    for record in ended:
        ports.bus.publish(Topic.OUTCOMES, _outcome(ports, record), traceparent=record.traceparent)
    ports.bus.flush()
    told = [Replace(record.having(untold=False)) for record in ended]
    if not ports.ledger.commit(*told) and len(told) > 1:
        for each in told:
            ports.ledger.commit(each)


def _outcome(ports: Ports, record: Ended) -> Event:
    if isinstance(record, Final):
        return _delivered(ports, record)
    if isinstance(record, Item):
        keepers = ports.ledger.count(queries.held_keepers_of_item(record.key))
        return ItemStopped(item=record.key, reason=record.stop_reason or "", keepers=keepers, want=record.spec.want)
    keepers = ports.ledger.count(queries.held_keepers(record.id))
    return BatchClosed(batch=record.id, state=record.state, keepers=keepers, wanted=record.wanted, closed=record.closed)


def _delivered(ports: Ports, final: Final) -> KeeperDelivered:
    attempt = ports.ledger.get(Attempt, final.attempt)
    usd = final.usd + (attempt.usd if attempt else ZERO) + _lost_before(ports, final)
    objects = tuple(image.name for image in final.deliveries)
    return KeeperDelivered(attempt=final.attempt, objects=objects, usd=float(usd))


def _lost_before(ports: Ports, final: Final) -> Decimal:
    """Dollars of the first render where this is the second."""
    first = ports.ledger.get(Final, f"{final.attempt}-1") if final.render > 1 else None
    return first.usd if first else ZERO
