"""Shopify's webhooks, by Pub/Sub or HTTPS: the product as JSON, the event's own facts as headers or attributes.

Shopify's pages disagree on which id copies share: one copy of a delivery has the same `X-Shopify-Webhook-Id`, and all
deliveries of one change to a topic have the same `X-Shopify-Event-Id`. Either makes an event a copy here.
https://shopify.dev/docs/apps/build/webhooks/delivery-structure, checked 2026-11-20.
"""

from proofpress.domain.campaigns.news import News, Rank
from proofpress.domain.errors import Drop
from proofpress.manifests.senders.raw import Ignored, RawEvent, inner, moment, text

_PREFIXES = ("x-shopify-", "shopify-")
_LISTINGS = "product_listings/"
_PRODUCTS = ("products/", _LISTINGS)


def recognises(event: RawEvent) -> bool:
    """Whether it has Shopify's headers and a product, or something else of a shop, as its body."""
    return bool(header(event, "topic")) and "fields_changed" not in event.body


def read(event: RawEvent) -> News | Ignored:
    """The product of a webhook."""
    topic = header(event, "topic")
    if not topic.lower().startswith(_PRODUCTS):
        return Ignored(f"Shopify's topic {topic} is not about a product's looks")
    body = event.body
    if topic.lower().startswith(_LISTINGS):
        listing = inner(body, "product_listing") or {}
        body = {**listing, "id": listing.get("product_id")}
    product = text(body.get("id"))
    if not product:
        raise Drop(f"a webhook of Shopify's topic {topic} has no 'id': leave it in the subscription's include_fields")
    told = moment(body.get("updated_at")) or moment(header(event, "triggered-at")) or event.published
    return News(
        sender="shopify",
        topic=topic,
        tenant=header(event, "shop-domain"),
        product=product,
        rank=Rank(time=told),
        dedup=copies(event, topic),
        fields=dict(body),
    )


def header(event: RawEvent, name: str) -> str:
    """One of Shopify's headers, with or without its `X-`."""
    return next((value for prefix in _PREFIXES if (value := event.attributes.get(prefix + name, ""))), "")


def copies(event: RawEvent, topic: str) -> tuple[str, ...]:
    """The ids that copies of an event share."""
    webhook, change = header(event, "webhook-id"), header(event, "event-id")
    ids = (f"webhook:{webhook}" if webhook else "", f"event:{change}:{topic}" if change else "")
    return tuple(filter(None, ids))
