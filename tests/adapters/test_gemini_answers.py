"""Every answer with status 200: a picture or words with their usage, or the refusal that says what to do."""

import base64
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofpress.adapters.gemini_answers import picture_of, read_answer, text_of
from proofpress.adapters.gemini_review import opinion_of
from proofpress.domain.errors import FailureClass, ModelRefused, NothingUsable, PerhapsPaid, RefusedForGood
from proofpress.domain.pricing import Usage
from proofpress.ports import Picture
from tests.adapters.gemini_calls import JPEG, PNG, body, image_part, usage


def read(answer: dict[str, Any]) -> Picture:
    return picture_of(read_answer(json.dumps(answer)), seconds=1.5)


def refusal(answer: dict[str, Any] | str) -> ModelRefused:
    with pytest.raises(ModelRefused) as caught:
        picture_of(read_answer(answer if isinstance(answer, str) else json.dumps(answer)), seconds=1.5)
    return caught.value


def test_a_picture_comes_with_its_usage_and_its_origin() -> None:
    assert read(body(image_part(), usageMetadata=usage(other=5, thoughts=30))) == Picture(
        data=JPEG,
        mime="image/jpeg",
        declared_mime="image/jpeg",
        usage=Usage(text_in=10, text_out=35, image_out=1_120),
        seconds=1.5,
        model_version="v",
        response_id="r",
    )


def test_the_last_picture_that_is_no_thought_is_taken() -> None:
    thought = image_part(PNG + b"thought", "image/png", thought=True)
    picture = read(body(image_part(PNG + b"first"), {"text": "better:"}, image_part(PNG + b"last"), thought))
    assert picture.data == PNG + b"last"


