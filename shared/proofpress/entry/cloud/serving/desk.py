"""The desk's HTTP side: whether it lives, and how far the batches are."""

import json
import logging
from collections.abc import Callable

from flask import Request, Response

from proofpress.domain import queries
from proofpress.domain.errors import ProofpressError
from proofpress.entry.cloud.serving import logs
from proofpress.entry.cloud.serving.credentials_hidden import without_credentials
from proofpress.entry.cloud.serving.endpoint import HttpFunction
from proofpress.entry.cloud.serving.parts import OpenParts
from proofpress.entry.progress import plain, progress

_log = logging.getLogger(__name__)

Page = Callable[[OpenParts], object]


def answering(opened: OpenParts) -> HttpFunction:
    """The function: GET a page."""
    logs.configure()

    def handle(request: Request) -> Response:
        page = PAGES.get(request.path)
        if page is None:
            return _json({"error": "There is no such page."}, 404)
        if request.method not in {"GET", "HEAD"}:
            return _json({"error": "Pages are read with GET."}, 405, Allow="GET, HEAD")
        try:
            return _json(page(opened))
        except ProofpressError as error:
            _log.exception("%s failed", request.path)
            return _json({"error": without_credentials(str(error))}, 503)
        except Exception:  # noqa: BLE001 - the reader is told nothing of what nobody foresaw
            _log.exception("%s failed", request.path)
            return _json({"error": "The log says what went wrong."}, 500)

    return handle


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
