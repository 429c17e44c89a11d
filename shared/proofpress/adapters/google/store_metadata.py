"""An object's facts as Cloud Storage keeps them, and the mark by which a put knows its own object again."""

from typing import Any

from proofpress.ports import Bucket, Stored

MAX_METADATA_BYTES = 8192
"""What Cloud Storage allows for the keys and values of one object's custom metadata together."""

_MARK = "proofpress-put"


def marked(metadata: dict[str, str] | None, mark: str) -> dict[str, str]:
    """Custom metadata with the mark of one put; ValueError where Cloud Storage would refuse it."""
    if metadata and _MARK in metadata:
        raise ValueError(f"the metadata key {_MARK!r} is taken")
    marked = {**(metadata or {}), _MARK: mark}
    size = sum(len(key.encode()) + len(value.encode()) for key, value in marked.items())
    if size > MAX_METADATA_BYTES:
        raise ValueError(f"an object's metadata have {size} bytes, and {MAX_METADATA_BYTES} are allowed")
    return marked


def mark_of(blob: Any) -> str:
    """The mark of the put that made an object; empty where somebody else made it."""
    return str((blob.metadata or {}).get(_MARK, ""))


def described(bucket: Bucket, blob: Any) -> Stored:
    """What a blob of the client says of its object, without the mark."""
    metadata = {key: value for key, value in (blob.metadata or {}).items() if key != _MARK}
    content_type = blob.content_type or "application/octet-stream"
    return Stored(bucket, blob.name, str(blob.generation), blob.size, content_type, metadata)
