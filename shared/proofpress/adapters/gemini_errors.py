"""Sorts what google-genai raises into the refusals that stages decide by. Safety comes before the HTTP status."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

import httpx2
from google.auth.exceptions import DefaultCredentialsError, GoogleAuthError, TransportError
from google.genai.errors import APIError

from proofpress.adapters.blotting import without_key
from proofpress.adapters.gemini_answers import MAX_WORDS
from proofpress.domain.characters import made_whole
from proofpress.domain.errors import (
    BadInput,
    FailureClass,
    ModelRefused,
    PerhapsPaid,
    ProofpressError,
    RefusedForGood,
    RefusedForNow,
)
from proofpress.ports import Clock

_SAFETY = re.compile(
    r"safety (polic|filter|system|guideline|reason|threshold)|responsible ai|sensitive words"
    r"|prohibited (content|use)|(usage|content|use) (guideline|polic)",
    re.IGNORECASE,
)
_FOR_NOW: dict[int, FailureClass] = {
    HTTPStatus.REQUEST_TIMEOUT: FailureClass.UNAVAILABLE,
    HTTPStatus.TOO_MANY_REQUESTS: FailureClass.RATE_LIMITED,
}
_FOR_GOOD: dict[int, FailureClass] = {
    HTTPStatus.UNAUTHORIZED: FailureClass.FORBIDDEN,
    HTTPStatus.FORBIDDEN: FailureClass.FORBIDDEN,
    HTTPStatus.NOT_FOUND: FailureClass.NOT_FOUND,
}
_BAD_KEY = "API_KEY_INVALID"
_NOTHING_SENT = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout, httpx2.ProxyError)
_CANNOT_BE_SENT = (httpx2.LocalProtocolError, httpx2.UnsupportedProtocol)


def refusal_of(error: Exception, now: datetime) -> ProofpressError | None:
    """What an error of google-genai, its transport or its credentials amounts to; None for a defect.

    Its words are whole, and may hold our key: `sorted_errors` blots it out, and then cuts them.
    """
    if isinstance(error, APIError):
        return _by_status(error, now)
    if isinstance(error, httpx2.RequestError):
        return _by_transport(error)
    return _by_credentials(error) if isinstance(error, GoogleAuthError) else None


@contextmanager
def sorted_errors(clock: Clock, key: str) -> Iterator[None]:
    """Raise what goes wrong as the refusal that it is, its words without our key, and cut; a defect as it is."""
    try:
        yield
    except Exception as error:
        refusal = error if isinstance(error, ModelRefused) else refusal_of(error, clock.now())
        if refusal is None:
            raise
        if isinstance(refusal, ModelRefused):
            # Not chained: what google-genai raised has the words as they came.
            raise refusal.having_words(made_whole(without_key(refusal.words, key)[:MAX_WORDS])) from None
        raise refusal from error


def is_about_safety(message: str) -> bool:
    """Whether an error, whatever its code, says that the content is not wanted."""
    return _SAFETY.search(message) is not None


def _by_transport(error: httpx2.RequestError) -> ModelRefused:
    words = _words(error)
    if isinstance(error, _NOTHING_SENT):
        return RefusedForNow(FailureClass.UNAVAILABLE, words)
    if isinstance(error, _CANNOT_BE_SENT):
        return RefusedForGood(FailureClass.BAD_REQUEST, words)
    return PerhapsPaid(FailureClass.TIMEOUT, words)


def _by_credentials(error: GoogleAuthError) -> ProofpressError:
    if isinstance(error, DefaultCredentialsError):
        return BadInput(f"No Google Cloud credentials: run `gcloud auth application-default login`. ({error})")
    if isinstance(error, TransportError) or error.retryable:
        return RefusedForNow(FailureClass.UNAVAILABLE, _words(error))
    return RefusedForGood(FailureClass.FORBIDDEN, _words(error))


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


def _by_status(error: APIError, now: datetime) -> ModelRefused:
    message = str(error.message or error.details)
    words = f"HTTP {error.code} {error.status or ''}: {message}"
    if error.code >= HTTPStatus.INTERNAL_SERVER_ERROR or error.code in _FOR_NOW:
        failure = _FOR_NOW.get(error.code, FailureClass.UNAVAILABLE)
        return RefusedForNow(failure, words, retry_after=_retry_after(error, now))
    if error.code < HTTPStatus.MULTIPLE_CHOICES:
        return PerhapsPaid(FailureClass.TIMEOUT, words)
    return RefusedForGood(_class_for_good(error, message), words)


def _class_for_good(error: APIError, message: str) -> FailureClass:
    if is_about_safety(message):
        return FailureClass.SAFETY
    if any(detail.get("reason") == _BAD_KEY for detail in _details(error)):
        return FailureClass.FORBIDDEN
    return _FOR_GOOD.get(error.code, FailureClass.BAD_REQUEST)


def _details(error: APIError) -> Iterator[dict[str, object]]:
    body = error.details.get("error") if isinstance(error.details, dict) else None
    details = body.get("details") if isinstance(body, dict) else None
    yield from (detail for detail in details or () if isinstance(detail, dict))


def _retry_after(error: APIError, now: datetime) -> float:
    """Seconds by RetryInfo ("31s") or by the Retry-After header (seconds or a date), whichever is longer."""
    delays = [str(detail.get("retryDelay", "")).removesuffix("s") for detail in _details(error)]
    header = str(error.response.headers.get("retry-after", "")) if error.response is not None else ""
    return max([0.0, _until(header, now), *map(_number, delays)])


def _number(text: str) -> float:
    return float(text) if re.fullmatch(r"\d+(\.\d+)?", text) else 0.0


def _until(text: str, now: datetime) -> float:
    try:
        return (parsedate_to_datetime(text) - now).total_seconds()
    except (ValueError, TypeError):
        return _number(text)
