"""What must be so in the ledger when an event is published."""

from collections.abc import Callable
from typing import Any

from proofpress.domain import events
from proofpress.domain.catalog import Lane
from proofpress.domain.events import Event
from proofpress.domain.records import Attempt, BannerSet, Batch, Final, Item, Job, Product
from proofpress.domain.states import AttemptState, ItemState, ProductState
from proofpress.ports import Ledger

_UNSCREENED = (AttemptState.PLANNED, AttemptState.LEASED, AttemptState.DRAFTED)


def _draft_is_due(ledger: Ledger, event: events.DraftRequested) -> bool:
    attempt = ledger.get(Attempt, event.attempt)
    return attempt is not None and attempt.lane is Lane.LIVE


def _final_is_due(ledger: Ledger, event: events.DraftAccepted) -> bool:
    final = ledger.get(Final, f"{event.attempt}-{event.render}")
    return final is not None and final.lane is Lane.LIVE


def _is_screened(ledger: Ledger, event: events.DraftPassed) -> bool:
    attempt = ledger.get(Attempt, event.attempt)
    return attempt is not None and attempt.state not in _UNSCREENED


def _is_kept(ledger: Ledger, event: events.KeeperDelivered) -> bool:
    attempt = ledger.get(Attempt, event.attempt)
    return attempt is not None and attempt.state is AttemptState.DELIVERED


def _has_stopped(ledger: Ledger, event: events.ItemStopped) -> bool:
    item = ledger.get(Item, event.item)
    return item is not None and item.state is ItemState.STOPPED


def _is_over(ledger: Ledger, event: events.BatchClosed) -> bool:
    batch = ledger.get(Batch, event.batch)
    return batch is not None and batch.state == event.state


def _has_changed(ledger: Ledger, event: events.ProductUpdated) -> bool:
    product = ledger.get(Product, event.product)
    return product is not None and product.edition >= event.edition


def _is_held(ledger: Ledger, event: events.ProductHeld) -> bool:
    product = ledger.get(Product, event.product)
    return product is not None and product.state is ProductState.HELD


def _is_listed(ledger: Ledger, event: events.BannersDelivered | events.WebhookRequested) -> bool:
    product = ledger.get(Product, event.product)
    return product is not None and product.delivered >= event.delivered


TRUE_WHEN: dict[type[Event], Callable[[Ledger, Any], bool]] = {
    events.DraftRequested: _draft_is_due,
    events.DraftAccepted: _final_is_due,
    events.DraftPassed: _is_screened,
    events.KeeperDelivered: _is_kept,
    events.ItemStopped: _has_stopped,
    events.BatchClosed: _is_over,
    events.JobRequested: lambda ledger, event: ledger.get(Job, event.job) is not None,
    events.ProductUpdated: _has_changed,
    events.ProductHeld: _is_held,
    events.BannersRequested: lambda ledger, event: ledger.get(BannerSet, event.banners) is not None,
    events.BannersDelivered: _is_listed,
    events.WebhookRequested: _is_listed,
}
