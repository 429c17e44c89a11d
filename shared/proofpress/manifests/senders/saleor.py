"""Saleor's webhooks by Pub/Sub: the subscription's own GraphQL result, and four attributes.

saleor/saleor, `saleor/webhook/transport/utils.py`. The query decides what the body has; it must ask for the product's id.
"""

from collections.abc import Mapping
from typing import Any

from proofpress.domain.campaigns.news import News, Rank
from proofpress.domain.errors import Drop
from proofpress.manifests.senders.raw import Ignored, RawEvent, inner, moment, text

_STOCK = ("product_variant_back_in_stock", "product_variant_out_of_stock", "product_variant_stock_updated")


def recognises(event: RawEvent) -> bool:
    """Whether it has Saleor's attributes."""
    return "saleordomain" in event.attributes or "saleorapiurl" in event.attributes


def read(event: RawEvent) -> News | Ignored:
    """The product of a webhook."""
    topic = event.attributes.get("eventtype", "")
    if topic in _STOCK or not topic.startswith("product_"):
        return Ignored(f"Saleor's event {topic or 'without a type'} is not about a product's looks")
    product = _product(event.body)
    told = moment(product.get("updatedAt")) or moment(event.body.get("issuedAt")) or event.published
    return News(
        sender="saleor",
        topic=topic,
        tenant=event.attributes.get("saleordomain") or event.attributes.get("saleorapiurl", ""),
        product=text(product["id"]),
        rank=Rank(time=told),
        fields=dict(event.body),
    )


def _product(body: Mapping[str, Any]) -> Mapping[str, Any]:
    """The product that the query asked for, by itself or as a variant's."""
    for found in (inner(body, "product"), inner(body, "productVariant", "product")):
        if isinstance(found, Mapping) and text(found.get("id")):
            return found
    raise Drop("Saleor's event names no product: let the subscription's query ask for product { id }")
