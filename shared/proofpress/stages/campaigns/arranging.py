"""Arrange a product's banners: which share which background, which backgrounds are to be made, what can be composed."""

import logging
from collections.abc import Sequence
from pathlib import PurePosixPath

from proofpress.domain import queries
from proofpress.domain.campaigns.graph import Group, groups
from proofpress.domain.campaigns.spec import CampaignSpec
from proofpress.domain.errors import Drop, NotReady, Stop
from proofpress.domain.events import BannersRequested, ProductUpdated
from proofpress.domain.records import Background, BannerSet, Campaign, Product, epoch_seconds
from proofpress.domain.states import BannersState, ProductState
from proofpress.manifests.campaigns.backgrounds import background_items
from proofpress.ports import Create, Delete, Ports, Replace, Topic
from proofpress.stages.campaigns import ordering, photos, telling, waking
from proofpress.stages.campaigns.reading import spec_of
from proofpress.stages.inbox import InboxFiles

log = logging.getLogger(__name__)
_INBOX = PurePosixPath()


def arrange(event: ProductUpdated, ports: Ports) -> None:
    """Bring a changed product to arranged, or to held with the reason; an edition that is not the newest is skipped.

    Raises:
        NotReady: it changed a moment ago, and may change again.
        Retry: a photo may be had later.
    """
    product = ports.ledger.get(Product, event.product)
    if product is None or product.state is not ProductState.CHANGED or product.edition != event.edition:
        return
    if ports.clock.now() < product.changed + ports.policy.quiet:
        raise NotReady(f"{product.key} changed a moment ago")
    campaign = ports.ledger.get(Campaign, product.campaign)
    if campaign is None or not campaign.active:
        _hold(ports, product, f"the campaign {product.campaign} was removed")
        return
    try:
        spec = spec_of(ports, campaign)
        product = product.having(photos=photos.fetched(ports, spec, product), fingerprint=campaign.fingerprint)
        refusal = _arrange(ports, spec, campaign, product)
    except (Drop, Stop) as error:
        _hold(ports, product, str(error))
        return
    if refusal is not None:
        _hold(ports, product, refusal.words)
    elif ports.ledger.commit(Replace(product.moved(ProductState.ARRANGED, ports.clock.now(), words=""))):
        _ask_for_compositions(ports, product)


def _arrange(ports: Ports, spec: CampaignSpec, campaign: Campaign, product: Product) -> ordering.Refusal | None:
    found = groups(spec, product.told, product.segments, product.locales)
    if not found:
        return ordering.Refusal("the campaign has none of the segments and locales that its events ask for")
    paths = [*reference_paths(campaign, spec), *(photo.reference.object_name for photo in product.photos)]
    files = InboxFiles(ports.store, _INBOX)
    items = background_items(spec, found, paths, files, ports.catalog, ports.clock.now().date())
    addressed = [(item.id, group) for item, group in zip(items, found, strict=True)]
    refusal = ordering.order(ports, spec, product, dict(addressed), paths)
    _remove_others(ports, product, {group.key for group in found})
    for address, group in addressed:
        _set(ports, product, address, group)
    return refusal


def reference_paths(campaign: Campaign, spec: CampaignSpec) -> Sequence[str]:
    """The objects of the references that all of a campaign's pictures take."""
    return [str(PurePosixPath(campaign.folder, path)) for path in spec.defaults.references or ()]


def _set(ports: Ports, product: Product, address: str, group: Group) -> None:
    """Have a group's banners composed anew, now or once their background is there; where none is coming, leave them."""
    while True:
        background = ports.ledger.get(Background, address)
        if background is None:
            return
        key = f"{product.key}/{group.key}"
        before = ports.ledger.get(BannerSet, key)
        if before is not None and before.edition >= product.edition and before.background == address:
            break
        state = BannersState.DUE if background.images else BannersState.WAITING
        now = ports.clock.now()
        if before is None:
            wanted = BannerSet(
                product=product.key,
                group=group.key,
                background=address,
                edition=product.edition,
                state=state,
                traceparent=product.traceparent,
                still_since=epoch_seconds(now),
            )
        else:
            wanted = before.moved(state, now, background=address, edition=product.edition)
        if ports.ledger.commit(Replace(wanted) if before else Create(wanted)):
            break
    # The background may have come between the two: whoever is later of its delivery and this sees the other.
    waking.wake(ports, address, of=key)


def _remove_others(ports: Ports, product: Product, keys: set[str]) -> None:
    """Forget banners that the campaign or the product has no more."""
    for banners in ports.ledger.find(queries.banner_sets(product.key)):
        if banners.group not in keys:
            ports.ledger.commit(Delete(banners))


def _ask_for_compositions(ports: Ports, product: Product) -> None:
    for banners in ports.ledger.find(queries.sets_due(product.key)):
        ports.bus.publish(Topic.BANNERS, BannersRequested(banners=banners.key), traceparent=banners.traceparent)


def _hold(ports: Ports, product: Product, words: str) -> None:
    """Note why a product's banners cannot all be made; what can be composed without spending is."""
    log.warning("%s is held: %s", product.key, words)
    held = product.moved(ProductState.HELD, ports.clock.now(), words=words, untold=True)
    if ports.ledger.commit(Replace(held)):
        _ask_for_compositions(ports, product)
        if kept := ports.ledger.get(Product, product.key):
            telling.tell_again(ports, kept)
