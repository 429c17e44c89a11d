"""Server-sent events: what changes in a batch while somebody has its page open."""

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping

from werkzeug.wrappers import Request, Response

from proofpress.entry.desk.board import Board
from proofpress.entry.desk.rows import changes

Figures = Callable[[Board], str]

_PULSE = 15.0
"""Seconds after which an idle connection is written to, so that one whose other end is gone is found out."""
_LATER = 5_000
"""Milliseconds after which a page asks again that could get no stream of its own."""


class Streams:
    """Hands out streams, each of which holds a thread of the server: there are never more than `most` of them."""

    def __init__(self, most: int, seconds: float, pause: float) -> None:
        self._free = threading.BoundedSemaphore(most)
        self._seconds, self._pause = seconds, pause
        self._over = threading.Event()

    def close(self) -> None:
        """End every stream."""
        self._over.set()

    def of(self, request: Request, board: Board, figures: Figures) -> Response:
        """The events of a board since the last one that the page got; `figures` renders its strip.

        A page beyond the limit gets what there is, and is told to come again: it asks, where others are told.
        """
        serial = _serial(board, request.headers.get("Last-Event-ID") or request.args.get("after", ""))
        if self._free.acquire(blocking=False):
            answer = Response(self._events(board, serial, figures), mimetype="text/event-stream")
            answer.call_on_close(self._free.release)
        else:
            news = f"retry: {_LATER}\n\n", _news(board, serial, figures)[0]
            answer = Response(iter(news), mimetype="text/event-stream")
        # Proxies that collect an answer before they pass it on would hold events back.
        answer.headers["X-Accel-Buffering"] = "no"
        return answer

    def _events(self, board: Board, serial: int | None, figures: Figures) -> Iterator[str]:
        told, end = time.monotonic(), time.monotonic() + self._seconds
        yield "retry: 1000\n\n"
        while time.monotonic() < end:
            board.look()
            news, serial = _news(board, serial, figures)
            if news or time.monotonic() - told > _PULSE:
                yield news or ":\n\n"
                told = time.monotonic()
            if self._over.wait(self._pause):
                return


def _serial(board: Board, since: str) -> int | None:
    """The serial number of an event's id; None where it is of another board, and the page must begin anew."""
    epoch, _, serial = since.partition(".")
    return int(serial) if epoch == board.epoch and serial.isdecimal() else None


def _news(board: Board, serial: int | None, figures: Figures) -> tuple[str, int]:
    """The event of what is new, empty where nothing is, and the number from which to go on."""
    if serial is None:
        return _event(f"{board.epoch}.{board.serial}", "anew", {}), board.serial
    if board.serial == serial:
        return "", serial
    news = changes(board, serial)
    return _event(f"{board.epoch}.{news['serial']}", "change", {**news, "strip": figures(board)}), news["serial"]


def _event(number: str, name: str, data: Mapping[str, object]) -> str:
    return f"id: {number}\nevent: {name}\ndata: {json.dumps(data)}\n\n"
