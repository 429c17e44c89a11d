"""Resumable uploads: begun with the metadata, continued in pieces at places that the client names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from proofpress.emulators.storage.body import PIECE, Body
from proofpress.emulators.storage.conditions import conditions_of
from proofpress.emulators.storage.creating import Plan, create, sent_checksums
from proofpress.emulators.storage.entries import need_bucket
from proofpress.emulators.storage.messages import Reply, Request, answer
from proofpress.emulators.storage.refusals import Refused, invalid, required
from proofpress.emulators.storage.sessions import Session, drop_session, find_session, open_session
from proofpress.emulators.storage.settable import check_name
from proofpress.emulators.storage.state import State

_RANGE = re.compile(r"bytes (?:(\d+)-(\d+|\*)|\*)/(\d+|\*)")
_INCOMPLETE = 308
_CANCELLED = Refused(499, "clientClosedRequest", "Client Closed Request")


def begin(request: Request, state: State) -> Reply:
    """Keep the metadata and the preconditions, and tell where the bytes are to be sent."""
    given = request.resource()
    name = request.query.get("name") or given.get("name")
    if not name:
        raise required("name")
    check_name(name)
    content_type = request.headers.get("X-Upload-Content-Type", "application/octet-stream")
    total = request.headers.get("X-Upload-Content-Length")
    plan = Plan(request.bucket, name, given, conditions_of(request), content_type)
    with state.index.transaction() as db:
        need_bucket(db, request.bucket)
        upload = open_session(db, plan, int(total) if total and total.isdecimal() else None)
    place = f"{request.base}/upload/storage/v1/b/{request.bucket}/o?uploadType=resumable&upload_id={upload}"
    return Reply(200, {"Location": place, "X-GUploader-UploadID": upload})


def advance(request: Request, state: State) -> Reply:
    """Take a piece, or tell how much there is; the last piece makes the object."""
    upload = request.query["upload_id"]
    with state.upload_lock(upload):
        with state.index.reading() as db:
            session = find_session(db, upload)
        if session.made is not None:
            return answer(request, session.made.resource(request.base))
        piece = _Piece.of(request, session)
        size = _append(state, session, piece, request.body)
        return _finish(request, state, session) if piece.ends(size) else _so_far(size)


def cancel(request: Request, state: State) -> Reply:
    """Give an upload up; the answer is a 499, as the real service's."""
    upload = request.need("upload_id")
    with state.upload_lock(upload), state.index.transaction() as db:
        session = find_session(db, upload)
        drop_session(db, session)
        if session.made is None:
            state.contents.remove(session.file)
    raise _CANCELLED


@dataclass(frozen=True)
class _Piece:
    start: int | None
    """Where its first byte belongs; None for a question about what is there."""
    total: int | None
    """The size of the object, where the client knows it already."""
    last: bool
    """Whether the object ends with it, whatever its size."""

    @classmethod
    def of(cls, request: Request, session: Session) -> "_Piece":
        header = request.headers.get("Content-Range")
        if header is None:
            return cls(0, session.total, last=session.total is None)
        found = _RANGE.fullmatch(header.strip())
        if not found:
            raise invalid("Failed to parse Content-Range header.")
        start, end, total = (int(each) if each and each != "*" else None for each in found.groups())
        total = session.total if total is None else total
        if session.total not in (None, total):
            raise invalid(f"The upload was announced with {session.total} bytes, and not with {total}.")
        if start is not None and end is not None:
            _check_end(request, start, end, total)
        return cls(start, total, last=False)

    def ends(self, size: int) -> bool:
        return self.last or self.total == size


def _check_end(request: Request, start: int, end: int, total: int | None) -> None:
    length = str(end + 1 - start)
    if request.headers.get("Content-Length", length) != length:
        raise invalid("The Content-Range header does not agree with the length of the body.")
    if total is not None and end >= total:
        raise invalid("The Content-Range header goes beyond the size of the object.")


def _append(state: State, session: Session, piece: _Piece, body: Body) -> int:
    """Add what is new in a piece; returns the size then."""
    size = state.contents.size(session.file)
    if piece.start is None:
        return size
    if piece.start > size:
        raise invalid(
            f"Invalid request.  According to the Content-Range header, the upload offset is {piece.start} byte(s), "
            f"which exceeds already uploaded size of {size} byte(s)."
        )
    state.contents.append(session.file, _skipping(body, size - piece.start))
    return state.contents.size(session.file)


def _skipping(body: Body, known: int) -> Iterator[bytes]:
    """The body without what was sent before."""
    while known and (data := body.read(min(known, PIECE))):
        known -= len(data)
    yield from body


def _so_far(size: int) -> Reply:
    return Reply(_INCOMPLETE, {"Range": f"bytes=0-{size - 1}"} if size else {})


def _finish(request: Request, state: State, session: Session) -> Reply:
    plan = replace(session.plan, given=session.plan.given | sent_checksums(request))
    entry = create(state, plan, state.contents.measure(session.file), session.id)
    return answer(request, entry.resource(request.base))
