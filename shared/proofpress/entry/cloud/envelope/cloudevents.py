"""CloudEvents 1.0 by HTTP, as messages: the context attributes become `ce-` attributes, the data stays as it is."""

import binascii
import json
from base64 import b64decode
from collections.abc import Mapping

from proofpress.domain.events import Message
from proofpress.entry.cloud.envelope.fields import Fields, json_object, text
from proofpress.entry.cloud.envelope.refusal import Refused

PREFIX = "ce-"
_REQUIRED = ("specversion", "type", "source", "id")
_NOT_EXTENSIONS = frozenset({"data", "data_base64", "datacontenttype"})


def read_binary(headers: Mapping[str, str], body: bytes) -> Message:
    """The event whose attributes are headers and whose data are the body."""
    attributes = {name: value for name, value in headers.items() if name.startswith(PREFIX)}
    kind = headers.get("content-type", "")
    if "protobuf" in kind:
        raise Refused(415, "Events are read as JSON: choose application/json as the trigger's data content type.")
    return _checked(Message(data=body, attributes=attributes | ({"content-type": kind} if kind else {})))


def read_structured(body: bytes) -> Message:
    """The event that is one JSON text."""
    event = json_object(body)
    if event is None:
        raise Refused(400, "The body is not the JSON of a CloudEvent.")
    attributes = {
        f"{PREFIX}{text(name).lower()}": text(value)
        for name, value in event.items()
        if name not in _NOT_EXTENSIONS and text(name) and text(value)
    }
    attributes["content-type"] = text(event.get("datacontenttype")) or "application/json"
    return _checked(Message(data=_data(event), attributes=attributes))


def _data(event: Fields) -> bytes:
    if "data_base64" in event:
        try:
            return b64decode(text(event["data_base64"]), validate=True)
        except (binascii.Error, ValueError) as error:
            raise Refused(400, "The CloudEvent's data are not base64.") from error
    data = event.get("data")
    if isinstance(data, str) and "json" not in (text(event.get("datacontenttype")) or "json"):
        return text(data).encode()
    return json.dumps(data).encode() if "data" in event else b""


def _checked(message: Message) -> Message:
    missing = [name for name in _REQUIRED if not message.attributes.get(PREFIX + name)]
    if missing:
        raise Refused(400, f"The CloudEvent lacks {', '.join(missing)}.")
    if not message.attributes[f"{PREFIX}specversion"].startswith("1."):
        raise Refused(400, "Only CloudEvents 1.0 are read.")
    return message
