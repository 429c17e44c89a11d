"""What is sent: an instruction or a review question in the types of google-genai."""

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from google.genai import types

from proofpress.adapters.gemini_review import ANSWER_SCHEMA, TASK, quoted
from proofpress.domain.instructions import Instruction, Purpose, ReviewQuestion
from proofpress.ports import Image

ATTEMPT_HEADER = "x-proofpress-attempt"
ATTEMPT_LABEL = "proofpress-attempt"
_LABEL_LENGTH = 63
_NO_LABEL = re.compile(r"[^a-z0-9_-]")


def turn(images: Sequence[Image], text: str) -> types.Content:
    """One user turn: the images in their order, then the text."""
    parts = [types.Part.from_bytes(data=image.data, mime_type=image.mime) for image in images]
    return types.Content(role="user", parts=[*parts, types.Part.from_text(text=text)])


def picture_config(instruction: Instruction, attempt: str, *, vertex: bool) -> types.GenerateContentConfig:
    """The configuration of a call that draws one picture."""
    return _config(
        attempt,
        vertex,
        instruction.thinking_level,
        response_modalities=["IMAGE"],
        image_config=types.ImageConfig(
            aspect_ratio=instruction.aspect_ratio,
            image_size=instruction.image_size,
            output_mime_type="image/jpeg" if vertex and instruction.purpose is not Purpose.FINAL else None,
        ),
        seed=instruction.seed,
        max_output_tokens=instruction.output_limit,
    )


def review_config(question: ReviewQuestion, attempt: str, *, vertex: bool) -> types.GenerateContentConfig:
    """The configuration of a call that judges one picture."""
    return _config(
        attempt,
        vertex,
        question.thinking_level,
        system_instruction=TASK,
        response_mime_type="application/json",
        response_schema=ANSWER_SCHEMA,
        max_output_tokens=question.output_limit,
    )


def review_turn(question: ReviewQuestion, image: Image) -> types.Content:
    """The picture, then what it is judged by."""
    return turn([image], quoted(question))


def label_of(attempt: str) -> str:
    """An attempt's key by the rules for Google Cloud labels; of a long key its end, which tells attempts apart."""
    return _NO_LABEL.sub("-", attempt.lower())[-_LABEL_LENGTH:]


def _config(attempt: str, vertex: bool, thinking_level: str | None, **asked: Any) -> types.GenerateContentConfig:
    level = types.ThinkingLevel(thinking_level) if thinking_level else None
    return types.GenerateContentConfig(
        thinking_config=types.ThinkingConfig(thinking_level=level) if level else None,
        labels={ATTEMPT_LABEL: label_of(attempt)} if vertex else None,
        http_options=types.HttpOptions(headers={ATTEMPT_HEADER: quote(attempt)}),
        # The SDK would make further paid calls behind our back.
        automatic_continuation=False,
        automatic_function_calling=types.AutomaticFunctionCallingConfig(disable=True),
        # The raw body, because the SDK's own reading of it loses finishMessage.
        should_return_http_response=True,
        **asked,
    )
