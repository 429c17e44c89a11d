"""An event as it came, whichever envelope it came in: attributes by lower-case name, and a JSON object."""

import binascii
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from proofpress.domain.errors import Drop
from proofpress.manifests.formats.json_format import read_value

MAX_BYTES = 10_000_000
"""Of an event: what Pub/Sub carries at most."""
_CE = "ce-"
_SHOWN_KEYS = 8


@dataclass(frozen=True)
class RawEvent:
    """One event, its envelope taken off."""

    attributes: Mapping[str, str]
    """Message attributes, HTTP headers or CloudEvents attributes (as `ce-…`), by lower-case name."""
    body: Mapping[str, Any]
    published: datetime | None = None
    """When the bus took it: all that tells the age of an event that does not say so itself."""

    @property
    def shown(self) -> str:
        """A few words that tell a person which event is meant."""
        names = [name for name in self.attributes if not name.startswith("googclient")][:_SHOWN_KEYS]
        keys = list(self.body)[:_SHOWN_KEYS]
        return f"it has the attributes {', '.join(names) or 'none'} and the keys {', '.join(keys) or 'none'}"


@dataclass(frozen=True)
class Ignored:
    """An event that was understood and that no picture follows from; `why` says it in the log."""

    why: str


def read_raw(data: bytes, attributes: Mapping[str, str] | None = None, published: datetime | None = None) -> RawEvent:
    """An event of a message, or of a file that holds a message: a Pub/Sub push, `{attributes, data}`, or the body alone.

    Raises:
        Drop: it is not the JSON of an event.
    """
    if len(data) > MAX_BYTES:
        raise Drop(f"the event has {len(data) / 1e6:.0f} MB; at most {MAX_BYTES / 1e6:.0f} MB are read")
    body = _object(data)
    lowered = {name.lower(): value for name, value in (attributes or {}).items()}
    if lowered or not (enveloped := _message(body)):
        return _unwrapped(lowered, body, published)
    return _from_message(enveloped, published)


def _message(body: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The message in a push envelope or in a file that shows attributes and data."""
    inner = body.get("message", body)
    is_message = isinstance(inner, dict) and isinstance(inner.get("attributes"), dict) and "data" in inner
    return inner if is_message else None


def _from_message(message: Mapping[str, Any], published: datetime | None) -> RawEvent:
    attributes = {str(name).lower(): str(value) for name, value in message["attributes"].items()}
    data = message["data"]
    body = data if isinstance(data, dict) else _object(_decoded(data))
    return _unwrapped(attributes, body, moment(message.get("publishTime")) or published)


def _decoded(data: object) -> bytes:
    try:
        return b64decode(str(data), validate=True)
    except (binascii.Error, ValueError) as error:
        raise Drop("the data of the message are no base64") from error


def _unwrapped(attributes: dict[str, str], body: Mapping[str, Any], published: datetime | None) -> RawEvent:
    """A structured CloudEvent as a binary one; anything else as it is."""
    if "specversion" not in body or "type" not in body:
        return RawEvent(attributes, body, published)
    of_event = {f"{_CE}{name.lower()}": str(value) for name, value in body.items() if _is_plain(name, value)}
    data = body.get("data")
    return RawEvent({**attributes, **of_event}, data if isinstance(data, dict) else {}, published)


def _is_plain(name: str, value: object) -> bool:
    return name not in {"data", "data_base64"} and isinstance(value, str | int) and not isinstance(value, bool)


def _object(data: bytes) -> dict[str, Any]:
    try:
        value = read_value(data)
    except ValueError as error:
        raise Drop(f"the event is not JSON that can be used: {error}") from error
    if not isinstance(value, dict):
        raise Drop("the event is JSON, but not an object")
    return value


def moment(value: object) -> datetime | None:
    """A time in RFC 3339 or in epoch seconds, aware; None where it is none."""
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return datetime.fromtimestamp(value, UTC)
        time = datetime.fromisoformat(value) if isinstance(value, str) else None
    except (ValueError, OverflowError, OSError):
        return None
    return time.replace(tzinfo=UTC) if time and time.tzinfo is None else time


def text(value: object) -> str:
    """A text, or a whole number as text; empty for anything else."""
    return str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""


def whole(value: object) -> int | None:
    """A whole number, which may be written as text."""
    written = text(value)
    return int(written) if written.isascii() and written.isdigit() and len(written) < 19 else None  # noqa: PLR2004


def inner(body: Mapping[str, Any], *keys: str) -> Any:
    """What lies below some keys, None where one of them is not there."""
    value: Any = body
    for key in keys:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value
