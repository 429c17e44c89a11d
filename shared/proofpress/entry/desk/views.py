"""The desk's pages and answers, one function each."""

import gzip
import json

from pydantic import ValidationError
from werkzeug.exceptions import BadRequest, NotFound
from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from proofpress.domain.records import StoredImage
from proofpress.entry.desk import orders, pages
from proofpress.entry.desk.board import Board
from proofpress.entry.desk.closeup import closeup_of
from proofpress.entry.desk.frames import Frame, Kind
from proofpress.entry.desk.live import Streams
from proofpress.entry.desk.room import Room
from proofpress.entry.desk.rows import changes, sheet
from proofpress.entry.desk.strip import strip_of
from proofpress.entry.desk.uploads import upload
from proofpress.entry.desk.visitors import Visitor, check_ours
from proofpress.entry.desk.words import detail_of, word_of

FIRST = 48
"""Drafts that a page brings along itself, before its script has asked for all of them."""
_LARGEST_ORDER = 200_000
_FOR_EVER = "public, max-age=31536000, immutable"


class Views:
    """Answers the desk's requests."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._streams = Streams(room.most_streams, room.stream_seconds, room.pause)

    def close(self) -> None:
        """End the live pages."""
        self._streams.close()

    def home(self, _request: Request, visitor: Visitor) -> Response:
        """The newest batch, or what to do where there is none."""
        batches = self._room.boards.batches()
        if batches:
            return redirect(f"/b/{batches[0].id}", 303)
        return self._page("empty.html", visitor)

    def batch(self, request: Request, visitor: Visitor, batch: str) -> Response:
        """The contact sheet of a batch, or of one of its items."""
        board = self._room.boards.of(batch)
        item = self._item(board, request.args.get("item", ""))
        show = request.args.get("show", "")
        frames = [frame for frame in board.frames() if _shown(frame, item, show)]
        first = max(0, request.args.get("from", 0, int))
        return self._page(
            "sheet.html",
            visitor,
            board=board,
            batches=self._room.boards.batches(),
            item=item,
            show=show,
            strip=strip_of(board, item),
            frames=frames[first : first + FIRST],
            more=first + FIRST if len(frames) > first + FIRST else None,
            word_of=word_of,
            detail_of=detail_of,
            follows=self._room.follows(),
        )

    def frames(self, request: Request, _visitor: Visitor, batch: str) -> Response:
        """Every draft of a batch, for the script."""
        return _json(request, sheet(self._room.boards.of(batch)))

    def live(self, request: Request, _visitor: Visitor, batch: str) -> Response:
        """What changes from now on."""
        board = self._room.boards.of(batch)
        item = self._item(board, request.args.get("item", ""))
        return self._streams.of(request, board, lambda each: self._strip(each, item))

    def draft(self, request: Request, visitor: Visitor, key: str) -> Response:
        """One draft in the loupe: a page of its own, or the part of it that the script shows over the sheet."""
        board = self._board_of(key)
        found = closeup_of(self._room.ports.ledger, board, key)
        if "part" in request.args:
            return _html(pages.render("closeup.html", closeup=found, visitor=visitor))
        return self._page("draft.html", visitor, closeup=found, board=board)

    def small(self, request: Request, _visitor: Visitor, key: str) -> Response:
        """The thumbnail of a draft."""
        return self._room.pictures.small(request, self._image(key))

    def whole(self, request: Request, _visitor: Visitor, key: str) -> Response:
        """A draft as it is."""
        return self._room.pictures.whole(request, self._image(key))

    def small_final(self, request: Request, _visitor: Visitor, key: str) -> Response:
        """The thumbnail of a draft's final."""
        return self._room.pictures.small(request, self._final(key))

    def final(self, request: Request, _visitor: Visitor, key: str) -> Response:
        """A draft's final as it is."""
        return self._room.pictures.whole(request, self._final(key))

    def decide(self, request: Request, visitor: Visitor) -> Response:
        """Carry an order out; the answer has what came of it and the rows that changed."""
        check_ours(request, visitor, request.headers.get("X-Proofpress-Token", ""))
        if request.mimetype != "application/json" or (request.content_length or 0) > _LARGEST_ORDER:
            raise BadRequest("Orders are JSON.")
        try:
            order = orders.Order.model_validate_json(request.get_data())
        except ValidationError as error:
            raise BadRequest(f"This is no order: {error.errors()[0]['msg']}.") from error
        board = self._board_of(order.drafts[0].draft)
        if any(each.draft.partition("/")[0] != board.batch_id for each in order.drafts):
            raise BadRequest("An order is about drafts of one batch.")
        serial = board.serial
        outcomes = orders.carry_out(self._room.ports, order, visitor.name)
        self._room.decided(board.batch_id)
        touched = orders.touched(outcomes)
        for key in touched:
            board.reread(key)
        item = self._item(board, request.args.get("item", ""))
        plain = [outcome.model_dump() for outcome in outcomes]
        return _json(request, {"outcomes": plain, **changes(board, serial, touched), "strip": self._strip(board, item)})

    def upload(self, request: Request, visitor: Visitor, batch: str) -> Response:
        """Decisions that come back in a file."""
        return upload(self._room, request, visitor, batch)

    def static(self, _request: Request, version: str, name: str) -> Response:
        """A file that pages are made of."""
        try:
            data = pages.asset(name)
        except KeyError as error:
            raise NotFound from error
        answer = Response(data, mimetype=pages.STATIC[name])
        answer.headers["Cache-Control"] = _FOR_EVER if version == pages.version() else "no-store"
        return answer

    def _page(self, template: str, visitor: Visitor, **values: object) -> Response:
        return _html(pages.render(template, visitor=visitor, **values))

    def _strip(self, board: Board, item: str | None) -> str:
        strip = strip_of(board, item)
        return pages.render("strip.html", strip=strip, follows=self._room.follows())

    def _board_of(self, key: str) -> Board:
        return self._room.boards.of(key.partition("/")[0])

    def _item(self, board: Board, name: str) -> str | None:
        """The key of an item that was asked for; NotFound where the batch has none of this name."""
        if not name:
            return None
        item = board.item(f"{board.batch_id}/{name}")
        if item is None:
            raise NotFound(f"{board.batch_id} has no item {name}.")
        return item.key

    def _frame(self, key: str) -> Frame:
        frame = self._board_of(key).frame(key)
        if frame is None:
            raise NotFound(f"There is no draft {key}.")
        return frame

    def _image(self, key: str) -> StoredImage:
        image = self._frame(key).image
        if image is None:
            raise NotFound(f"{key} has no picture.")
        return image

    def _final(self, key: str) -> StoredImage:
        final = self._frame(key).print
        if final is None or final.image is None:
            raise NotFound(f"{key} has no final.")
        return final.image


def _shown(frame: Frame, item: str | None, show: str) -> bool:
    if frame.image is None or item not in (None, frame.item):
        return False
    if show == "finals":
        return frame.has_final
    return frame.kind is not Kind.GONE and (not show or frame.kind == show)


def _html(text: str) -> Response:
    return Response(text, mimetype="text/html")


def _json(request: Request, body: object) -> Response:
    """JSON, packed where it is worth it: thousands of drafts are half a megabyte."""
    data = json.dumps(body, separators=(",", ":")).encode()
    answer = Response(data, mimetype="application/json")
    if len(data) > 2_000 and request.accept_encodings.quality("gzip") > 0:  # noqa: PLR2004
        answer.set_data(gzip.compress(data, 5, mtime=0))
        answer.headers["Content-Encoding"] = "gzip"
        answer.headers["Vary"] = "Accept-Encoding"
    return answer
