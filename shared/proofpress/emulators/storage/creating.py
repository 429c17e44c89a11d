"""The one way in which an object comes to be, whatever it was made from."""

import json
import sqlite3
import time
from dataclasses import dataclass
from typing import Any

from proofpress.emulators.storage.conditions import Conditions
from proofpress.emulators.storage.contents import Content
from proofpress.emulators.storage.entries import Entry, live, need_bucket, now, write
from proofpress.emulators.storage.messages import Request
from proofpress.emulators.storage.outbox import Change
from proofpress.emulators.storage.refusals import invalid
from proofpress.emulators.storage.settable import check_name, settable
from proofpress.emulators.storage.state import State

_CHECKSUMS = {"crc32c": "crc32c", "md5": "md5Hash"}


@dataclass(frozen=True)
class Plan:
    """An object to be."""

    bucket: str
    name: str
    given: dict[str, Any]
    """The resource that came with it."""
    conditions: Conditions
    content_type: str | None = None
    """Where the resource names none."""
    composed_of: int = 0
    """The number of objects that it was put together from."""


def create(state: State, plan: Plan, content: Content, upload: str | None = None) -> Entry:
    """Make an object of a file, and end the resumable upload that it came by; Refused leaves everything as it was."""
    check_name(plan.name)
    _verify(plan.given, content)
    fields = _fields(plan, content)
    with state.index.transaction() as db:
        need_bucket(db, plan.bucket)
        current = live(db, plan.bucket, plan.name)
        plan.conditions.check(current)
        generation = state.index.next_generation(time.time_ns() // 1000)
        entry = Entry(plan.bucket, plan.name, generation, 1, content.file, fields)
        write(db, entry)
        _announce(state, db, entry, current)
        if upload is not None:
            result = json.dumps(entry.fields)
            db.execute("UPDATE uploads SET generation = ?, result = ? WHERE id = ?", (generation, result, upload))
    state.outbox.filled.set()
    if current is not None:
        state.contents.remove(current.file)
    return entry


def sent_checksums(request: Request) -> dict[str, str]:
    """The checksums of a request's header, under their names in the resource."""
    pairs = (each.strip().partition("=") for each in request.headers.get("X-Goog-Hash", "").split(","))
    return {_CHECKSUMS[name]: value for name, _, value in pairs if name in _CHECKSUMS}


def _verify(given: dict[str, Any], content: Content) -> None:
    """Compare the checksums that the client sent, if any."""
    for label, name, actual in (("CRC32C", "crc32c", content.crc32c), ("MD5 hash", "md5Hash", content.md5)):
        if given.get(name, actual) != actual:
            raise invalid(f'Provided {label} "{given[name]}" doesn\'t match calculated {label} "{actual}".')


def _fields(plan: Plan, content: Content) -> dict[str, Any]:
    fields: dict[str, Any] = {"storageClass": "STANDARD", "size": str(content.size), "crc32c": content.crc32c}
    fields |= {"componentCount": plan.composed_of} if plan.composed_of else {"md5Hash": content.md5}
    fields |= dict.fromkeys(("timeCreated", "updated", "timeStorageClassUpdated", "timeFinalized"), now())
    fields |= {"contentType": plan.content_type} if plan.content_type else {}
    return fields | settable(plan.given)


def _announce(state: State, db: sqlite3.Connection, entry: Entry, current: Entry | None) -> None:
    if current is None:
        state.outbox.announce(db, Change.FINALIZE, entry)
        return
    state.outbox.announce(db, Change.DELETE, current, overwrittenByGeneration=str(entry.generation))
    state.outbox.announce(db, Change.FINALIZE, entry, overwroteGeneration=str(current.generation))
