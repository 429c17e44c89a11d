"""Shopify Events, the next generation of its webhooks: the body says which fields changed, and holds a query's result.

`fields_changed` was a flat list until 2026-09-16 and is an object of lists since; both are read.
https://shopify.dev/docs/apps/build/events/delivery-structure, checked 2026-11-20. What the attributes are called when
such an event comes by Pub/Sub is not documented: the product and the topic are in the body, the rest is optional.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from proofpress.domain.campaigns.news import News, Rank
from proofpress.domain.errors import Drop
from proofpress.manifests.senders.raw import Ignored, RawEvent, inner, moment, text
from proofpress.manifests.senders.shopify import copies, header

_SELECTOR = re.compile(r"\[[^\]]*\]")
_GID = re.compile(r"gid://shopify/Product/(\d+)")
_KINDS = ("added", "updated", "removed")


def recognises(event: RawEvent) -> bool:
    """Whether it says what changed."""
    return "fields_changed" in event.body and "action" in event.body


def read(event: RawEvent) -> News | Ignored:
    """The product of an event, with the result of the subscription's query where it has one."""
    body = event.body
    topic = f"{text(body.get('topic'))}/{text(body.get('action'))}"
    if text(body.get("topic")).lower() != "product":
        return Ignored(f"Shopify's event {topic} is not about a product")
    paths = list(_paths(body["fields_changed"]))
    product = _product(body, paths)
    told = moment(header(event, "triggered-at")) or moment(body.get("triggered_at")) or event.published
    data = body.get("data")
    return News(
        sender="shopify-events",
        topic=topic,
        tenant=header(event, "shop-domain") or text(body.get("shop_domain")),
        product=product,
        rank=Rank(time=told),
        dedup=copies(event, topic),
        fields=data if isinstance(data, dict) else {},
        changed=tuple(dict.fromkeys(_SELECTOR.sub("", path) for path in paths)),
        thin=not isinstance(data, dict) or not data,
    )


def _paths(changed: object) -> Iterator[str]:
    """All paths that are named, in either shape; an entry may be an object with its path."""
    lists = [changed.get(kind) for kind in _KINDS] if isinstance(changed, Mapping) else [changed]
    for entries in lists:
        for entry in entries if isinstance(entries, list) else ():
            path = entry.get("path") or entry.get("field") if isinstance(entry, Mapping) else entry
            if text(path):
                yield text(path)


def _product(body: Mapping[str, Any], paths: list[str]) -> str:
    """The number of the product: webhooks name the same product by it."""
    named = (text(inner(body, "query_variables", "productId")), text(inner(body, "data", "product", "id")), *paths)
    for each in named:
        if found := _GID.search(each):
            return found[1]
    raise Drop("an event of Shopify names no product: it has no productId among its query_variables")
