"""What the world is told of a product: its current banners, or why they are held up. At least once, under one id each."""

from collections.abc import Iterator

from proofpress.domain import queries
from proofpress.domain.campaigns.index import IndexedBanner, ProductIndex, product_index_name
from proofpress.domain.events import BannerDelivered, BannersDelivered, Event, ProductHeld, WebhookRequested
from proofpress.domain.records import Banner, BannerSet, Campaign, Product
from proofpress.domain.states import ProductState
from proofpress.ports import Ports, Replace, Topic


def tell(ports: Ports, campaign: Campaign, product: Product) -> None:
    """Publish what is untold of a product, as the ledger has it, and note it as told.

    Raises:
        Retry: the bus did not take it; it stays untold.
    """
    for event in _outcomes(ports, campaign, product):
        ports.bus.publish(Topic.OUTCOMES, event, traceparent=product.traceparent)
    if campaign.has_webhook and product.delivered:
        knock = WebhookRequested(product=product.key, delivered=product.delivered)
        ports.bus.publish(Topic.BANNERS, knock, traceparent=product.traceparent)
    ports.bus.flush()
    ports.ledger.commit(Replace(product.having(untold=False)))


def tell_again(ports: Ports, product: Product) -> None:
    """Tell of a product that may have been cut off while it was told of."""
    if campaign := ports.ledger.get(Campaign, product.campaign):
        tell(ports, campaign, product)


def _outcomes(ports: Ports, campaign: Campaign, product: Product) -> Iterator[Event]:
    if product.state is ProductState.HELD:
        yield ProductHeld(product=product.key, edition=product.edition, reason=product.words)
    if product.delivered:
        yield banners_delivered(ports, campaign, product)


def banners_delivered(ports: Ports, campaign: Campaign, product: Product) -> BannersDelivered:
    """Which banners are current."""
    index = index_of(campaign, product, ports.ledger.find(queries.banner_sets(product.key)))
    name = product_index_name(product.campaign, product.name)
    return BannersDelivered(
        campaign=product.campaign,
        product=product.key,
        tenant=product.tenant,
        product_id=product.product,
        edition=product.edition,
        delivered=product.delivered,
        index=name,
        index_url=campaign.url_of(name),
        banners=tuple(BannerDelivered(**banner.model_dump(exclude={"edition"})) for banner in index.banners),
        faults=index.faults,
    )


def index_of(campaign: Campaign, product: Product, sets: list[BannerSet]) -> ProductIndex:
    """A product's index: the latest banners of all its sets."""
    banners = sorted((banner for each in sets for banner in each.banners), key=lambda banner: banner.place)
    faults = [*product.faults, *(fault for each in sets for fault in each.faults)]
    return ProductIndex(
        campaign=product.campaign,
        product=product.name,
        tenant=product.tenant,
        product_id=product.product,
        edition=product.edition,
        changed=product.changed,
        banners=tuple(_indexed(campaign, banner) for banner in banners),
        faults=tuple(sorted(f"{fault.place}: {fault.reason}" for fault in faults)),
    )


def _indexed(campaign: Campaign, banner: Banner) -> IndexedBanner:
    return IndexedBanner(
        segment=banner.segment,
        locale=banner.locale,
        format=banner.form,
        object=banner.object,
        url=campaign.url_of(banner.object),
        mime=banner.mime,
        bytes=banner.size,
        width=banner.width,
        height=banner.height,
        sha256=banner.sha256,
        alt=banner.alt,
        edition=banner.edition,
    )
