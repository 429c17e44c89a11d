"""W3C trace context: one trace from the manifest to its deliveries, and a span for every step."""

import re
import secrets

_TRACEPARENT = re.compile(r"00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})")


def new() -> str:
    """The traceparent of a trace that begins here."""
    return f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-01"


def child(parent: str) -> str:
    """The traceparent of a new span in its parent's trace; of a new trace where the parent is none."""
    found = _TRACEPARENT.fullmatch(parent)
    return f"00-{found[1]}-{secrets.token_hex(8)}-{found[2]}" if found else new()


def trace_id(traceparent: str) -> str:
    """The id that all spans of a trace share; empty where a text is no traceparent."""
    found = _TRACEPARENT.fullmatch(traceparent)
    return found[1] if found else ""
