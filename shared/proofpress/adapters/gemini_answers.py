"""Reads a 200 answer: the picture or the words in it, or the refusal that it is."""

from pydantic import ValidationError

from proofpress.adapters.gemini_wire import Answer, Candidate
from proofpress.domain.errors import FailureClass, ModelRefused, NothingUsable, PerhapsPaid, RefusedForGood
from proofpress.domain.pricing import Usage
from proofpress.imaging.sniff import sniff
from proofpress.ports import Picture

MAX_WORDS = 2_000
"""Characters of the server's words that are kept."""

_ENDS_FOR_GOOD = {
    "SAFETY": FailureClass.SAFETY,
    "IMAGE_SAFETY": FailureClass.SAFETY,
    "PROHIBITED_CONTENT": FailureClass.SAFETY,
    "IMAGE_PROHIBITED_CONTENT": FailureClass.SAFETY,
    "BLOCKLIST": FailureClass.SAFETY,
    "SPII": FailureClass.SAFETY,
    "MODEL_ARMOR": FailureClass.SAFETY,
    "ESCALATION": FailureClass.SAFETY,
    "RECITATION": FailureClass.RECITATION,
    "IMAGE_RECITATION": FailureClass.RECITATION,
    "PUP_LIMITED_DISABLED": FailureClass.FORBIDDEN,
}
"""Finish reasons (google.genai.types.FinishReason) after which the same request would end the same way."""


def read_answer(body: str) -> Answer:
    """Parse an answer; RefusedForGood where it was blocked, PerhapsPaid where it cannot be read."""
    try:
        answer = Answer.model_validate_json(body)
    except ValidationError as error:
        raise PerhapsPaid(FailureClass.TIMEOUT, _words("the answer cannot be read", body)) from error
    return unblocked(answer)


def unblocked(answer: Answer) -> Answer:
    """The answer itself; RefusedForGood where it was blocked."""
    feedback = answer.prompt_feedback
    if feedback.block_reason:
        words = _words(feedback.block_reason, feedback.block_reason_message)
        raise RefusedForGood(FailureClass.SAFETY, words, usage=answer.usage)
    ended = answer.candidates[0] if answer.candidates else Candidate()
    if ended.finish_reason in _ENDS_FOR_GOOD:
        raise RefusedForGood(_ENDS_FOR_GOOD[ended.finish_reason], _ending(answer), usage=answer.usage)
    return answer


def picture_of(answer: Answer, seconds: float) -> Picture:
    """The picture of an answer, its type told from its bytes.

    Raises NothingUsable where there is none or the bytes are no picture, and PerhapsPaid where its cost is not reported:
    a cost is settled, never guessed, so such a picture is given up and its call counted at the worst price.
    """
    if answer.image is None:
        raise _nothing(answer)
    usage = _usage(answer)
    data = answer.image.data
    if isinstance(data, str) or (mime := sniff(data)) is None:
        words = f"{len(data)} bytes declared {answer.image.mime_type!r} are no picture of a known type"
        raise NothingUsable(FailureClass.BROKEN, words, usage=usage)
    return Picture(
        data=data,
        mime=mime,
        declared_mime=answer.image.mime_type,
        usage=usage,
        seconds=seconds,
        model_version=answer.model_version,
        response_id=answer.response_id,
    )


def text_of(answer: Answer) -> tuple[str, Usage]:
    """The words of an answer and what they cost; NothingUsable where it has none, PerhapsPaid as for pictures."""
    if not answer.text:
        raise _nothing(answer)
    return answer.text, _usage(answer)


def _usage(answer: Answer) -> Usage:
    if answer.usage is None:
        raise PerhapsPaid(FailureClass.BROKEN, "the answer came without usageMetadata, so its cost is unknown")
    return answer.usage


def _nothing(answer: Answer) -> ModelRefused:
    return NothingUsable(FailureClass.EMPTY, _ending(answer), usage=answer.usage)


def _ending(answer: Answer) -> str:
    if not answer.candidates:
        return "the answer has no candidates"
    ended = answer.candidates[0]
    return _words(ended.finish_reason or "no finishReason", ended.finish_message, answer.text)


def _words(*words: str) -> str:
    return ": ".join(word for word in words if word)[:MAX_WORDS]
