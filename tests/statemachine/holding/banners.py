"""Banners: dollars within the campaign's cap, no background made twice, no index of what is not there or was before."""

import hashlib
from collections import Counter

from proofpress.domain import queries
from proofpress.domain.campaigns.index import ProductIndex, product_index_name
from proofpress.domain.money import ZERO
from proofpress.domain.records import Background, Campaign, Product
from proofpress.domain.states import ProductState
from proofpress.ports import Bucket
from tests.support.shops import Shop


def check_banners(shop: Shop, shown: dict[str, int], retried: set[str]) -> None:
    """Of one campaign; notes which editions its indexes show. `retried` are items that somebody wanted replaced."""
    campaign = shop.ledger.get(Campaign, "autumn")
    assert campaign is not None
    assert campaign.spent + sum(campaign.promised.values(), ZERO) <= campaign.max_usd
    batches = shop.ledger.find(queries.batches())
    items = [item for batch in batches for item in shop.ledger.find(queries.items(batch.id))]
    made = Counter(item.spec.id for item in items)
    keepers = {keeper for batch in batches for keeper in shop.keepers(batch.id)}
    for item in items:
        background = shop.ledger.get(Background, item.spec.id)
        assert background is not None, f"{item.spec.id} is made for nobody"
        assert made[item.spec.id] <= 1 + len(background.earlier), "a background is made twice"
        assert set(background.earlier) <= retried, "a background is made again unasked"
        assert item.key in (background.item, *background.earlier)
        assert set(background.lineage) <= keepers
    for product in shop.ledger.find(queries.products("autumn")):
        assert product.state is not ProductState.HELD or product.words
        _check_index(shop, product, shown)


def index_of(shop: Shop, product: Product) -> ProductIndex | None:
    """A product's index, where it has one."""
    name = product_index_name(product.campaign, product.name)
    if shop.store.stat(Bucket.DELIVERIES, name) is None:
        return None
    return ProductIndex.model_validate_json(shop.store.get(Bucket.DELIVERIES, name))


def _check_index(shop: Shop, product: Product, shown: dict[str, int]) -> None:
    index = index_of(shop, product)
    if index is None:
        return
    assert shown[product.key] <= index.edition <= product.edition, f"the index of {product.key} went back"
    shown[product.key] = index.edition
    for banner in index.banners:
        data = shop.store.get(Bucket.DELIVERIES, banner.object)
        assert hashlib.sha256(data).hexdigest() == banner.sha256, banner.object
