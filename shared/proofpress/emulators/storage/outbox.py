"""Notifications of changes to objects, kept with the change itself until Pub/Sub has taken them."""

import base64
import json
import random
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from threading import Event
from typing import Any

from proofpress.emulators.storage.entries import Entry

_LINKS = "https://www.googleapis.com"
_TOPIC_HOST = "//pubsub.googleapis.com/"


class Change(StrEnum):
    """What may be announced of an object."""

    FINALIZE = "OBJECT_FINALIZE"
    DELETE = "OBJECT_DELETE"
    METADATA_UPDATE = "OBJECT_METADATA_UPDATE"
    ARCHIVE = "OBJECT_ARCHIVE"


@dataclass(frozen=True)
class Outbox:
    """Messages that are due; each is kept in the transaction that makes the change it tells of."""

    enabled: bool
    """Whether anybody sends what is put here."""
    copies: int = 1
    """How often each message is sent."""
    shuffle_seconds: float = 0.0
    """Each copy waits for a time of its own, up to this."""
    filled: Event = field(default_factory=Event)
    """Set when there may be something to send."""

    def announce(self, db: sqlite3.Connection, change: Change, entry: Entry, **more: str) -> None:
        """Put a message for every notification of the bucket that wants to hear of the change."""
        if not self.enabled:
            return
        for number, wish in notifications(db, entry.bucket):
            if _wants(wish, change, entry.name):
                message = json.dumps(_message(number, wish, change, entry, more))
                self._put(db, wish["topic"].removeprefix(_TOPIC_HOST), message)

    def _put(self, db: sqlite3.Connection, topic: str, message: str) -> None:
        for _ in range(self.copies):
            due = time.time() + random.uniform(0.0, self.shuffle_seconds)  # noqa: S311 - not for secrets
            db.execute("INSERT INTO announcements (due, topic, message) VALUES (?, ?, ?)", (due, topic, message))


def notifications(db: sqlite3.Connection, bucket: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """The notifications of a bucket, by number."""
    rows = db.execute("SELECT id, resource FROM notifications WHERE bucket = ? ORDER BY id", (bucket,)).fetchall()
    return ((row["id"], json.loads(row["resource"])) for row in rows)


def _wants(wish: dict[str, Any], change: Change, name: str) -> bool:
    return change in (wish.get("event_types") or Change) and name.startswith(wish.get("object_name_prefix", ""))


def _message(number: int, wish: dict[str, Any], change: Change, entry: Entry, more: dict[str, str]) -> dict[str, Any]:
    attributes = {
        **wish.get("custom_attributes", {}),
        "notificationConfig": f"projects/_/buckets/{entry.bucket}/notificationConfigs/{number}",
        "eventType": change,
        "payloadFormat": wish["payload_format"],
        "bucketId": entry.bucket,
        "objectId": entry.name,
        "objectGeneration": str(entry.generation),
        "eventTime": datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z"),
        **more,
    }
    if wish["payload_format"] == "NONE":
        return {"attributes": attributes}
    data = json.dumps(entry.resource(_LINKS), ensure_ascii=False, indent=2)
    return {"attributes": attributes, "data": base64.b64encode(data.encode()).decode()}
