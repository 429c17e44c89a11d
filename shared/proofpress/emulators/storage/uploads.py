"""Uploads in one request: the bytes alone, or with their metadata."""

from proofpress.emulators.storage.conditions import conditions_of
from proofpress.emulators.storage.creating import Plan, create, sent_checksums
from proofpress.emulators.storage.messages import Reply, Request, answer
from proofpress.emulators.storage.multipart import read_multipart
from proofpress.emulators.storage.refusals import invalid, required
from proofpress.emulators.storage.resumable import advance, begin
from proofpress.emulators.storage.state import State


def upload(request: Request, state: State) -> Reply:
    """Create an object, or begin or go on with a resumable upload."""
    if "upload_id" in request.query:
        return advance(request, state)
    match request.need("uploadType"):
        case "media":
            return _media(request, state)
        case "multipart":
            return _multipart(request, state)
        case "resumable":
            return begin(request, state)
        case other:
            raise invalid(f"Invalid value for parameter uploadType: {other}")


def _media(request: Request, state: State) -> Reply:
    given = {"contentEncoding": request.query.get("contentEncoding")} | sent_checksums(request)
    content_type = request.headers.get("Content-Type", "application/octet-stream")
    plan = Plan(request.bucket, request.need("name"), given, conditions_of(request), content_type)
    with state.contents.incoming() as incoming:
        for piece in request.body:
            incoming.write(piece)
        return answer(request, create(state, plan, incoming.content()).resource(request.base))


def _multipart(request: Request, state: State) -> Reply:
    with state.contents.incoming() as incoming:
        given, content_type = read_multipart(request, incoming)
        name = request.query.get("name") or given.get("name")
        if not name:
            raise required("name")
        plan = Plan(request.bucket, name, given | sent_checksums(request), conditions_of(request), content_type)
        return answer(request, create(state, plan, incoming.content()).resource(request.base))
