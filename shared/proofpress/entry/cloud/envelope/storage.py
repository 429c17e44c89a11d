"""What a message says about an object in a bucket: a bucket's notification, or Eventarc's event about it.

The object's name is taken from the data where they have it, not from `ce-subject`, which is a header and may arrive
mis-decoded.
"""

from proofpress.domain.events import Message
from proofpress.entry.cloud.envelope.fields import Fields, json_object, text
from proofpress.entry.cloud.envelope.model import FinalizedObject

_FINALIZED = "OBJECT_FINALIZE"
_EVENTARC = "google.cloud.storage.object.v1."


def read_object(message: Message) -> tuple[FinalizedObject | None, str]:
    """The finalised object of a message, or what else happened to one; nothing of both where it is about no object."""
    attributes = {name.lower(): value for name, value in message.attributes.items()}
    kind = attributes.get("ce-type", "")
    if kind.startswith(_EVENTARC):
        found = _from_data(json_object(message.data) or {}, "", "", "")
        return (found, "") if kind == f"{_EVENTARC}finalized" else (None, kind if found else "")
    if not all(attributes.get(name) for name in ("eventtype", "bucketid", "objectid")):
        return None, ""
    if attributes["eventtype"] != _FINALIZED:
        return None, attributes["eventtype"]
    data = json_object(message.data) if attributes.get("payloadformat") == "JSON_API_V1" else None
    return _from_data(
        data or {}, attributes["bucketid"], attributes["objectid"], attributes.get("objectgeneration")
    ), ""


def _from_data(data: Fields, bucket: str, name: str, generation: str | None) -> FinalizedObject | None:
    """The object as the data describe it; what they do not tell is taken from the attributes."""
    bucket, name = text(data.get("bucket")) or bucket, text(data.get("name")) or name
    if not (bucket and name):
        return None
    custom = data.get("metadata")
    pairs = custom.items() if isinstance(custom, dict) else ()
    metadata = {key: value for key, value in pairs if text(key) == key and text(value) == value}
    return FinalizedObject(bucket, name, text(data.get("generation")) or generation or "", metadata)
