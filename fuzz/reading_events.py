"""What shops say of their products, through every sender; and what campaigns take from it."""

import atexit
import json
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from fuzz.target import Target
from proofpress.adapters.objectnames import check_name
from proofpress.domain import queries
from proofpress.domain.campaigns.news import News
from proofpress.domain.errors import Drop
from proofpress.domain.events import (
    Message,
    ShopEventReceived,
    decode,
    encode,
)
from proofpress.domain.records import Product
from proofpress.entry.cloud.envelope import Envelope
from proofpress.entry.cloud.manifest_messages import manifest_text
from proofpress.entry.cloud.settings import CloudSettings
from proofpress.entry.cloud.shop_events import shop_event
from proofpress.manifests.senders import Ignored, read_news, read_raw
from proofpress.ports import Delete
from proofpress.stages.campaigns.hearing import hear, product_name
from tests.support.shops import CAMPAIGN, Shop, news

_SETTINGS = CloudSettings(project="p")
_PROJECT = Path(__file__).resolve().parent.parent
_FOLDERS = (_PROJECT / "tests" / "stages" / "campaigns" / "events", *sorted((_PROJECT / "examples").glob("*/events")))
_FILES = tuple(path.read_bytes() for folder in _FOLDERS for path in sorted(folder.glob("*.json")))
_SHOPIFY = {"X-Shopify-Topic": "products/update", "X-Shopify-Shop-Domain": "s.myshopify.com", "X-Shopify-Event-Id": "1"}
_OWN = news()
_WAYS: tuple[Mapping[str, str], ...] = (
    {},
    _SHOPIFY,
    {"X-Shopify-Topic": "product_listings/update"},
    {"saleorDomain": "s.example", "eventType": "product_updated"},
    {"ce-type": "com.commercetools.product.change.ProductUpdated", "ce-id": "1", "ce-sequence": "7"},
    {
        "ce-type": "dev.proofpress.product.changed.v1",
        "ce-id": "1",
        "ce-source": "/s",
        "ce-time": "2026-01-01T00:00:00Z",
    },
)
"""What stands in the envelope, for every sender: the body alone decides for the first."""
_BODIES: tuple[dict[str, Any], ...] = (
    {"id": 7, "title": "A cup", "updated_at": "2026-01-01T00:00:00-05:00", "variants": [{"price": "9.00"}]},
    {"product_listing": {"product_id": 7, "title": "A cup"}},
    {"topic": "Product", "action": "update", "fields_changed": {"updated": ["product.variants[id: 'gid://x/1'].price"]}}
    | {"query_variables": {"productId": "gid://shopify/Product/7"}, "data": {"product": {"title": "A cup"}}},
    {"product": {"id": "UHJv", "name": "A cup", "updatedAt": "2026-01-01T00:00:00+00:00"}},
    {"notificationType": "Message", "type": "ProductPublished", "resource": {"typeId": "product", "id": "7"}}
    | {"sequenceNumber": 3, "version": 2, "projectKey": "k", "createdAt": "2026-01-01T00:00:00.000Z"},
    {
        "scope": "store/product/updated",
        "producer": "stores/x",
        "data": {"id": 7},
        "hash": "h",
        "created_at": 1_700_000_000,
    },
    {"product": "cup", "fields": {"title": "A cup"}, "sequence": 4, "segments": ["a"], "tenant": "t"},
)


def _read_event(data: bytes) -> None:
    """It is a shop's, or a manifest's text, or nothing of either; in each way that it may come."""
    for attributes in _WAYS:
        message = Message(data=data, attributes=dict(attributes))
        try:
            event = shop_event(Envelope(message), _SETTINGS) or manifest_text(Envelope(message), _SETTINGS)
        except Drop as refusal:
            _check_words(refusal)
            continue
        if event is not None and decode(encode(event)) != event:
            raise AssertionError("an event that is another one once it went over the bus")
        if isinstance(event, ShopEventReceived):
            _check_event(event)


def _check_event(event: ShopEventReceived) -> None:
    try:
        found = read_news(read_raw(event.text.encode(), event.attributes, event.published))
    except Drop as refusal:
        _check_words(refusal)
        return
    if isinstance(found, Ignored):
        if not found.why:
            raise AssertionError("an event that is ignored for no reason")
        return
    check_name(f"c/{product_name(found)}/index.json")
    if News.model_validate_json(found.model_dump_json(exclude={"fields"})) != found.model_copy(update={"fields": {}}):
        raise AssertionError("news that are other ones once they were written down")
    if found.rank.is_before(found.rank):
        raise AssertionError("an event that is older than itself")


def _check_words(refusal: Exception) -> None:
    if not str(refusal):
        raise AssertionError("a refusal that says nothing") from refusal


@cache
def _shop() -> Shop:
    """A shop whose campaign hears everybody, in a folder that ends with the process."""
    folder = TemporaryDirectory(prefix="fuzz-")
    atexit.register(folder.cleanup)
    shop = Shop(Path(folder.name), CAMPAIGN.replace("filter:", "#filter:"))
    shop.web.pages = defaultdict(lambda: b"{}")
    return shop


def _hear(data: bytes) -> None:
    """What is refused leaves nothing behind; what is heard twice is as if it was heard once."""
    shop = _shop()
    event = ShopEventReceived(text=data.decode("utf-8", "replace"))
    try:
        hear(event, shop.ports)
    except Drop:
        if _products(shop):
            raise AssertionError("an event that was refused and noted all the same") from None
        raise
    heard = _products(shop)
    hear(event, shop.ports)
    again = _products(shop)
    shop.ledger.commit(*map(Delete, again))
    shop.bus.waiting.clear()
    if [(each.told, each.edition) for each in heard] != [(each.told, each.edition) for each in again]:
        raise AssertionError("an event that says something else the second time")


def _products(shop: Shop) -> list[Product]:
    return shop.ledger.find(queries.products("autumn"))


TARGETS = (
    Target("shop-event", _read_event, (), (*_FILES, *(json.dumps(body).encode() for body in _BODIES))),
    Target("hearing", _hear, (Drop,), (*_FILES, json.dumps(_OWN).encode())),
)
