"""Decisions that come back in a file."""

from werkzeug.exceptions import BadRequest, RequestEntityTooLarge
from werkzeug.wrappers import Request, Response

from proofpress.domain.errors import BadInput
from proofpress.entry.decision_files import LARGEST_BYTES, apply_decisions, read_decisions, tallied
from proofpress.entry.desk import pages
from proofpress.entry.desk.room import Room
from proofpress.entry.desk.visitors import Visitor, check_ours

_ROOM_FOR_THE_FORM = 10_000


def upload(room: Room, request: Request, visitor: Visitor, batch: str) -> Response:
    """Apply a file of decisions to a batch, and tell what became of each of its rows."""
    if (request.content_length or 0) > LARGEST_BYTES + _ROOM_FOR_THE_FORM:
        raise RequestEntityTooLarge
    check_ours(request, visitor, request.form.get("token", ""))
    file = request.files.get("file")
    if file is None:
        raise BadRequest("No file was sent.")
    board = room.boards.of(batch)
    try:
        rows = read_decisions(file.read(), file.filename or "the file")
    except BadInput as error:
        raise BadRequest(str(error)) from error
    applied = apply_decisions(room.ports, rows, visitor.name, batch)
    room.decided(batch)
    board.look(now=True)
    text = pages.render("applied.html", batch=batch, applied=applied, tally=tallied(applied), visitor=visitor)
    return Response(text, mimetype="text/html")
