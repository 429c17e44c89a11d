"""The store: objects in buckets, each written once."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Bucket(StrEnum):
    """One bucket per stage: no function is triggered by a bucket that it writes to."""

    INBOX = "inbox"
    DRAFTS = "drafts"
    FINALS = "finals"
    DELIVERIES = "deliveries"
    THUMBS = "thumbs"
    """Small pictures for the review desk. They can be made again."""


@dataclass(frozen=True)
class Stored:
    """What a bucket knows of an object besides its bytes."""

    bucket: Bucket
    name: str
    generation: str
    size: int
    content_type: str
    metadata: dict[str, str]


class AlreadyExists(Exception):
    """An object of this name is there already; `stored` describes it."""

    def __init__(self, stored: Stored) -> None:
        super().__init__(f"{stored.bucket}/{stored.name} exists")
        self.stored = stored


class Changed(Exception):
    """An object is not of the generation any more that it was to be replaced at; `stored` describes it, where it is."""

    def __init__(self, bucket: Bucket, name: str, stored: Stored | None) -> None:
        super().__init__(f"{bucket}/{name} has changed")
        self.stored = stored


class Store(Protocol):
    """Objects in buckets. An object is written whole or not at all.

    What `put` wrote is never overwritten, and caches may keep it for good; what changes is written by `replace` alone.
    """

    def put(
        self, bucket: Bucket, name: str, data: bytes, content_type: str, metadata: dict[str, str] | None = None
    ) -> Stored:
        """Create an object; AlreadyExists where the name is taken."""

    def replace(self, bucket: Bucket, name: str, data: bytes, content_type: str, generation: str) -> Stored:
        """Swap an object for another at once, where it still is of a generation (empty: not there); Changed if not."""

    def get(self, bucket: Bucket, name: str) -> bytes:
        """The bytes of an object; FileNotFoundError where there is none."""

    def stat(self, bucket: Bucket, name: str) -> Stored | None:
        """What is known of an object, or None."""

    def names(self, bucket: Bucket, prefix: str = "") -> list[str]:
        """Names that begin with a prefix, in order."""

    def delete(self, bucket: Bucket, name: str) -> None:
        """Remove an object; nothing happens where there is none."""
