"""CloudEvents 1.0 that travel between the stages, and their codec.

A message carries the JSON data and the context attributes as `ce-` attributes, which is what a Pub/Sub push
delivers, so the in-process bus and the cloud read the same bytes.
"""

from proofpress.domain.events.codec import EVENTS, Context, decode, encode
from proofpress.domain.events.event import SOURCE, Event, Message
from proofpress.domain.events.intake import ManifestRequested, ManifestSubmitted, ObjectFinalized, ShopEventReceived
from proofpress.domain.events.outcomes import (
    BannerDelivered,
    BannersDelivered,
    BatchClosed,
    ItemStopped,
    KeeperDelivered,
    ProductHeld,
)
from proofpress.domain.events.work import (
    BannersRequested,
    DraftAccepted,
    DraftPassed,
    DraftRequested,
    JobRequested,
    ProductUpdated,
    WebhookRequested,
)

__all__ = [
    "EVENTS",
    "SOURCE",
    "BannerDelivered",
    "BannersDelivered",
    "BannersRequested",
    "BatchClosed",
    "Context",
    "DraftAccepted",
    "DraftPassed",
    "DraftRequested",
    "Event",
    "ItemStopped",
    "JobRequested",
    "KeeperDelivered",
    "ManifestRequested",
    "ManifestSubmitted",
    "Message",
    "ObjectFinalized",
    "ProductHeld",
    "ProductUpdated",
    "ShopEventReceived",
    "WebhookRequested",
    "decode",
    "encode",
]
