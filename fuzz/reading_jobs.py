"""What the batch lane brings: results line by line, the state of jobs, and the webhooks that knock."""

import base64
import json
from collections.abc import Iterator
from datetime import UTC, datetime

from fuzz.target import Target
from proofpress.adapters.gemini_job_results import lines_of, results_of
from proofpress.adapters.gemini_job_status import studio_status, vertex_status
from proofpress.domain.campaigns.signing import signed_headers
from proofpress.domain.errors import ModelRefused
from proofpress.domain.jobs import JobStatus
from proofpress.domain.labels import labels_of
from proofpress.domain.records import Finding, FindingKind
from proofpress.domain.webhooks import Forged, WebhookEvent, verify
from proofpress.imaging.sniff import sniff
from proofpress.ports import JobResult, Picture, Unreadable

_PIXEL = base64.b64encode(bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55")).decode()
_LONGEST = 5_000
"""Bytes of a line here, so that longer ones are met."""


def _answer(data: str = _PIXEL, **fields: object) -> dict[str, object]:
    part = {"inlineData": {"mimeType": "image/png", "data": data}}
    usage = {"promptTokenCount": 9, "candidatesTokenCount": 1120, "totalTokenCount": 1129}
    return {"candidates": [{"content": {"parts": [part]}, "finishReason": "STOP"}], "usageMetadata": usage, **fields}


_LINES: tuple[dict[str, object], ...] = (
    {"key": "b/i/0001", "response": _answer()},
    {"key": "b/i/0002", "error": {"code": 3, "message": "no"}},
    {"key": "b/i/0003", "response": {"promptFeedback": {"blockReason": "OTHER"}}},
    {"key": "b/i/0004", "response": _answer("no base64!")},
    {"request": {"labels": labels_of("b/i/0005")}, "status": "", "response": _answer()},
    {"request": {"labels": labels_of("b/i/0006")}, "status": 'Error: {"error": {"code": 8, "message": "later"}}'},
    {"key": "a", "key2": 1, "request": {"labels": labels_of("b")}},
    {"key": 7, "response": 7},
)
_FILES = (
    b"\n".join(json.dumps(line).encode() for line in _LINES),
    *(json.dumps(line).encode() + b"\n" for line in _LINES),
    b"\xff\xfe{\n\n \r\n[]\nnull\n" + b'{"key": "' + b"x" * 6_000 + b'"}\n{"key": "y", "key": "z"}',
    b'{"key": "\\ud800", "error": {"message": "\\ud800"}}\n'
    + b'{"a":' * 900
    + b"1"
    + b"}" * 900
    + b"\n"
    + b'{"key":"k","a":' * 5_000,
)


def _read_lines(data: bytes) -> None:
    """However a body is cut into pieces, every line of it is one result, and no result is about another line."""
    whole = list(lines_of([data], _LONGEST))
    for size in (1, 7, 4_096):
        pieces = (data[start : start + size] for start in range(0, len(data), size))
        if list(lines_of(pieces, _LONGEST)) != whole:
            raise AssertionError(f"other lines where they come {size} bytes at a time")
    filled = [number for number, line in enumerate(whole, 1) if isinstance(line, int) or line.strip()]
    results = list(results_of(whole, "files/out"))
    if [result.place for result in results] != [f"files/out, line {number}" for number in filled]:
        raise AssertionError("a line without a result, or a result without its line")
    for result in results:
        _check_result(result)


def _check_result(result: JobResult) -> None:
    outcome = result.outcome
    if isinstance(outcome, Picture):
        if not result.key or sniff(outcome.data) != outcome.mime:
            raise AssertionError("a picture without a key, or bytes that are none")
    elif not (words := outcome.words):
        raise AssertionError(f"{type(outcome).__name__} says nothing")
    elif isinstance(outcome, Unreadable | ModelRefused):
        kept = Finding(kind=FindingKind.UNREADABLE, key=result.key, words=words)
        if Finding.model_validate_json(kept.model_dump_json()) != kept:
            raise AssertionError("a finding that is another one once it was written down")


_JOBS: tuple[dict[str, object], ...] = (
    {
        "name": "batches/1",
        "metadata": {
            "displayName": "proofpress-1",
            "state": "BATCH_STATE_SUCCEEDED",
            "createTime": "2026-11-27T08:00:00.123456789Z",
            "batchStats": {"requestCount": "8", "successfulRequestCount": "7"},
            "output": {"responsesFile": "files/out"},
            "inputConfig": {"fileName": "files/in"},
        },
        "done": True,
    },
    {"name": "batches/2", "done": True, "error": {"code": 13, "message": "no"}},
    {
        "name": "projects/p/locations/l/batchPredictionJobs/3",
        "displayName": "proofpress-3",
        "state": "JOB_STATE_PARTIALLY_SUCCEEDED",
        "completionStats": {"successfulCount": "7", "failedCount": "1", "incompleteCount": "0"},
        "outputInfo": {"gcsOutputDirectory": "gs://b/o"},
        "inputConfig": {"gcsSource": {"uris": ["gs://b/i"]}},
        "endTime": "0001-01-01T00:00:00+23:59",
    },
)


def _read_status(data: bytes) -> None:
    """Nothing that a service says of a job makes us fail, and the ledger keeps it as it is."""
    job = json.loads(data)
    for status in (studio_status(job), vertex_status(job)) if isinstance(job, dict) else ():
        if JobStatus.model_validate_json(status.model_dump_json()) != status:
            raise AssertionError("a status that is another one once it was written down")


_SECRET = "whsec_" + base64.b64encode(b"a key of thirty-two bytes, or so").decode()
_NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
_BODY = b'{"type": "batch.succeeded", "timestamp": "2026-11-27T12:00:00Z", "data": {"id": "batches/1"}}'


def _signed(body: bytes) -> dict[str, str]:
    return signed_headers(_SECRET, "msg_1", _NOW, body)


def _read_webhook(data: bytes) -> None:
    """Three lines of headers and a body: believed where it was signed so, and nowhere else."""
    *lines, body = (*data.split(b"\n", 3), b"", b"", b"", b"")[:4]
    names = ("webhook-id", "webhook-timestamp", "webhook-signature")
    headers = {name: line.decode("latin-1") for name, line in zip(names, lines, strict=True)}
    if _event(headers, body) and headers != _signed(body) and not _is_ours(headers, body):
        raise AssertionError("a webhook that nobody signed is believed")
    if _event(_signed(body), body + b" "):
        raise AssertionError("a webhook is believed whose body was changed")
    _event(_signed(body), body)


def _is_ours(headers: dict[str, str], body: bytes) -> bool:
    """Whether one of the signatures is that of this id, time and body, whatever else stands beside it."""
    right = signed_headers(
        _SECRET, headers["webhook-id"], datetime.fromtimestamp(int(headers["webhook-timestamp"]), UTC), body
    )
    return right["webhook-signature"] in headers["webhook-signature"].split()


def _event(headers: dict[str, str], body: bytes) -> WebhookEvent | None:
    try:
        return verify(headers, body, [_SECRET], _NOW)
    except Forged as refusal:
        if not str(refusal):
            raise AssertionError("a refusal that says nothing") from refusal
        return None


def _posts() -> Iterator[bytes]:
    for body in (_BODY, b'{"type": "video.done"}', b"[]", b"{"):
        yield b"\n".join((*(value.encode() for value in _signed(body).values()), body))


TARGETS = (
    Target("job-lines", _read_lines, (), _FILES),
    Target("job-status", _read_status, (ValueError, RecursionError), tuple(json.dumps(job).encode() for job in _JOBS)),
    Target("webhook", _read_webhook, (), tuple(_posts())),
)
