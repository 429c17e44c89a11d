"""Results are read line by line: each alone, each to its key, and nothing in them brings the reading down."""

import base64
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofpress.adapters.gemini_job_results import lines_of, results_of
from proofpress.domain.errors import (
    FailureClass,
    ModelRefused,
    NothingUsable,
    PerhapsPaid,
    RefusedForGood,
    RefusedForNow,
)
from proofpress.domain.labels import labels_of
from proofpress.ports import JobResult, Picture, Unreadable
from tests.adapters.gemini_calls import JPEG, body, image_part

ANSWER = body(image_part())


def read(line: dict[str, Any] | bytes) -> JobResult:
    data = line if isinstance(line, bytes) else json.dumps(line).encode()
    (result,) = results_of(lines_of([data + b"\n"]), "files/out")
    return result


def of_vertex(key: str = "k", **fields: Any) -> dict[str, Any]:
    return {"status": "", "processed_time": "", "request": {"labels": labels_of(key), "contents": []}, **fields}


class TestLines:
    @given(st.lists(st.binary(max_size=40).map(lambda line: line.replace(b"\n", b"")), max_size=8), st.integers(1, 50))
    def test_pieces_of_any_size_make_the_same_lines(self, lines: list[bytes], size: int) -> None:
        data = b"\n".join(lines)
        pieces = [data[start : start + size] for start in range(0, len(data), size)]
        expected = data.split(b"\n")
        assert list(lines_of(pieces)) == (expected if expected[-1] else expected[:-1])

    @given(st.integers(1, 50))
    def test_a_line_that_is_too_long_is_told_by_its_length_alone(self, size: int) -> None:
        data = b"short\n" + b"x" * 101 + b"\nlast" + b"y" * 100
        pieces = [data[start : start + size] for start in range(0, len(data), size)]
        assert list(lines_of(pieces, longest=100)) == [b"short", 101, 104]

    def test_a_line_too_long_is_a_finding_and_the_next_is_read(self) -> None:
        last = json.dumps({"key": "k", "response": ANSWER}).encode()
        first, second = results_of([70_000_000, last], "files/out")
        assert isinstance(first.outcome, Unreadable)
        assert "70,000,000 bytes" in first.outcome.words
        assert (second.key, second.place) == ("k", "files/out, line 2")

    def test_empty_lines_are_nothing(self) -> None:
        assert list(results_of([b"", b"  ", b"\r"], "files/out")) == []


class TestAnswers:
    @pytest.mark.parametrize("line", [{"key": "k", "response": ANSWER}, of_vertex(response=ANSWER)])
    def test_a_picture_goes_to_its_key(self, line: dict[str, Any]) -> None:
        result = read(line)
        assert result.key == "k"
        assert isinstance(result.outcome, Picture)
        assert (result.outcome.data, result.outcome.seconds) == (JPEG, 0.0)
        assert result.outcome.usage.image_out == 1_120

    @pytest.mark.parametrize(
        ("answer", "kind", "failure"),
        [
            (body(finish="IMAGE_SAFETY"), RefusedForGood, FailureClass.SAFETY),
            (body(finish="NO_IMAGE"), NothingUsable, FailureClass.EMPTY),
            ({"promptFeedback": {"blockReason": "OTHER"}}, RefusedForGood, FailureClass.SAFETY),
            (body(image_part(b"no picture")), NothingUsable, FailureClass.BROKEN),
            (body(image_part(), usageMetadata=None), PerhapsPaid, FailureClass.BROKEN),
            ({}, NothingUsable, FailureClass.EMPTY),
        ],
    )
    def test_an_answer_without_a_usable_picture_is_refused_as_on_the_live_lane(
        self, answer: dict[str, Any], kind: type[ModelRefused], failure: FailureClass
    ) -> None:
        outcome = read({"key": "k", "response": answer}).outcome
        assert type(outcome) is kind
        assert outcome.failure is failure

    def test_both_alphabets_of_base64_are_read(self) -> None:
        part = image_part()
        part["inlineData"]["data"] = base64.urlsafe_b64encode(JPEG).decode()
        assert isinstance(read({"key": "k", "response": body(part)}).outcome, Picture)


