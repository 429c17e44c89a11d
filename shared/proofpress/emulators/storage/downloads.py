"""The bytes of an object, or a range of them."""

import re
from datetime import datetime
from email.utils import format_datetime

from proofpress.emulators.storage.conditions import check_etags, conditions_of
from proofpress.emulators.storage.entries import Entry, need_object
from proofpress.emulators.storage.messages import FilePart, Reply, Request
from proofpress.emulators.storage.objects import describe
from proofpress.emulators.storage.refusals import Refused
from proofpress.emulators.storage.state import State

_RANGE = re.compile(r"bytes=(?:(\d+)-(\d*)|-(\d+))")
_HEADERS = {
    "cacheControl": "Cache-Control",
    "contentDisposition": "Content-Disposition",
    "contentEncoding": "Content-Encoding",
    "contentLanguage": "Content-Language",
}


def get(request: Request, state: State) -> Reply:
    """The resource of an object, or with `alt=media` its bytes; then an error is plain text, as the real one's."""
    if request.query.get("alt", "json") != "media":
        return describe(request, state)
    try:
        return download(request, state)
    except Refused as refused:
        text = b"" if refused.status == 304 else refused.message.encode()  # noqa: PLR2004
        return Reply(refused.status, {"Content-Type": "text/html; charset=UTF-8"}, text)


def download(request: Request, state: State) -> Reply:
    """The bytes of an object; whoever has the reply closes its file."""
    with state.index.reading() as db:
        entry = need_object(db, request.bucket, request.object, request.number("generation"))
        conditions_of(request).check(entry)
        check_etags(request, entry)
        part = _wanted(request.headers.get("Range", ""), entry.size)
        if part is not None and not part:
            return Reply(416, {"Content-Range": f"bytes */{entry.size}"}, b"The requested range cannot be satisfied.")
        # Opened while nobody can remove it; an open file outlives its removal.
        file = state.contents.open(entry.file)
    if part is None:
        return Reply(200, _headers(entry), FilePart(file, 0, entry.size))
    place = {"Content-Range": f"bytes {part.start}-{part.stop - 1}/{entry.size}"}
    return Reply(206, _headers(entry) | place, FilePart(file, part.start, len(part)))


def _wanted(header: str, size: int) -> range | None:
    """The bytes that a Range header asks for; None where there is none, or one that makes no sense."""
    found = _RANGE.fullmatch(header.strip())
    if not found or (found[2] and int(found[2]) < int(found[1])):
        return None
    start = max(0, size - int(found[3])) if found[3] else int(found[1])
    stop = min(size, int(found[2]) + 1) if found[2] else size
    return range(start, stop)


def _headers(entry: Entry) -> dict[str, str]:
    headers = {
        "Content-Type": entry.fields.get("contentType", "application/octet-stream"),
        "ETag": entry.etag,
        "Last-Modified": format_datetime(datetime.fromisoformat(entry.fields["updated"]), usegmt=True),
        "Accept-Ranges": "bytes",
        "X-Goog-Generation": str(entry.generation),
        "X-Goog-Metageneration": str(entry.metageneration),
        "X-Goog-Hash": entry.hashes,
        "X-Goog-Storage-Class": entry.fields["storageClass"],
        "X-Goog-Stored-Content-Length": str(entry.size),
        "X-Goog-Stored-Content-Encoding": entry.fields.get("contentEncoding", "identity"),
    }
    return headers | {header: entry.fields[name] for name, header in _HEADERS.items() if name in entry.fields}
