"""Every failure of a call, over a real connection: what to do about it, and the server's words."""

import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from google.auth.exceptions import DefaultCredentialsError, RefreshError, TransportError

from proofpress.adapters.gemini_errors import refusal_of
from proofpress.domain.errors import (
    BadInput,
    FailureClass,
    ModelRefused,
    NothingUsable,
    PerhapsPaid,
    RefusedForGood,
    RefusedForNow,
)
from proofpress.ports import Image
from tests.adapters.gemini_calls import JPEG, adapter, body, draft, image_part, question
from tests.adapters.gemini_server import GeminiServer, Reply, gemini_server


@pytest.fixture
def server() -> Iterator[GeminiServer]:
    with gemini_server() as server:
        yield server


def refusal(url: str, timeout: float = 5.0) -> ModelRefused:
    models = adapter(url, timeout=timeout)
    with pytest.raises(ModelRefused) as caught:
        models.generate(draft(), [], attempt="a")
    models.close()
    return caught.value


def error(status: int, message: str = "the server's words", *details: dict[str, Any], **headers: str) -> Reply:
    content = {"error": {"code": status, "message": message, "status": "SOME_STATUS", "details": list(details)}}
    return Reply(content, status=status, headers={name.replace("_", "-"): value for name, value in headers.items()})


@pytest.mark.parametrize(
    ("status", "kind", "failure"),
    [
        (400, RefusedForGood, FailureClass.BAD_REQUEST),
        (401, RefusedForGood, FailureClass.FORBIDDEN),
        (403, RefusedForGood, FailureClass.FORBIDDEN),
        (404, RefusedForGood, FailureClass.NOT_FOUND),
        (413, RefusedForGood, FailureClass.BAD_REQUEST),
        (408, RefusedForNow, FailureClass.UNAVAILABLE),
        (429, RefusedForNow, FailureClass.RATE_LIMITED),
        (500, RefusedForNow, FailureClass.UNAVAILABLE),
        (503, RefusedForNow, FailureClass.UNAVAILABLE),
        (504, RefusedForNow, FailureClass.UNAVAILABLE),
        (529, RefusedForNow, FailureClass.UNAVAILABLE),
        (202, PerhapsPaid, FailureClass.TIMEOUT),
        (302, RefusedForGood, FailureClass.BAD_REQUEST),
    ],
)
def test_a_status_has_its_class_and_keeps_the_servers_words(
    server: GeminiServer, status: int, kind: type[ModelRefused], failure: FailureClass
) -> None:
    server.reply = error(status)
    refused = refusal(server.url)
    assert type(refused) is kind
    assert refused.failure is failure
    assert refused.words == f"HTTP {status} SOME_STATUS: the server's words"


@pytest.mark.parametrize(
    "message",
    [
        "The prompt was blocked by our safety policies.",
        "Your current safety filter threshold filtered the image.",
        "This prompt contains sensitive words that violate Google's Responsible AI practices.",
        "The image violates our usage guidelines.",
    ],
)
@pytest.mark.parametrize("status", [400, 403])
def test_safety_comes_before_the_status(server: GeminiServer, status: int, message: str) -> None:
    server.reply = error(status, message)
    assert refusal(server.url).failure is FailureClass.SAFETY


@pytest.mark.parametrize("message", ["Invalid value at 'safety_settings[0]'", "Unknown name safetySettings"])
def test_a_wrong_safety_setting_is_a_bad_request(server: GeminiServer, message: str) -> None:
    server.reply = error(400, message)
    assert refusal(server.url).failure is FailureClass.BAD_REQUEST


def test_a_rate_limit_that_mentions_a_policy_is_still_for_now(server: GeminiServer) -> None:
    server.reply = error(429, "Quota exceeded, see our usage policies.")
    assert isinstance(refusal(server.url), RefusedForNow)


def test_an_invalid_key_is_forbidden_though_its_status_is_400(server: GeminiServer) -> None:
    server.reply = error(400, "API key not valid.", {"reason": "API_KEY_INVALID"})
    assert refusal(server.url).failure is FailureClass.FORBIDDEN