class TestErrors:
    @pytest.mark.parametrize(
        ("code", "kind", "failure"),
        [
            (3, RefusedForGood, FailureClass.BAD_REQUEST),
            (400, RefusedForGood, FailureClass.BAD_REQUEST),
            (5, RefusedForGood, FailureClass.NOT_FOUND),
            (404, RefusedForGood, FailureClass.NOT_FOUND),
            (7, RefusedForGood, FailureClass.FORBIDDEN),
            (403, RefusedForGood, FailureClass.FORBIDDEN),
            (8, RefusedForNow, FailureClass.RATE_LIMITED),
            (429, RefusedForNow, FailureClass.RATE_LIMITED),
            (4, RefusedForNow, FailureClass.UNAVAILABLE),
            (13, RefusedForNow, FailureClass.UNAVAILABLE),
            (503, RefusedForNow, FailureClass.UNAVAILABLE),
            (99, RefusedForNow, FailureClass.UNAVAILABLE),
        ],
    )
    @pytest.mark.parametrize("vertex", [False, True])
    def test_an_error_has_its_class(
        self, code: int, kind: type[ModelRefused], failure: FailureClass, vertex: bool
    ) -> None:
        error = {"code": code, "message": "so it is"}
        line = of_vertex(status=f"Oh no: {json.dumps({'error': error})}") if vertex else {"key": "k", "error": error}
        result = read(line)
        assert result.key == "k"
        assert type(result.outcome) is kind
        assert result.outcome.failure is failure
        assert "so it is" in result.outcome.words

    def test_safety_comes_before_the_code(self) -> None:
        outcome = read({"key": "k", "error": {"code": 13, "message": "blocked by our safety filters"}}).outcome
        assert isinstance(outcome, RefusedForGood)
        assert outcome.failure is FailureClass.SAFETY

    @pytest.mark.parametrize("status", ["Quota exceeded", "{", 'odd {"error": 7} words', '{"error": {"code": "x"}}'])
    def test_a_status_in_words_alone_is_a_refusal_for_now(self, status: str) -> None:
        outcome = read(of_vertex(status=status)).outcome
        assert isinstance(outcome, RefusedForNow)
        assert status in outcome.words


class TestFindings:
    @pytest.mark.parametrize(
        ("line", "key", "words"),
        [
            (b"{", "", "cannot be read"),
            (b"[]", "", "cannot be read"),
            (b"\xff\xfe", "", "cannot be read"),
            (b'"k"', "", "cannot be read"),
            ({"response": ANSWER}, "", "no key"),
            ({"key": "", "response": ANSWER}, "", "no key"),
            (of_vertex("", response=ANSWER), "", "no key"),
            ({"key": "k"}, "k", "neither an answer nor an error"),
            ({"key": "k", "response": {"candidates": 7}}, "k", "cannot be read"),
            (of_vertex("k", response={"candidates": 7}), "k", "cannot be read"),
            ({**of_vertex("b", response=ANSWER), "key": "a"}, "", "two keys, a and b"),
        ],
    )
    def test_a_line_that_says_nothing_is_a_finding(self, line: dict[str, Any] | bytes, key: str, words: str) -> None:
        result = read(line)
        assert isinstance(result.outcome, Unreadable)
        assert (result.key, result.place) == (key, "files/out, line 1")
        assert words in result.outcome.words

    @given(st.binary(max_size=200))
    def test_no_bytes_bring_the_reading_down(self, data: bytes) -> None:
        for result in results_of(lines_of([data]), "files/out"):
            assert isinstance(result.outcome, Unreadable)

    @given(
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(max_size=9),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(
                    st.sampled_from(["key", "response", "error", "status", "request", "labels", "code", "x"]),
                    inner,
                    max_size=5,
                )
            ),
            max_leaves=9,
        )
    )
    def test_no_json_brings_the_reading_down(self, value: Any) -> None:
        list(results_of(lines_of([json.dumps(value).encode()]), "files/out"))


class TestHostileLines:
    """What no ledger could keep must not keep a job from being collected."""

    def test_half_a_character_in_a_key_or_in_words_is_a_question_mark(self) -> None:
        found = read(b'{"key": 7, "x": "\\ud800"}')
        assert isinstance(found.outcome, Unreadable)
        unreadable = read(b'{"key": "k\\ud800", "response": 7}')
        assert unreadable.key == "k?"
        refused = read({"status": 'Error: {"error": {"code": 3, "message": "\\ud800"}}', "key": "k"}).outcome
        assert isinstance(refused, ModelRefused)
        assert refused.words == "code 3: ?"

    @pytest.mark.parametrize("depth", [900, 5_000, 200_000])
    def test_a_line_of_any_depth_is_unreadable_or_passed_over(self, depth: int) -> None:
        found = read(b'{"key": "k", "response": ' + b'{"a":' * depth + b"1" + b"}" * depth + b"}")
        assert isinstance(found.outcome, Unreadable)
        status = "Error: " + '{"a":' * depth
        assert isinstance(read({"status": status, "key": "k"}).outcome, RefusedForNow)
