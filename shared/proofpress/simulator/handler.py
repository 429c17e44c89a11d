"""HTTP/1.1 with kept-alive connections, around the operations."""

import io
import os
import socket
import struct
from http.server import BaseHTTPRequestHandler
from typing import BinaryIO
from urllib.parse import parse_qsl, urlsplit

from proofpress.simulator.control import PREFIX, control
from proofpress.simulator.dispatch import dispatch
from proofpress.simulator.refusal import Refused
from proofpress.simulator.reply import Reply, Request, Sent, refusal
from proofpress.simulator.routes import find_route
from proofpress.simulator.state import State

_NO_LINGER = struct.pack("ii", 1, 0)
_PIECE = 1 << 20


class Handler(BaseHTTPRequestHandler):
    """One client's connection. A subclass names the state."""

    state: State
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = 65_536

    def do_GET(self) -> None:
        """Answer a request."""
        self._serve()

    def do_POST(self) -> None:
        """Answer a request."""
        self._serve()

    def do_DELETE(self) -> None:
        """Answer a request."""
        self._serve()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class's name)
        """Keep quiet: the log holds every request."""

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        url = urlsplit(self.path)
        try:
            self._send(self._answer(url.path, dict(parse_qsl(url.query)), body))
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def _answer(self, path: str, query: dict[str, str], body: bytes) -> Reply:
        if path.startswith(PREFIX):
            return control(self.command, path, body, self.state)
        route = find_route(self.command, path)
        if route is None:
            return refusal(Refused(404, f"The simulator does not know {self.command} {path}."))
        headers = {name.lower(): value for name, value in self.headers.items()}
        return dispatch(Request(route, query, headers, body, self._base()), self.state)

    def _base(self) -> str:
        host, port = self.connection.getsockname()[:2]
        return f"http://{self.headers.get('Host') or f'{host}:{port}'}"

    def _send(self, reply: Reply) -> None:
        if reply.sent is Sent.NOTHING:
            self._reset()
            return
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.content_type)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        with reply.file.open("rb") if reply.file else io.BytesIO(reply.body) as source:
            size = source.seek(0, os.SEEK_END)
            source.seek(0)
            self.send_header("Content-Length", str(size))
            self.end_headers()
            whole = reply.sent is Sent.WHOLE
            self._copy(source, size if whole else size // 2)
        self.wfile.flush()
        self.close_connection = self.close_connection or not whole

    def _copy(self, source: BinaryIO, size: int) -> None:
        left = size
        while left > 0 and (piece := source.read(min(left, _PIECE))):
            self.wfile.write(piece)
            left -= len(piece)

    def _reset(self) -> None:
        """Close without lingering, which sends an RST instead of the answer."""
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
        os.close(self.connection.detach())
