"""Resumable uploads that are under way, and those that are done: a client may ask again."""

import json
import sqlite3
from dataclasses import asdict, dataclass
from typing import Any

from proofpress.emulators.storage.conditions import Conditions
from proofpress.emulators.storage.contents import new_name
from proofpress.emulators.storage.creating import Plan
from proofpress.emulators.storage.entries import Entry
from proofpress.emulators.storage.refusals import Refused


@dataclass(frozen=True)
class Session:
    """One upload."""

    id: str
    plan: Plan
    total: int | None
    """The size that was announced at its beginning."""
    file: str
    made: Entry | None = None
    """The object, once it is complete."""


def open_session(db: sqlite3.Connection, plan: Plan, total: int | None) -> str:
    """Keep a new upload; returns its id."""
    upload, details = new_name(), asdict(plan)
    bucket, name = details.pop("bucket"), details.pop("name")
    db.execute(
        "INSERT INTO uploads (id, bucket, name, plan, total, file) VALUES (?, ?, ?, ?, ?, ?)",
        (upload, bucket, name, json.dumps(details), total, new_name()),
    )
    return upload


def find_session(db: sqlite3.Connection, upload: str) -> Session:
    """An upload; Refused where there is none, or none any longer."""
    row = db.execute("SELECT * FROM uploads WHERE id = ?", (upload,)).fetchone()
    if row is None:
        raise Refused(404, "notFound", f"Upload {upload} does not exist.")
    plan: dict[str, Any] = json.loads(row["plan"])
    conditions = Conditions(**plan.pop("conditions"))
    made = None
    if row["result"] is not None:
        made = Entry(row["bucket"], row["name"], row["generation"], 1, row["file"], json.loads(row["result"]))
    whole = Plan(bucket=row["bucket"], name=row["name"], conditions=conditions, **plan)
    return Session(upload, whole, row["total"], row["file"], made)


def drop_session(db: sqlite3.Connection, session: Session) -> None:
    """Forget an upload."""
    db.execute("DELETE FROM uploads WHERE id = ?", (session.id,))