def retry_info(delay: str) -> dict[str, Any]:
    return {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": delay}


@pytest.mark.parametrize(
    ("reply", "seconds"),
    [
        (error(429, "x", {"@type": "…QuotaFailure"}, retry_info("31s")), 31),
        (error(503, "x", retry_info("1.5s")), 1.5),
        (error(429, "x", retry_info("2s"), Retry_After="7"), 7),
        (error(503, Retry_After="12"), 12),
        (error(429, "x", retry_info("soon"), Retry_After="later"), 0),
        (error(429), 0),
        (Reply("<html>busy</html>", status=503, headers={"Retry-After": "3"}), 3),
    ],
)
def test_the_servers_delay_is_read(server: GeminiServer, reply: Reply, seconds: float) -> None:
    server.reply = reply
    assert refusal(server.url).retry_after == seconds


def test_a_delay_may_be_a_date(server: GeminiServer) -> None:
    server.reply = error(503, Retry_After=format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True))
    assert 80 < refusal(server.url).retry_after <= 90


@pytest.mark.parametrize("content", ["<html>Bad Gateway</html>", '"oops"', "[]", '{"error": "oops"}', ""])
def test_an_error_page_of_any_form_is_unavailable(server: GeminiServer, content: str) -> None:
    server.reply = Reply(content, status=502)
    refused = refusal(server.url)
    assert isinstance(refused, RefusedForNow)
    assert refused.failure is FailureClass.UNAVAILABLE


def test_the_words_of_a_long_error_page_are_cut(server: GeminiServer) -> None:
    server.reply = Reply("<p>" * 5_000, status=502)
    assert len(refusal(server.url).words) == 2_000


def test_half_a_character_in_the_servers_words_is_a_question_mark(server: GeminiServer) -> None:
    server.reply = Reply('{"error": {"code": 400, "message": "a\\ud800", "status": "X"}}', status=400)
    assert refusal(server.url).words == "HTTP 400 X: a?"


@pytest.mark.parametrize(
    "reply",
    [
        Reply(body(image_part()), delay=0.6),
        Reply(body(image_part()), reset=True),
        Reply(body(image_part()), cut=True),
        Reply("<html>hello</html>"),
        Reply(""),
    ],
    ids=["silence", "reset", "cut", "no JSON", "no body"],
)
def test_a_call_that_was_sent_but_not_answered_may_have_been_paid(server: GeminiServer, reply: Reply) -> None:
    server.reply = reply
    refused = refusal(server.url, timeout=0.3)
    assert isinstance(refused, PerhapsPaid)
    assert refused.failure is FailureClass.TIMEOUT
    assert len(server.asked) == 1


def test_a_call_that_could_not_be_sent_is_refused_for_now() -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        refused = refusal(f"http://127.0.0.1:{nobody.getsockname()[1]}")
    assert isinstance(refused, RefusedForNow)
    assert refused.failure is FailureClass.UNAVAILABLE


def test_a_review_fails_by_the_same_classes(server: GeminiServer) -> None:
    models = adapter(server.url)
    server.reply = error(429, "x", retry_info("4s"))
    with pytest.raises(RefusedForNow) as caught:
        models.review(question(), Image(JPEG, "image/jpeg"), attempt="a")
    assert caught.value.retry_after == 4
    server.reply = Reply(body({"text": "I like it"}))
    with pytest.raises(NothingUsable):
        models.review(question(), Image(JPEG, "image/jpeg"), attempt="a")
    models.close()


def test_a_closed_adapter_connects_again(server: GeminiServer) -> None:
    server.reply = Reply(body(image_part()))
    models = adapter(server.url)
    for _ in range(2):
        assert models.generate(draft(), [], attempt="a").data == JPEG
        models.close()


NOW = datetime(2026, 1, 1, tzinfo=UTC)


CREDENTIAL_ERRORS: list[tuple[type[Exception], dict[str, bool], type[Exception]]] = [
    (DefaultCredentialsError, {}, BadInput),
    (TransportError, {}, RefusedForNow),
    (RefreshError, {"retryable": True}, RefusedForNow),
    (RefreshError, {}, RefusedForGood),
]


@pytest.mark.parametrize(("kind", "settings", "refusal_kind"), CREDENTIAL_ERRORS)
def test_credentials_fail_by_what_can_be_done_about_it(
    kind: type[Exception], settings: dict[str, bool], refusal_kind: type[Exception]
) -> None:
    assert type(refusal_of(kind("their words", **settings), NOW)) is refusal_kind


def test_a_defect_is_no_refusal() -> None:
    assert refusal_of(KeyError("a defect"), NOW) is None
