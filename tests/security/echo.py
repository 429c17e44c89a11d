"""A service that says our key back to us in everything it answers."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Echo(ThreadingHTTPServer):
    """Answers every call with one status, and the caller's key in its words."""

    status = 400

    def body(self, key: str) -> dict[str, object]:
        """An error of Google's form, or a block that a 200 carries."""
        words = f"The key {key} may not do this."
        if self.status == 200:
            return {"promptFeedback": {"blockReason": "OTHER", "blockReasonMessage": words}}
        return {"error": {"code": self.status, "message": words, "status": "FAILED", "details": [{"reason": key}]}}


class _Handler(BaseHTTPRequestHandler):
    server: Echo
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        data = json.dumps(self.server.body(self.headers.get("x-goog-api-key", ""))).encode()
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_POST  # noqa: N815 - the base class's name

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        pass


@contextmanager
def echo(status: int) -> Iterator[str]:
    """The address of such a service."""
    with Echo(("127.0.0.1", 0), _Handler) as server:
        server.status = status
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()
