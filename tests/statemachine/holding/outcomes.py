"""At the end the world was told of everything that ended, each under one event id however often it was told."""

from collections import defaultdict
from typing import TypeVar

from proofpress.domain.events import BatchClosed, Event, ItemStopped, KeeperDelivered
from proofpress.domain.records import Item
from proofpress.domain.states import AttemptState, BatchState, ItemState, StopReason
from tests.statemachine.snapshot import Snapshot

E = TypeVar("E", bound=Event)


def check_told(seen: Snapshot) -> None:
    """Of keepers, of items that were given up and of batches that are over."""
    keepers = defaultdict[str, set[str]](set)
    for event in _told(seen, KeeperDelivered):
        keepers[event.attempt].add(event.event_id)
    delivered = [attempt.key for attempt in seen.attempts if attempt.state is AttemptState.DELIVERED]
    assert {key: len(ids) for key, ids in keepers.items()} == dict.fromkeys(delivered, 1)
    stopped = {item.key for item in seen.items.values() if item.state is ItemState.STOPPED and not _is_cancelled(item)}
    assert stopped <= {event.item for event in _told(seen, ItemStopped)}
    over = {(batch.id, batch.closed) for batch in seen.batches if batch.state is not BatchState.OPEN}
    assert over <= {(event.batch, event.closed) for event in _told(seen, BatchClosed)}


def _told(seen: Snapshot, kind: type[E]) -> list[E]:
    return [event for event in seen.pipeline.bus.outcomes if isinstance(event, kind)]


def _is_cancelled(item: Item) -> bool:
    return item.stop_reason is StopReason.CANCELLED
