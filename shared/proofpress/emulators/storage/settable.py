"""What a client may set of an object: its name, once, and some members of its resource."""

import re
from typing import Any

from proofpress.emulators.storage.refusals import invalid

_SETTABLE = (
    "cacheControl",
    "contentDisposition",
    "contentEncoding",
    "contentLanguage",
    "contentType",
    "customTime",
    "metadata",
    "storageClass",
)
_NAME_BYTES = 1024
_METADATA_BYTES = 8 * 1024
_FORBIDDEN = re.compile(r".*[\r\n].*|\.well-known/acme-challenge/.*|\.\.?", re.DOTALL)


def check_name(name: str) -> None:
    """Refused where no object may have this name."""
    try:
        size = len(name.encode())
    except UnicodeEncodeError as error:
        raise invalid("Invalid object name: not valid Unicode") from error
    if not 0 < size <= _NAME_BYTES or _FORBIDDEN.fullmatch(name):
        raise invalid(f"Invalid object name: {name[:100]!r}")


def settable(given: dict[str, Any]) -> dict[str, Any]:
    """The members that a new object takes over."""
    return patched({}, given)


def patched(fields: dict[str, Any], patch: dict[str, Any]) -> dict[str, Any]:
    """The members after a patch, in which null removes a member; a new value for others is ignored."""
    result = merged(fields, {name: value for name, value in patch.items() if name in _SETTABLE})
    for name in patch.keys() & set(_SETTABLE) - {"metadata"}:
        if not isinstance(result.get(name, ""), str):
            raise invalid(f"Invalid value for: {name}: expected a string")
    _check_metadata(result.get("metadata", {}))
    if not result.get("metadata"):
        result.pop("metadata", None)
    return result


def merged(resource: dict[str, Any], patch: dict[str, Any]) -> dict[str, Any]:
    """A resource after a patch, member by member: null removes one."""
    result = dict(resource)
    for name, value in patch.items():
        if value is None:
            result.pop(name, None)
        elif isinstance(value, dict):
            below = result.get(name)
            result[name] = merged(below if isinstance(below, dict) else {}, value)
        else:
            result[name] = value
    return result


def _check_metadata(metadata: Any) -> None:
    if not isinstance(metadata, dict) or not all(isinstance(value, str) for value in metadata.values()):
        raise invalid("Invalid value for: metadata: expected a map of strings")
    size = sum(len(text.encode("utf-8", "replace")) for pair in metadata.items() for text in pair)
    if size > _METADATA_BYTES:
        raise invalid(f"The metadata of an object may have {_METADATA_BYTES} bytes; these have {size}.")
