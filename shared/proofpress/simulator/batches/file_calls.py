"""The operations on files: upload in pieces, describe, list, delete, download."""

import json
from typing import Any

from proofpress.simulator.batches.paging import page_of
from proofpress.simulator.refusal import Refused
from proofpress.simulator.reply import Reply, Request, answer, under_fault
from proofpress.simulator.state import State


def upload(request: Request, state: State) -> Reply:
    """Begin an upload, or take a piece of it."""
    return _faulty(
        request, state, lambda: _piece(request, state) if "upload_id" in request.query else _begin(request, state)
    )


def get(request: Request, state: State) -> Reply:
    """Describe a file."""
    return _faulty(request, state, lambda: answer(state.files.get(request.route.name).resource(request.base), "file"))


def list_files(request: Request, state: State) -> Reply:
    """Describe all files, page by page."""

    def work() -> Reply:
        page, token = page_of(list(state.files.all()), request, state.profile.batches.page)
        found: dict[str, Any] = {"files": [file.resource(request.base) for file in page]}
        return answer({**found, "nextPageToken": token} if token else found, "files")

    return _faulty(request, state, work)


def delete(request: Request, state: State) -> Reply:
    """Remove a file."""

    def work() -> Reply:
        state.files.delete(request.route.name)
        return answer({}, "deleted")

    return _faulty(request, state, work)


def download(request: Request, state: State) -> Reply:
    """The bytes of a file of results."""

    def work() -> Reply:
        file = state.files.get(request.route.name)
        if not file.generated:
            raise Refused(400, "Only generated files can be downloaded.")
        if request.query.get("alt") != "media":
            raise Refused(400, "Ask for alt=media.")
        return Reply(200, b"", "download", content_type=file.mime_type, file=state.files.path(file.id))

    return _faulty(request, state, work)


def _faulty(request: Request, state: State, work: Any) -> Reply:
    return under_fault(state.faults.due(request.route.operation), work)


def _begin(request: Request, state: State) -> Reply:
    if request.headers.get("x-goog-upload-protocol") != "resumable" or _command(request) != ["start"]:
        raise Refused(400, "An upload begins with X-Goog-Upload-Protocol: resumable and X-Goog-Upload-Command: start.")
    try:
        said = json.loads(request.body or b"{}").get("file", {})
        size = int(request.headers["x-goog-upload-header-content-length"])
    except (ValueError, KeyError, AttributeError) as error:
        raise Refused(400, "An upload begins with its length and a JSON description.") from error
    name = said.get("displayName") or said.get("display_name") or ""
    mime = request.headers.get("x-goog-upload-header-content-type") or "application/octet-stream"
    upload_id = state.files.begin(name, mime, size)
    headers = {
        "x-goog-upload-url": f"{request.base}/upload/v1beta/files?upload_id={upload_id}&upload_protocol=resumable",
        "x-goog-upload-status": "active",
        "x-goog-upload-chunk-granularity": "8388608",
    }
    return Reply(200, b"", "upload", headers=headers)


def _piece(request: Request, state: State) -> Reply:
    command = _command(request)
    if "upload" not in command:
        raise Refused(400, "A piece of an upload needs X-Goog-Upload-Command: upload.")
    offset = int(request.headers.get("x-goog-upload-offset") or 0)
    file = state.files.take(request.query["upload_id"], offset, request.body, last="finalize" in command)
    if file is None:
        return Reply(200, b"", "upload", headers={"x-goog-upload-status": "active"})
    body = json.dumps({"file": file.resource(request.base)}).encode()
    return Reply(200, body, "uploaded", headers={"x-goog-upload-status": "final"})


def _command(request: Request) -> list[str]:
    return [word.strip() for word in request.headers.get("x-goog-upload-command", "").split(",")]
