"""A push without the wrapper: the data are the body; attributes and metadata are headers."""

from collections.abc import Mapping

from proofpress.domain.events import Message
from proofpress.entry.cloud.envelope.fields import integer, moment
from proofpress.entry.cloud.envelope.wrapped import Wrapped

MESSAGE_ID = "x-goog-pubsub-message-id"
"""The header that such a push, with `write_metadata`, cannot be without."""

_METADATA = "x-goog-pubsub-"
_OF_THE_WAY = frozenset(
    {
        "accept",
        "accept-charset",
        "accept-encoding",
        "accept-language",
        "authorization",
        "cache-control",
        "connection",
        "content-encoding",
        "content-length",
        "cookie",
        "date",
        "expect",
        "forwarded",
        "from",
        "function-execution-id",
        "grpc-timeout",
        "grpc-trace-bin",
        "host",
        "keep-alive",
        "origin",
        "pragma",
        "referer",
        "te",
        "traceparent",
        "tracestate",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "user-agent",
        "via",
    }
)
"""Headers of the transport and of the front end, credentials among them; every other one is an attribute."""
_FAMILIES_OF_THE_WAY = ("x-", "sec-", "proxy-")


def read_push(headers: Mapping[str, str], body: bytes) -> Wrapped:
    """The message of an unwrapped push."""
    return Wrapped(
        Message(data=body, attributes=_attributes(headers)),
        id=headers.get(MESSAGE_ID, ""),
        subscription=headers.get(f"{_METADATA}subscription-name", ""),
        deliveries=integer(headers.get(f"{_METADATA}delivery-attempt")),
        published=moment(headers.get(f"{_METADATA}publish-time")),
    )


def _attributes(headers: Mapping[str, str]) -> dict[str, str]:
    return {
        name: value
        for name, value in headers.items()
        if name not in _OF_THE_WAY and not name.startswith(_FAMILIES_OF_THE_WAY)
    }
