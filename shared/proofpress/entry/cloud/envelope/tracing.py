"""Which trace a delivery belongs to."""

import re
from collections.abc import Mapping

from proofpress.domain.tracing import trace_id

_GOOGLE = re.compile(r"([0-9a-fA-F]{32})/([0-9]{1,20})(?:;o=([01]))?")
_NAMES = ("ce-traceparent", "traceparent")


def find_traceparent(*carriers: Mapping[str, str], headers: Mapping[str, str]) -> str:
    """The W3C traceparent that the sender put into the message or the object, else that of the request; or empty."""
    named = [carrier.get(name, "") for carrier in (*carriers, headers) for name in _NAMES]
    candidates = (*named, _of_google(headers.get("x-cloud-trace-context", "")))
    return next((each for each in candidates if trace_id(each)), "")


def _of_google(value: str) -> str:
    """Google's older header, whose span id is decimal, in W3C's form."""
    found = _GOOGLE.fullmatch(value)
    if found is None or int(found[2]) >= 1 << 64:
        return ""
    return f"00-{found[1].lower()}-{int(found[2]):016x}-0{found[3] or 0}"
