"""Backgrounds that were given up: which banners wait in vain, and having the pictures ordered again."""

from collections.abc import Iterator

from proofpress.domain import queries
from proofpress.domain.events import ProductUpdated
from proofpress.domain.records import Background, BannerSet, Item, Product
from proofpress.domain.states import BannersState, ItemState, ProductState
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


def waiting_in_vain(ledger: Ledger, product: str) -> Iterator[tuple[BannerSet, Item]]:
    """The banners of a product whose background was given up, and the item that was to make it."""
    for banners in ledger.find(queries.banner_sets(product)):
        if banners.state is BannersState.WAITING:
            item = gave_up(ledger, ledger.get(Background, banners.background))
            if item is not None:
                yield banners, item


def retry(ports: Ports, product: Product) -> tuple[str, ...]:
    """Have the given up backgrounds of a product ordered again, within the campaign's caps; the items they replace.

    The product is arranged anew and says which items are to be replaced, so that one wish orders each of them once,
    however often its message comes.
    """
    while True:
        items = tuple(sorted({item.key for _, item in waiting_in_vain(ports.ledger, product.key)}))
        if not items:
            return ()
        now = ports.clock.now()
        changed = {"edition": product.edition + 1, "changed": now, "words": "", "retried": items}
        if ports.ledger.commit(Replace(product.moved(ProductState.CHANGED, now, **changed))):
            ports.bus.publish(
                Topic.BANNERS,
                ProductUpdated(product=product.key, edition=product.edition + 1),
                traceparent=product.traceparent,
            )
            return items
        current = ports.ledger.get(Product, product.key)
        if current is None:
            return ()
        product = current
