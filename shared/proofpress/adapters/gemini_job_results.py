"""Results of a job, line by line: each is held alone, and read as the same answer of the live lane is."""

import json
from collections.abc import Iterable, Iterator
from http import HTTPStatus
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from proofpress.adapters.gemini_answers import MAX_WORDS, picture_of, unblocked
from proofpress.adapters.gemini_errors import is_about_safety
from proofpress.adapters.gemini_wire import Answer
from proofpress.domain.characters import made_whole
from proofpress.domain.errors import FailureClass, ModelRefused, RefusedForGood, RefusedForNow
from proofpress.domain.labels import key_of
from proofpress.ports import JobResult, Picture, Unreadable

LONGEST_LINE = 64 << 20
"""Bytes: twice what a 4K picture in PNG takes in base64. A longer line is passed over, so that memory is bounded."""

# Codes of google.rpc.Code, which results have; those of HTTP are sorted alike.
_FOR_NOW = {
    1: FailureClass.UNAVAILABLE,
    4: FailureClass.UNAVAILABLE,
    8: FailureClass.RATE_LIMITED,
    10: FailureClass.UNAVAILABLE,
    13: FailureClass.UNAVAILABLE,
    14: FailureClass.UNAVAILABLE,
    HTTPStatus.REQUEST_TIMEOUT: FailureClass.UNAVAILABLE,
    HTTPStatus.TOO_MANY_REQUESTS: FailureClass.RATE_LIMITED,
}
_FOR_GOOD = {
    5: FailureClass.NOT_FOUND,
    7: FailureClass.FORBIDDEN,
    16: FailureClass.FORBIDDEN,
    HTTPStatus.UNAUTHORIZED: FailureClass.FORBIDDEN,
    HTTPStatus.FORBIDDEN: FailureClass.FORBIDDEN,
    HTTPStatus.NOT_FOUND: FailureClass.NOT_FOUND,
}
_BAD_REQUESTS = (3, 9, 11, 12, *range(HTTPStatus.BAD_REQUEST, HTTPStatus.INTERNAL_SERVER_ERROR))


class _Wire(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class _Error(_Wire):
    code: int = 0
    message: str = ""


class _Echo(_Wire):
    labels: dict[str, str] = Field(default_factory=dict)


class _Line(_Wire):
    """One line of either form of the API."""

    key: str | None = None
    response: Answer | None = None
    error: _Error | None = None
    status: str = ""
    request: _Echo = _Echo()


def results_of(lines: Iterable[bytes | int], place: str) -> Iterator[JobResult]:
    """What each line says, in order; a number stands for a line of so many bytes that was passed over."""
    for number, line in enumerate(lines, start=1):
        where = f"{place}, line {number}"
        if isinstance(line, int):
            words = f"a line of {line:,} bytes, and no answer has more than {LONGEST_LINE:,}"
            yield JobResult(where, "", Unreadable(words))
        elif line.strip():
            yield _result(line, where)


def lines_of(pieces: Iterable[bytes], longest: int = LONGEST_LINE) -> Iterator[bytes | int]:
    """The lines of a body that comes in pieces; of a line that is longer than `longest`, its length alone."""
    parts: list[bytes] = []
    size = 0
    for piece in pieces:
        start = 0
        while (end := piece.find(b"\n", start)) >= 0:
            size += end - start
            yield b"".join((*parts, piece[start:end])) if size <= longest else size
            parts, size, start = [], 0, end + 1
        size += len(piece) - start
        if size <= longest:
            parts.append(piece[start:])
        else:
            parts = []
    if size:
        yield b"".join(parts) if size <= longest else size


def _result(text: bytes, where: str) -> JobResult:
    try:
        line = _Line.model_validate_json(text)
    except ValidationError as error:
        words = f"the line cannot be read ({error.errors()[0]['msg']}): {text[:200].decode(errors='replace')}"
        return JobResult(where, _key_in(text), Unreadable(words))
    named, labelled = line.key or "", key_of(line.request.labels)
    if named and labelled and named != labelled:
        return JobResult(where, "", Unreadable(f"the line has two keys, {named} and {labelled}"))
    key = named or labelled
    return JobResult(where, key, _outcome(line) if key else Unreadable("the line has no key"))


def _outcome(line: _Line) -> Picture | ModelRefused | Unreadable:
    if line.error is not None:
        return _refusal(line.error)
    if line.status:
        return _refusal(_error_in(line.status))
    if line.response is None:
        return Unreadable("the line has neither an answer nor an error")
    try:
        return picture_of(unblocked(line.response), 0.0)
    except ModelRefused as refused:
        return refused


def _refusal(error: _Error) -> ModelRefused:
    words = made_whole(f"code {error.code}: {error.message}"[:MAX_WORDS])
    if is_about_safety(error.message):
        return RefusedForGood(FailureClass.SAFETY, words)
    if error.code in _FOR_NOW:
        return RefusedForNow(_FOR_NOW[error.code], words)
    if error.code in _FOR_GOOD:
        return RefusedForGood(_FOR_GOOD[error.code], words)
    if error.code in _BAD_REQUESTS:
        return RefusedForGood(FailureClass.BAD_REQUEST, words)
    return RefusedForNow(FailureClass.UNAVAILABLE, words)


def _error_in(status: str) -> _Error:
    """The error of a line of Vertex AI: words with, somewhere in them, the JSON of an error."""
    found = _object_in(status).get("error", {})
    try:
        return _Error.model_validate({"message": status, **found})
    except (ValidationError, TypeError):
        return _Error(message=status)


def _object_in(text: str) -> dict[str, Any]:
    start = text.find("{")
    try:
        found = json.JSONDecoder().raw_decode(text, start)[0] if start >= 0 else {}
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _key_in(text: bytes) -> str:
    """The key of a line whose JSON is sound and whose answer is not."""
    try:
        found = json.loads(text)
        return made_whole(str(found.get("key") or key_of(found["request"]["labels"])))
    except (ValueError, AttributeError, KeyError, TypeError, RecursionError):
        return ""
