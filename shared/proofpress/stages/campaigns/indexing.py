"""Indexes of products and campaigns: swapped whole once all that is due is composed, and then told of."""

import hashlib
from collections.abc import Callable

from pydantic import BaseModel

from proofpress.domain import queries
from proofpress.domain.campaigns.index import (
    CampaignIndex,
    IndexedProduct,
    campaign_index_name,
    product_index_name,
)
from proofpress.domain.errors import Retry
from proofpress.domain.records import BannerSet, Campaign, Product
from proofpress.domain.states import BannersState
from proofpress.ports import Bucket, Changed, Ports, Replace
from proofpress.stages.campaigns import telling
from proofpress.stages.campaigns.telling import index_of

_TRIES = 8
_PAUSE = 0.05


def bring_up_to_date(ports: Ports, product_key: str) -> None:
    """Write a product's index, and its campaign's, unless something of the product is still to be composed.

    All that changed together so appears together. The last of its sets to be composed does it, and any later one finds
    it done.
    """
    if ports.ledger.count(queries.sets_due(product_key).up_to(1)):
        return
    product = ports.ledger.get(Product, product_key)
    campaign = ports.ledger.get(Campaign, product.campaign) if product else None
    if product is None or campaign is None:
        return
    current = _Current(ports, campaign, product)
    _swap(ports, product_index_name(product.campaign, product.name), lambda _before: current.read())
    _swap(ports, campaign_index_name(product.campaign), current.within)
    listed = [Replace(each.moved(BannersState.LISTED, ports.clock.now())) for each in current.sets if _is_new(each)]
    told = current.product
    if told.index != current.digest:
        told = told.having(index=current.digest, delivered=told.delivered + 1, untold=True)
        listed.append(Replace(told))
    receipt = ports.ledger.commit(*listed) if listed else None
    if listed and not receipt:
        raise Retry(f"{product_key} changed while its index was written")
    if receipt and told is not current.product:
        telling.tell(ports, campaign, receipt.of(told))


class _Current:
    """A product as it is now: read after its index was looked at, so that no older state can replace a newer one."""

    def __init__(self, ports: Ports, campaign: Campaign, product: Product) -> None:
        self._ports = ports
        self._campaign = campaign
        self.product = product
        self.sets: list[BannerSet] = []
        self.digest = ""

    def read(self) -> bytes:
        """Its index."""
        self.product = self._ports.ledger.get(Product, self.product.key) or self.product
        self.sets = self._ports.ledger.find(queries.banner_sets(self.product.key))
        data = _written(index_of(self._campaign, self.product, self.sets))
        self.digest = hashlib.sha256(data).hexdigest()
        return data

    def within(self, before: bytes) -> bytes:
        """Its campaign's index with it."""
        product = self.product
        known = CampaignIndex.model_validate_json(before) if before else CampaignIndex(campaign=product.campaign)
        name = product_index_name(product.campaign, product.name)
        entry = IndexedProduct(
            product=product.name,
            tenant=product.tenant,
            product_id=product.product,
            edition=product.edition,
            banners=sum(len(each.banners) for each in self.sets),
            index=name,
            index_url=self._campaign.url_of(name),
        )
        products = dict(sorted({**known.products, product.name: entry}.items()))
        return _written(known.model_copy(update={"products": products}))


def _is_new(banners: BannerSet) -> bool:
    return banners.state is BannersState.COMPOSED


def _written(index: BaseModel) -> bytes:
    return index.model_dump_json(indent=1).encode() + b"\n"


def _swap(ports: Ports, name: str, made: Callable[[bytes], bytes]) -> None:
    """Swap an index for what is made of it, unless that is the same; Retry where others swap it all the time."""
    for attempt in range(_TRIES):
        there = ports.store.stat(Bucket.DELIVERIES, name)
        before = ports.store.get(Bucket.DELIVERIES, name) if there else b""
        data = made(before)
        if data == before:
            return
        try:
            ports.store.replace(Bucket.DELIVERIES, name, data, "application/json", there.generation if there else "")
        except Changed:
            ports.clock.sleep(_PAUSE * 2**attempt)
        else:
            return
    raise Retry(f"the index {name} is swapped by others all the time")
