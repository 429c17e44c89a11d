"""The desk's HTTP side: the review desk for people, and how far the batches are for programs."""

import json
import logging
import os
from collections.abc import Callable

from flask import Request
from werkzeug.wrappers import Response

from proofpress.adapters.google.lazy import Lazy
from proofpress.adapters.google.signing import SignedUrls
from proofpress.domain import queries
from proofpress.domain.errors import ProofpressError
from proofpress.entry.cloud.deployment import is_emulated
from proofpress.entry.cloud.serving import logs
from proofpress.entry.cloud.serving.credentials_hidden import without_credentials
from proofpress.entry.cloud.serving.endpoint import HttpFunction
from proofpress.entry.cloud.serving.identity import OnEmulators, identity_gate
from proofpress.entry.cloud.serving.links import MINUTES, Links
from proofpress.entry.cloud.serving.parts import OpenParts, Parts
from proofpress.entry.cloud.topology import CONCURRENCY, DESK_TIMEOUT, Function
from proofpress.entry.desk.app import Desk
from proofpress.entry.desk.headers import policy
from proofpress.entry.desk.pictures import Linked
from proofpress.entry.desk.room import Room
from proofpress.entry.desk.visitors import Gate
from proofpress.entry.progress import plain, progress
from proofpress.ports import Bucket

_log = logging.getLogger(__name__)

Page = Callable[[OpenParts], object]

_PAUSE = 2.0
"""Seconds between two looks at the ledger while somebody has a page open; each costs three reads where nothing moved."""
_STORAGE = "https://storage.googleapis.com"


def answering(opened: OpenParts) -> HttpFunction:
    """The function: pages for programs, and the desk at every other path."""
    logs.configure()
    desk = Lazy(lambda: desk_of(opened()))

    def handle(request: Request) -> Response:
        page = PAGES.get(request.path)
        if page is not None and request.method not in {"GET", "HEAD"}:
            return _json({"error": "Pages are read with GET."}, 405, Allow="GET, HEAD")
        try:
            return desk.get().answer(request) if page is None else _json(page(opened))
        except ProofpressError as error:
            _log.exception("%s failed", request.path)
            return _json({"error": without_credentials(str(error))}, 503)
        except Exception:  # noqa: BLE001 - the reader is told nothing of what nobody foresaw
            _log.exception("%s failed", request.path)
            return _json({"error": "The log says what went wrong."}, 500)

    return handle


def desk_of(parts: Parts, gate: Gate | None = None) -> Desk:
    """The review desk of a deployment; tests bring a gate of their own."""
    signed = SignedUrls({bucket: parts.settings.bucket(bucket) for bucket in Bucket})
    room = Room(
        parts.ports,
        Linked(parts.ports.store, Links(signed.url).of, MINUTES * 60),
        gate or (OnEmulators() if is_emulated() else identity_gate(parts.settings)),
        policy=policy(os.environ.get("STORAGE_EMULATOR_HOST") or _STORAGE),
        pause=_PAUSE,
        stream_seconds=DESK_TIMEOUT - 60.0,
        most_streams=CONCURRENCY[Function.DESK] // 2,
    )
    return Desk(room)


def _health(_opened: OpenParts) -> dict[str, str]:
    """Says only that the process answers: a ledger that is away is no reason to restart it."""
    return {"status": "ok"}


def _status(opened: OpenParts) -> list[dict[str, object]]:
    """All batches, the newest first."""
    ledger = opened().ports.ledger
    batches = sorted(ledger.find(queries.batches()), key=lambda batch: batch.created, reverse=True)
    return [plain(progress(ledger, batch)) for batch in batches]


PAGES: dict[str, Page] = {"/health": _health, "/healthz": _health, "/status": _status}
"""Cloud Run's front end keeps some paths that end in z to itself, /healthz among them: from outside it is /health."""


def _json(body: object, status: int = 200, **headers: str) -> Response:
    return Response(json.dumps(body) + "\n", status, headers, mimetype="application/json")
