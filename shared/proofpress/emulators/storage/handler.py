"""HTTP/1.1 with kept-alive connections, around the operations."""

import os
import socket
import struct
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qsl, urlsplit

from proofpress.emulators.storage.body import Body
from proofpress.emulators.storage.control import PREFIX
from proofpress.emulators.storage.faults import Do, Fault
from proofpress.emulators.storage.messages import FilePart, Reply, Request, refusal
from proofpress.emulators.storage.refusals import Refused, invalid
from proofpress.emulators.storage.routes import perform
from proofpress.emulators.storage.state import State

_NO_LINGER = struct.pack("ii", 1, 0)
_BODILESS = (204, 304)


class Handler(BaseHTTPRequestHandler):
    """One client's connection. A subclass names the state."""

    state: State
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = 65_536

    def _serve(self) -> None:
        try:
            self._answer(None if self.path.startswith(PREFIX) else self.state.faults.due(self.command, self.path))
        except ConnectionError:
            self.close_connection = True

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _serve  # noqa: N815 - the base class's names

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Keep quiet."""

    def _answer(self, fault: Fault | None) -> None:
        does = None if fault is None else fault.do
        if does is Do.RESET:
            self._reset()
            return
        if fault is not None and does is Do.DELAY:
            self.state.over.wait(fault.seconds)
        body = Body(self.rfile, self._body_length())
        reply = _failure(fault) if fault is not None and does is Do.STATUS else self._perform(body)
        try:
            body.drain()
            if does is Do.LOSE:
                self._reset()
            else:
                self._send(reply, does)
        finally:
            reply.close()

    def _body_length(self) -> int | None:
        chunked = self.headers.get("Transfer-Encoding", "").lower() == "chunked"
        return None if chunked else int(self.headers.get("Content-Length") or 0)

    def _perform(self, body: Body) -> Reply:
        try:
            return perform(self._request(body), self.state)
        except Refused as refused:
            return refusal(refused)

    def _request(self, body: Body) -> Request:
        url = urlsplit(self.path)
        try:
            query = dict(parse_qsl(url.query, keep_blank_values=True, errors="strict"))
        except UnicodeDecodeError as error:
            raise invalid("The query is not valid UTF-8.") from error
        base = f"http://{self.headers.get('Host', '')}"
        return Request(self.command, url.path, query, url.query, self.headers, body, base)

    def _send(self, reply: Reply, does: Do | None) -> None:
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if reply.status not in _BODILESS:
            self.send_header("Content-Length", str(reply.length))
        self.end_headers()
        for piece in _pieces(reply, does):
            self.wfile.write(piece)
        self.wfile.flush()
        self.close_connection = self.close_connection or does is Do.TRUNCATE

    def _reset(self) -> None:
        """Close without lingering, which sends an RST."""
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
        os.close(self.connection.detach())


def _failure(fault: Fault) -> Reply:
    reason = "rateLimitExceeded" if fault.status == 429 else "backendError"  # noqa: PLR2004
    reply = refusal(Refused(fault.status, reason, "This failure was ordered."))
    after = {"Retry-After": str(fault.retry_after)} if fault.retry_after else {}
    return Reply(reply.status, {**reply.headers, **after}, reply.body)


def _pieces(reply: Reply, does: Do | None) -> Iterator[bytes]:
    """The body, halved or spoilt as the fault has it."""
    half, place = reply.length // 2, 0
    for piece in reply.body.pieces() if isinstance(reply.body, FilePart) else (reply.body,):
        inside = half - place
        if does is Do.TRUNCATE:
            yield piece[: max(0, inside)]
        elif does is Do.CORRUPT and 0 <= inside < len(piece):
            yield piece[:inside] + bytes((piece[inside] ^ 0xFF,)) + piece[inside + 1 :]
        else:
            yield piece
        place += len(piece)