@pytest.mark.parametrize(
    ("data", "mime"),
    [
        (PNG, "image/png"),
        (JPEG, "image/jpeg"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00", "image/heic"),
    ],
)
def test_the_type_is_told_from_the_bytes(data: bytes, mime: str) -> None:
    picture = read(body(image_part(data, "image/x-declared")))
    assert (picture.mime, picture.declared_mime) == (mime, "image/x-declared")


@given(tail=st.binary(max_size=64), urlsafe=st.booleans(), padded=st.booleans())
def test_both_base64_alphabets_are_read_with_padding_or_without(tail: bytes, urlsafe: bool, padded: bool) -> None:
    encoded = (base64.urlsafe_b64encode if urlsafe else base64.b64encode)(JPEG + tail).decode()
    part = {"inlineData": {"mimeType": "image/jpeg", "data": encoded if padded else encoded.rstrip("=")}}
    assert read(body(part)).data == JPEG + tail


@pytest.mark.parametrize("data", ["", "####", "bm8gcGljdHVyZQ==", "A", "é"])
def test_bytes_that_are_no_picture_are_broken_and_settled(data: str) -> None:
    refused = refusal(body({"text": "x"}, {"inlineData": {"mimeType": "image/png", "data": data or "//8="}}))
    assert isinstance(refused, NothingUsable)
    assert refused.failure is FailureClass.BROKEN
    assert refused.usage == Usage(text_in=10, image_out=1_120)


@pytest.mark.parametrize(
    ("metadata", "expected"),
    [
        ({"promptTokenCount": 5, "candidatesTokenCount": 1_130}, Usage(text_in=5, image_out=1_130)),
        ({"candidatesTokensDetails": [{"modality": "IMAGE", "tokenCount": 9}]}, Usage(image_out=9)),
        (
            {"candidatesTokenCount": 20, "candidatesTokensDetails": [{"modality": "TEXT", "tokenCount": 20}]},
            Usage(image_out=20),
        ),
        ({"promptTokenCount": 5, "toolUsePromptTokenCount": 2, "thoughtsTokenCount": 7}, Usage(text_in=7, text_out=7)),
        ({"promptTokenCount": "5", "candidatesTokenCount": "3", "serviceTier": "x"}, Usage(text_in=5, image_out=3)),
    ],
)
def test_tokens_without_a_breakdown_are_billed_at_the_dearest(metadata: dict[str, Any], expected: Usage) -> None:
    assert read(body(image_part(), usageMetadata=metadata)).usage == expected


def test_a_picture_whose_cost_is_unknown_may_have_been_paid() -> None:
    refused = refusal(body(image_part(), usageMetadata=None))
    assert isinstance(refused, PerhapsPaid)
    assert "without usageMetadata" in refused.words


BLOCKED = {"promptFeedback": {"blockReason": "PROHIBITED_CONTENT", "blockReasonMessage": "not this"}}


def test_a_blocked_prompt_is_refused_for_good_with_its_usage() -> None:
    refused = refusal({**BLOCKED, "usageMetadata": {"promptTokenCount": 12, "thoughtsTokenCount": 240}})
    assert isinstance(refused, RefusedForGood)
    assert refused.failure is FailureClass.SAFETY
    assert refused.words == "PROHIBITED_CONTENT: not this"
    assert refused.usage == Usage(text_in=12, text_out=240)


def test_a_blocked_prompt_is_refused_even_where_a_picture_came() -> None:
    assert isinstance(refusal({**body(image_part()), **BLOCKED}), RefusedForGood)


@pytest.mark.parametrize(
    ("finish", "kind", "failure"),
    [
        ("SAFETY", RefusedForGood, FailureClass.SAFETY),
        ("IMAGE_SAFETY", RefusedForGood, FailureClass.SAFETY),
        ("PROHIBITED_CONTENT", RefusedForGood, FailureClass.SAFETY),
        ("IMAGE_PROHIBITED_CONTENT", RefusedForGood, FailureClass.SAFETY),
        ("BLOCKLIST", RefusedForGood, FailureClass.SAFETY),
        ("SPII", RefusedForGood, FailureClass.SAFETY),
        ("MODEL_ARMOR", RefusedForGood, FailureClass.SAFETY),
        ("RECITATION", RefusedForGood, FailureClass.RECITATION),
        ("IMAGE_RECITATION", RefusedForGood, FailureClass.RECITATION),
        ("PUP_LIMITED_DISABLED", RefusedForGood, FailureClass.FORBIDDEN),
        ("NO_IMAGE", NothingUsable, FailureClass.EMPTY),
        ("IMAGE_OTHER", NothingUsable, FailureClass.EMPTY),
        ("OTHER", NothingUsable, FailureClass.EMPTY),
        ("MAX_TOKENS", NothingUsable, FailureClass.EMPTY),
        ("STOP", NothingUsable, FailureClass.EMPTY),
        ("A_REASON_OF_TOMORROW", NothingUsable, FailureClass.EMPTY),
    ],
)
def test_an_end_without_a_picture_has_its_class_its_words_and_its_usage(
    finish: str, kind: type[ModelRefused], failure: FailureClass
) -> None:
    answer = body({"text": "I would rather not."}, finish=finish, usageMetadata={"promptTokenCount": 3})
    answer["candidates"][0]["finishMessage"] = "Support code: 42."
    refused = refusal(answer)
    assert type(refused) is kind
    assert refused.failure is failure
    assert refused.words == f"{finish}: Support code: 42.: I would rather not."
    assert refused.usage == Usage(text_in=3)


@pytest.mark.parametrize("finish", ["IMAGE_SAFETY", "IMAGE_RECITATION"])
def test_a_picture_that_was_refused_is_not_taken(finish: str) -> None:
    assert isinstance(refusal(body(image_part(), finish=finish)), RefusedForGood)


@pytest.mark.parametrize("answer", [{}, {"candidates": []}, {"candidates": [{"finishReason": "STOP"}]}])
def test_an_answer_without_content_is_empty(answer: dict[str, Any]) -> None:
    refused = refusal(answer)
    assert isinstance(refused, NothingUsable)
    assert refused.usage is None


@pytest.mark.parametrize("text", ["", "<html>hello</html>", '{"candidates": [', "[]", '{"candidates": 7}'])
def test_an_answer_that_cannot_be_read_may_have_been_paid(text: str) -> None:
    refused = refusal(text)
    assert isinstance(refused, PerhapsPaid)
    assert text in refused.words


def test_the_servers_words_are_kept_up_to_two_thousand_characters() -> None:
    assert len(refusal(body({"text": "no " * 5_000})).words) == 2_000


def test_words_are_joined_without_the_thoughts() -> None:
    answer = body(
        {"text": "hm", "thought": True}, {"text": "a"}, {"text": "b"}, usageMetadata={"thoughtsTokenCount": 4}
    )
    assert text_of(read_answer(json.dumps(answer))) == ("ab", Usage(text_out=4))


@pytest.mark.parametrize(
    "text",
    ["", "fine!", "{}", "[]", '{"score": 7, "reasons": []}', '{"score": -0.1}', '{"score": NaN}', '{"score": "good"}'],
)
def test_an_opinion_that_breaks_the_schema_is_empty_and_settled(text: str) -> None:
    with pytest.raises(NothingUsable) as caught:
        opinion_of(text, Usage(text_in=9), 1.0)
    assert caught.value.failure is FailureClass.EMPTY
    assert caught.value.usage == Usage(text_in=9)


def test_an_opinion_has_a_score_and_at_most_three_reasons() -> None:
    opinion = opinion_of('{"score": 0.25, "accept": false, "reasons": ["a", "b", "c", "d"]}', Usage(text_in=9), 1.0)
    assert (opinion.score, opinion.reasons, opinion.usage) == (0.25, ("a", "b", "c"), Usage(text_in=9))
