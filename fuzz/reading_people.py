"""What people and their browsers send: requests to the desk, files of decisions, what `screen` is told to expect."""

import atexit
import csv
import io
import json
from functools import cache
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory

from werkzeug.test import EnvironBuilder, run_wsgi_app

from fuzz.target import Target
from proofpress.domain import queries
from proofpress.domain.catalog import parse_catalog
from proofpress.domain.errors import BadInput
from proofpress.domain.records import Attempt
from proofpress.entry.decision_files import COLUMNS, Fate, Row, apply_decisions, read_decisions
from proofpress.entry.desk.app import Desk
from proofpress.entry.desk.pictures import Served
from proofpress.entry.desk.room import Room
from proofpress.entry.desk.visitors import Role, Visitor
from proofpress.entry.sheets import read_expected, sheets_of
from tests.support.pipeline import Pipeline

_OUTSIDE = b"what lies outside the buckets"
_MANIFEST = """
name: shore
defaults: {want: 2, final: pro, review: hand, max_attempts: 6}
items: [{id: fox, prompt: a fox in snow}]
"""
_VISITOR = Visitor("kim", Role.REVIEWER, "session")
_HEADERS = (b"Content-Type", b"Origin", b"Sec-Fetch-Site", b"If-None-Match", b"Range", b"Accept-Encoding", b"Cookie")


class _Open:
    """A gate that lets everybody in as the same reviewer."""

    def admit(self, request: object) -> Visitor:
        """Them."""
        del request
        return _VISITOR


@cache
def _pipeline() -> Pipeline:
    """A batch whose drafts wait, in a folder that ends with the process."""
    folder = TemporaryDirectory(prefix="fuzz-")
    atexit.register(folder.cleanup)
    pipeline = Pipeline(Path(folder.name) / "work")
    pipeline.submit(_MANIFEST, "shore")
    pipeline.drive()
    for place in (Path(folder.name), Path(folder.name) / "work"):
        (place / "secret.jpg").write_bytes(_OUTSIDE)
    return pipeline


@cache
def _desk() -> Desk:
    pipeline = _pipeline()
    return Desk(Room(pipeline.ports, Served(pipeline.store), _Open(), pause=0.0, most_streams=0))


def _states() -> dict[str, str]:
    return {attempt.key: attempt.state for attempt in _pipeline().ledger.find(queries.attempts("shore"))}


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
    if _OUTSIDE in answer or b"SQLite format" in answer:
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


def _decide(data: bytes) -> None:
    """A file is read as it would be read again; nothing is decided on a picture that its row does not name by its hash."""
    rows = read_decisions(data, "decisions.csv")
    again = read_decisions(_written(rows), "again.csv")
    if [_said(row) for row in again] != [_said(row) for row in rows]:
        raise AssertionError("rows that are other ones once they were written down")
    pipeline = _pipeline()
    for applied in apply_decisions(pipeline.ports, rows[:50], "kim", "shore"):
        attempt = pipeline.ledger.get(Attempt, applied.row.draft)
        right = attempt is not None and attempt.image is not None and attempt.image.sha256 == applied.row.sha256
        if applied.fate is Fate.APPLIED and not right:
            raise AssertionError(f"{applied.row} was applied to another picture")
        if applied.fate is not Fate.APPLIED and not applied.words:
            raise AssertionError(f"{applied.row} was not applied for no reason")
    pipeline.bus.waiting.clear()


def _said(row: Row) -> tuple[str, ...]:
    return tuple(getattr(row, name) for name in COLUMNS)


def _written(rows: list[Row]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows(map(_said, rows))
    return out.getvalue().encode()


def _files_of_decisions() -> tuple[bytes, ...]:
    found = {attempt.key: attempt.image.sha256 for attempt in _attempts() if attempt.image}
    (one, first), (two, second), *_ = found.items()
    table = f"draft,decision,reason,stars,state,sha256\n{one},,,3,passed,{first}\n{two},,dark,4,,{second}\n{one},decline,,,,\n"
    return (
        table.encode(),
        b"\xef\xbb\xbf" + table.replace("\n", "\r\n").encode(),
        f'sha256,draft,decision,stars\n{first},"{one}",,"5"\n,"../../x",accept,"9"\n'.encode(),
        b"draft,decision\nx,y\n",
        b'draft,decision,sha256\n"' + b"x" * 200_000 + b'",accept,\n',
    )


def _attempts() -> list[Attempt]:
    return _pipeline().ledger.find(queries.attempts("shore"))


@cache
def _folder() -> Path:
    folder = TemporaryDirectory(prefix="fuzz-")
    atexit.register(folder.cleanup)
    (Path(folder.name) / "pictures").mkdir()
    for name in ("0001.jpg", "0002.png"):
        (Path(folder.name) / "pictures" / name).write_bytes(b"")
    return Path(folder.name)


_CATALOG = parse_catalog(resources.files("proofpress").joinpath("models.toml").read_text("utf-8"))


def _expect(data: bytes) -> None:
    """What is expected is of files below the folder that was named, whatever names it has in it."""
    file = _folder() / "expected.json"
    file.write_bytes(data)
    expected = read_expected(file)
    for sheet in sheets_of([_folder() / "pictures"], expected, _CATALOG):
        if not sheet.path.resolve().is_relative_to(_folder() / "pictures"):
            raise AssertionError(f"{sheet.path} is not what was to be screened")
        if sheet.asked and (sheet.asked.width < 0 or sheet.asked.height < 0):
            raise AssertionError(f"a picture of {sheet.asked.width} by {sheet.asked.height}")


_EXPECTED = (
    b'{"0001.jpg": {"aspect_ratio": "16:9", "image_size": "1K", "declared_mime": "image/jpeg", "attempt": 1}}',
    b'{"pictures/0002.png": {"aspect_ratio": "1:1", "other": []}, "../0001.jpg": {"attempt": 9}}',
    b'{"0002.png": {"image_size": "4K"}}',
)

TARGETS = (
    Target("desk", _ask, (), _REQUESTS),
    Target("decisions", _decide, (BadInput,), _files_of_decisions),
    Target("expected", _expect, (BadInput,), _EXPECTED),
)
