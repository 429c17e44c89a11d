"""The notifications that a bucket is configured to send."""

import json
import re
import sqlite3
from typing import Any

from proofpress.emulators.storage.entries import need_bucket
from proofpress.emulators.storage.messages import Reply, Request, answer
from proofpress.emulators.storage.outbox import Change, notifications
from proofpress.emulators.storage.refusals import Refused, invalid
from proofpress.emulators.storage.state import State

_TOPIC = re.compile(r"//pubsub\.googleapis\.com/projects/[\w.:-]+/topics/[\w.~+%-]+")
_FORMATS = ("JSON_API_V1", "NONE")
_MEMBERS = ("topic", "payload_format", "event_types", "custom_attributes", "object_name_prefix")


def insert(request: Request, state: State) -> Reply:
    """Announce a bucket's changes on a topic from now on."""
    given = request.resource()
    _check(given)
    resource = {name: given[name] for name in _MEMBERS if given.get(name)}
    with state.index.transaction() as db:
        need_bucket(db, request.bucket)
        insertion = "INSERT INTO notifications (bucket, resource) VALUES (?, ?)"
        number = db.execute(insertion, (request.bucket, json.dumps(resource))).lastrowid
    return answer(request, _shown(request, number or 0, resource))


def list_all(request: Request, state: State) -> Reply:
    """All notifications of a bucket."""
    with state.index.reading() as db:
        need_bucket(db, request.bucket)
        items = [_shown(request, number, wish) for number, wish in notifications(db, request.bucket)]
    return answer(request, {"kind": "storage#notifications"} | ({"items": items} if items else {}))


def describe(request: Request, state: State) -> Reply:
    """One notification."""
    with state.index.reading() as db:
        return answer(request, _shown(request, *_find(request, db)))


def delete(request: Request, state: State) -> Reply:
    """Announce nothing any more; what happened before is still sent."""
    with state.index.transaction() as db:
        number, _ = _find(request, db)
        db.execute("DELETE FROM notifications WHERE id = ?", (number,))
    return Reply(204)


def _check(given: dict[str, Any]) -> None:
    if not _TOPIC.fullmatch(str(given.get("topic"))):
        form = "//pubsub.googleapis.com/projects/*/topics/*"
        raise invalid(f"Invalid Google Cloud Pub/Sub topic. It should look like '{form}'.")
    if given.get("payload_format") not in _FORMATS:
        raise invalid(f"Invalid payload format: it should be one of {', '.join(_FORMATS)}.")
    unknown = set(given.get("event_types") or ()) - set(Change)
    if unknown:
        raise invalid(f"Invalid event type: {', '.join(sorted(unknown))}.")


def _find(request: Request, db: sqlite3.Connection) -> tuple[int, dict[str, Any]]:
    need_bucket(db, request.bucket)
    wanted = request.names["notification"]
    for number, wish in notifications(db, request.bucket):
        if str(number) == wanted:
            return number, wish
    raise Refused(404, "notFound", f"Notification {wanted} does not exist.")


def _shown(request: Request, number: int, wish: dict[str, Any]) -> dict[str, Any]:
    link = f"{request.base}/storage/v1/b/{request.bucket}/notificationConfigs/{number}"
    return {"kind": "storage#notification", "id": str(number), "etag": str(number), "selfLink": link, **wish}
