"""Events of shops, as messages of theirs on the topic `requests`, or as files in the folder `events` of the inbox bucket.

A message is a shop's where some sender's events look like it: by its attributes, in any case, or by its data.
"""

from proofpress.domain.errors import Drop
from proofpress.domain.events import ObjectFinalized, ShopEventReceived
from proofpress.entry.cloud.envelope import Envelope
from proofpress.entry.cloud.envelope.fields import json_object
from proofpress.entry.cloud.reading import OURS, check_bucket
from proofpress.entry.cloud.settings import CloudSettings
from proofpress.manifests.senders import is_recognised, own, read_raw
from proofpress.ports import Bucket

FOLDER = "events/"
_OF_PUBSUB = "googclient"
_OF_MANIFESTS = frozenset({"items", "defaults", "matrix"})


def inbox_event(envelope: Envelope, settings: CloudSettings) -> ObjectFinalized | None:
    """The file of an event that a notification of the inbox bucket announces."""
    written = envelope.finalized
    if written is None or not written.name.startswith(FOLDER) or not written.name.endswith(".json"):
        return None
    check_bucket(written.bucket, Bucket.INBOX, settings)
    return ObjectFinalized(bucket=Bucket.INBOX, name=written.name, generation=written.generation)


def shop_event(envelope: Envelope, _settings: CloudSettings) -> ShopEventReceived | None:
    """The event of a shop's message; of a JSON object that is neither a shop's nor a manifest, too: it says what it lacks."""
    message = envelope.message
    kind = message.attributes.get("ce-type", "")
    if envelope.finalized or (kind.startswith(OURS) and kind != own.TYPE):
        return None
    try:
        raw = read_raw(message.data, message.attributes, envelope.published)
    except Drop:
        return None
    body = json_object(message.data) or {}
    if not is_recognised(raw) and (not kind and (_OF_MANIFESTS & set(body) or "batch" in message.attributes)):
        return None
    attributes = {name: value for name, value in message.attributes.items() if not name.startswith(_OF_PUBSUB)}
    return ShopEventReceived(attributes=attributes, text=message.data.decode(), published=envelope.published)
