"""Buckets: made, described, patched and deleted."""

import json
import re
import sqlite3
from typing import Any
from urllib.parse import parse_qs

from proofpress.emulators.storage.conditions import conditions_of
from proofpress.emulators.storage.entries import now
from proofpress.emulators.storage.listing import last_of_page, page_size, page_token
from proofpress.emulators.storage.messages import Reply, Request, answer
from proofpress.emulators.storage.refusals import Refused, invalid, no_bucket, required
from proofpress.emulators.storage.settable import merged
from proofpress.emulators.storage.state import State

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]")
_FIXED = {"kind", "id", "name", "projectNumber", "metageneration", "location", "timeCreated", "updated", "etag"}
_DEFAULTS = {
    "location": "US",
    "locationType": "multi-region",
    "storageClass": "STANDARD",
    "iamConfiguration": {"uniformBucketLevelAccess": {"enabled": True}, "publicAccessPrevention": "inherited"},
}


def insert(request: Request, state: State) -> Reply:
    """Make a bucket."""
    given, project = request.resource(), request.need("project")
    name = given.get("name")
    if not name:
        raise required("name")
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise invalid(f"Invalid bucket name: '{name}'")
    with state.index.transaction() as db:
        if db.execute("SELECT 1 FROM buckets WHERE name = ?", (name,)).fetchone():
            raise Refused(409, "conflict", "The requested bucket name is not available.")
        resource = merged(_DEFAULTS, given) | {"timeCreated": now(), "updated": now(), "metageneration": "1"}
        db.execute("INSERT INTO buckets VALUES (?, ?, ?)", (name, project, json.dumps(resource)))
    return answer(request, _shown(resource, request.base))


def list_buckets(request: Request, state: State) -> Reply:
    """One page of a project's buckets."""
    project, limit = request.need("project"), page_size(request, state)
    query = "SELECT name, resource FROM buckets WHERE project = ? AND name > ? ORDER BY name"
    with state.index.reading() as db:
        rows = db.execute(query, (project, last_of_page(request))).fetchall()
    rows = [row for row in rows if row["name"].startswith(request.query.get("prefix", ""))]
    items = [_shown(json.loads(row["resource"]), request.base) for row in rows[:limit]]
    token = {"nextPageToken": page_token(items[-1]["name"])} if len(rows) > limit else {}
    return answer(request, {"kind": "storage#buckets"} | token | ({"items": items} if items else {}))


def describe(request: Request, state: State) -> Reply:
    """The resource of a bucket."""
    with state.index.reading() as db:
        resource = _checked(request, db)
    return answer(request, _shown(resource, request.base))


def patch(request: Request, state: State) -> Reply:
    """Change some members of a bucket's resource; CORS, life cycle and labels are kept as they are given."""
    changes = {name: value for name, value in request.resource().items() if name not in _FIXED}
    with state.index.transaction() as db:
        resource = _checked(request, db)
        metageneration = str(int(resource["metageneration"]) + 1)
        resource = merged(resource, changes) | {"updated": now(), "metageneration": metageneration}
        db.execute("UPDATE buckets SET resource = ? WHERE name = ?", (json.dumps(resource), request.bucket))
    return answer(request, _shown(resource, request.base))


def delete(request: Request, state: State) -> Reply:
    """Remove a bucket that is empty, with its notifications."""
    with state.index.transaction() as db:
        _checked(request, db)
        if db.execute("SELECT 1 FROM objects WHERE bucket = ?", (request.bucket,)).fetchone():
            raise Refused(409, "conflict", "The bucket you tried to delete is not empty.")
        for table, column in (("buckets", "name"), ("notifications", "bucket")):
            db.execute(f"DELETE FROM {table} WHERE {column} = ?", (request.bucket,))  # noqa: S608 - fixed names
    return Reply(204)


def permissions(request: Request, state: State) -> Reply:
    """Everybody may do everything."""
    with state.index.reading() as db:
        _checked(request, db)
    asked = parse_qs(request.query_string).get("permissions", [])
    return answer(request, {"kind": "storage#testIamPermissionsResponse", "permissions": asked})


def _checked(request: Request, db: sqlite3.Connection) -> dict[str, Any]:
    """The stored resource of the bucket that the path names, if it is as the request demands."""
    row = db.execute("SELECT resource FROM buckets WHERE name = ?", (request.bucket,)).fetchone()
    if row is None:
        raise no_bucket()
    resource: dict[str, Any] = json.loads(row["resource"])
    conditions_of(request).compare(0, int(resource["metageneration"]))
    return resource


def _shown(resource: dict[str, Any], base: str) -> dict[str, Any]:
    name, etag = resource["name"], f"CA{resource['metageneration']}="
    fixed = {"kind": "storage#bucket", "id": name, "selfLink": f"{base}/storage/v1/b/{name}", "projectNumber": "0"}
    return fixed | resource | {"etag": etag}
