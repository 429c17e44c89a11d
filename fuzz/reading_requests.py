"""Requests to the desk, as a browser or anybody else may send them."""

import io
import json
from functools import cache

from werkzeug.test import EnvironBuilder, run_wsgi_app

from fuzz.target import Target
from fuzz.waiting import OUTSIDE, attempts, pipeline
from proofpress.entry.desk.app import Desk
from proofpress.entry.desk.pictures import Served
from proofpress.entry.desk.room import Room
from proofpress.entry.desk.visitors import Role, Visitor

_VISITOR = Visitor("kim", Role.REVIEWER, "session")
_HEADERS = (b"Content-Type", b"Origin", b"Sec-Fetch-Site", b"If-None-Match", b"Range", b"Accept-Encoding", b"Cookie")


class _Open:
    """A gate that lets everybody in as the same reviewer."""

    def admit(self, request: object) -> Visitor:
        """Them."""
        del request
        return _VISITOR


@cache
def _desk() -> Desk:
    return Desk(Room(pipeline().ports, Served(pipeline().store), _Open(), pause=0.0, most_streams=0))


def _states() -> dict[str, str]:
    return {attempt.key: attempt.state for attempt in attempts()}


def _ask(data: bytes) -> None:
    """Method and path, headers, an empty line, a body: never an error of ours, never what is not the desk's to show."""
    head, _, body = data.partition(b"\n\n")
    first, *lines = head.split(b"\n")
    method, _, target = first.partition(b" ")
    before = _states()
    answer, status = _answered(_text(method), _text(target), lines, body)
    code = int(status.partition(" ")[0])
    if code >= 500:  # noqa: PLR2004 - an error of the server
        raise AssertionError(f"{first!r} is answered by {status}")
    if OUTSIDE in answer or b"SQLite format" in answer:
        raise AssertionError(f"{first!r} shows a file that is not the desk's")
    if method != b"POST" and _states() != before:
        raise AssertionError(f"{first!r} decided something")


def _answered(method: str, target: str, lines: list[bytes], body: bytes) -> tuple[bytes, str]:
    path, _, query = target.partition("?")
    environ = EnvironBuilder(path="/", method="GET", base_url="http://127.0.0.1:8000").get_environ()
    environ |= {
        "REQUEST_METHOD": method or "GET",
        "PATH_INFO": path or "/",
        "QUERY_STRING": query,
        "REQUEST_URI": target,
    }
    for name, _, value in (line.partition(b":") for line in lines):
        if name in _HEADERS:
            key = _text(name).upper().replace("-", "_")
            environ[key if key == "CONTENT_TYPE" else f"HTTP_{key}"] = _text(value.strip())
    environ |= {
        "wsgi.input": io.BytesIO(body),
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_X_PROOFPRESS_TOKEN": _VISITOR.token,
    }
    pieces, status, headers = run_wsgi_app(_desk(), environ, buffered=True)
    if (
        headers.get("X-Content-Type-Options") != "nosniff"
        or "default-src 'none'" not in headers["Content-Security-Policy"]
    ):
        raise AssertionError(f"{target!r} is answered without the headers that every answer has")
    return b"".join(pieces), status


def _text(data: bytes) -> str:
    """As a server hands it over."""
    return data.decode("latin-1")


_ORDER = json.dumps({"verb": "rate", "stars": 3, "drafts": [{"draft": "shore/fox/0001", "state": "passed"}]}).encode()
_JSON = b"\nContent-Type: application/json\nOrigin: http://127.0.0.1:8000\n\n"
_FORM = b"""
Content-Type: multipart/form-data; boundary=b

--b\r
Content-Disposition: form-data; name="token"\r
\r
%s\r
--b\r
Content-Disposition: form-data; name="file"; filename="d.csv"\r
\r
draft,decision,sha256\r
shore/fox/0001,accept,x\r
--b--\r
"""
_REQUESTS = (
    *(
        b"GET " + path
        for path in (
            b"/", b"/b/shore", b"/b/shore?item=fox&show=finals&from=0", b"/b/shore/frames.json", b"/d/shore/fox/0001?part",
            b"/thumb/shore/fox/0001", b"/full/shore/fox/0001\nRange: bytes=0-9", b"/final/shore/fox/0001",
            b"/final-thumb/../../secret.jpg", b"/full/shore/../../secret.jpg", b"/static/x/desk.css", b"/static/../app.py",
            b"/thumb/..%2f..%2fsecret.jpg", b"/full//secret.jpg",
        )
    ),
    b"POST /decide" + _JSON + _ORDER,
    b"POST /decide?item=fox" + _JSON + b'{"verb": "undo", "drafts": [{"draft": "shore/fox/../../x"}]}',
    b"POST /decide" + _JSON + b'{"verb": "refine", "sentence": "\\ud800", "drafts": [{"draft": "shore/fox/0001"}]}',
    b"POST /b/shore/decisions" + _FORM % _VISITOR.token.encode(),
)  # fmt: skip

TARGETS = (Target("desk", _ask, (), _REQUESTS),)
