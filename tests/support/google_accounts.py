"""A metadata server and IAM on this machine, to which Google's own client is led by its session."""

import base64
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import requests
from google.auth.transport.requests import Request
from requests.adapters import HTTPAdapter

EMAIL = "desk@some-project.iam.gserviceaccount.com"
"""The account that the metadata server speaks of."""

Answer = tuple[int, dict[str, Any]]
"""Status and body."""


@contextmanager
def google(sign: Callable[[bytes], Answer]) -> Iterator[tuple[Request, list[str]]]:
    """How to speak to both, and what they were asked for; IAM answers what `sign` says."""
    asked: list[str] = []
    account = "/computeMetadata/v1/instance/service-accounts"

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answers: dict[str, dict[str, Any]] = {
                f"{account}/default/?recursive=true": {"email": EMAIL, "aliases": ["default"], "scopes": []},
                f"{account}/default/token": {"access_token": "a-token", "expires_in": 3600, "token_type": "Bearer"},
            }
            self._serve(200 if self.path in answers else 404, answers.get(self.path, {}))

        def do_POST(self) -> None:
            data = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            authorised = self.headers["Authorization"] == "Bearer a-token"
            self._serve(*(sign(base64.b64decode(data["payload"])) if authorised else (401, {})))

        def _serve(self, status: int, answer: dict[str, Any]) -> None:
            asked.append(f"{self.headers['Host']}{self.path}")
            body = json.dumps(answer).encode()
            self.send_response(status)
            for name, value in (("Content-Type", "application/json"), ("Metadata-Flavor", "Google")):
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server, requests.Session() as session:
        Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        for scheme in ("https://", "http://"):
            session.mount(scheme, _Rerouted(f"127.0.0.1:{server.server_port}"))
        try:
            yield Request(session), asked
        finally:
            server.shutdown()


class _Rerouted(HTTPAdapter):
    """Leads every request of a session to one server."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self._address = address

    def send(self, request: requests.PreparedRequest, *args: Any, **options: Any) -> requests.Response:
        parts = urlsplit(str(request.url))
        request.headers["Host"] = parts.netloc
        request.url = parts._replace(scheme="http", netloc=self._address).geturl()
        return super().send(request, *args, **options)
