"""Backgrounds that were given up: which banners wait in vain, and having the pictures ordered again."""

from collections.abc import Iterable

from proofpress.domain import queries
from proofpress.domain.events import ProductUpdated
from proofpress.domain.records import Background, BannerSet, Item, Product
from proofpress.domain.states import BannersState, ItemState
from proofpress.ports import Ledger, Ports, Replace, Topic


def gave_up(ledger: Ledger, background: Background | None) -> Item | None:
    """The item that was to make a background, where it was given up before there was a picture; None otherwise.

    Not where somebody accepted one of its drafts since, whose final is on its way.
    """
    if background is None or background.images:
        return None
    item = ledger.get(Item, background.item)
    if item is None or item.state is not ItemState.STOPPED:
        return None
    return None if ledger.count(queries.held_keepers_of_item(item.key).up_to(1)) else item


def waiting_in_vain(ledger: Ledger, sets: Iterable[BannerSet]) -> list[Item]:
    """Of sets of banners that wait for backgrounds that were given up: the items that were to make those."""
    awaited = {banners.background for banners in sets if banners.state is BannersState.WAITING}
    found = (gave_up(ledger, ledger.get(Background, address)) for address in sorted(awaited))
    return [item for item in found if item is not None]


def given_up_items(ledger: Ledger, product: str) -> list[Item]:
    """What a product waits for in vain."""
    return waiting_in_vain(ledger, ledger.find(queries.banner_sets(product)))


def retry(ports: Ports, key: str) -> tuple[str, ...]:
    """Have the given up backgrounds of a product ordered again, within the campaign's caps; the items they replace.

    The product is arranged anew and says which items are to be replaced, so that one wish orders each of them once,
    however often its message comes.
    """
    while product := ports.ledger.get(Product, key):
        items = tuple(sorted(item.key for item in given_up_items(ports.ledger, key)))
        if not items:
            break
        renewed = product.renewed(ports.clock.now(), retried=items)
        if ports.ledger.commit(Replace(renewed)):
            update = ProductUpdated(product=key, edition=renewed.edition)
            ports.bus.publish(Topic.BANNERS, update, traceparent=renewed.traceparent)
            return items
    return ()
