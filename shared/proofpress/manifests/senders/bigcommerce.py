"""BigCommerce's webhooks by Pub/Sub: which product, and nothing of it; its fields are looked up.

bigcommerce/docs, pubsub-webhooks-overview.mdx. Its attributes are not documented and not needed.
"""

from proofpress.domain.campaigns.news import News, Rank
from proofpress.domain.errors import Drop
from proofpress.manifests.senders.raw import Ignored, RawEvent, inner, moment, text

_PRODUCT = "store/product/"
_STOCK = "store/product/inventory/"


def recognises(event: RawEvent) -> bool:
    """Whether it has a scope, a producer and a store."""
    return text(event.body.get("scope")).startswith("store/") and "producer" in event.body


def read(event: RawEvent) -> News | Ignored:
    """The product that an event names."""
    body = event.body
    scope = text(body.get("scope"))
    if not scope.startswith(_PRODUCT) or scope.startswith(_STOCK):
        return Ignored(f"BigCommerce's {scope} is not about a product's looks")
    product = text(inner(body, "data", "id"))
    if not product:
        raise Drop(f"BigCommerce's {scope} has no data.id")
    created, mark = body.get("created_at"), text(body.get("hash"))
    return News(
        sender="bigcommerce",
        topic=scope,
        tenant=text(body.get("producer")).removeprefix("stores/"),
        product=product,
        rank=Rank(time=moment(created) or event.published),
        # The hash is over what the data name, so that two changes of a product share it.
        dedup=(f"hash:{mark}:{text(created)}",) if mark else (),
        fields=dict(body),
        thin=True,
    )
