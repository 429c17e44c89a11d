"""What the tests of the Gemini adapter ask for, and the bodies that the service answers with."""

import base64
from pathlib import Path
from typing import Any

import proofpress
from proofpress.adapters.gemini import GeminiModels
from proofpress.adapters.gemini_settings import GeminiSettings
from proofpress.adapters.local.clock import SystemClock
from proofpress.domain.catalog import parse_catalog
from proofpress.domain.instructions import Instruction, Purpose, ReviewQuestion

CATALOG = parse_catalog((Path(proofpress.__file__).parent / "models.toml").read_text())
JPEG = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 3
PNG = b"\x89PNG\r\n\x1a\n" + b"rest"


def draft(**changes: Any) -> Instruction:
    asked = Instruction(
        purpose=Purpose.DRAFT,
        model="gemini-3.1-flash-lite-image",
        prompt="a red fox",
        seed=7,
        aspect_ratio="16:9",
        image_size="1K",
        output_limit=4_096,
        thinking_level="MINIMAL",
    )
    return asked.model_copy(update=changes)


def question(**changes: Any) -> ReviewQuestion:
    asked = ReviewQuestion(
        model="gemini-3.1-flash-lite",
        prompt="a red fox",
        rubric="only foxes",
        output_limit=1_024,
        thinking_level="MINIMAL",
    )
    return asked.model_copy(update=changes)


def adapter(url: str, *, vertex: bool = False, timeout: float = 5.0) -> GeminiModels:
    where: dict[str, Any] = {"vertex": True, "project": "shop"} if vertex else {"api_key": "key"}
    settings = GeminiSettings(base_url=url, timeout=timeout, **where)
    return GeminiModels(settings, CATALOG, SystemClock())


def image_part(data: bytes = JPEG, mime: str = "image/jpeg", **fields: Any) -> dict[str, Any]:
    return {"inlineData": {"mimeType": mime, "data": base64.b64encode(data).decode()}, **fields}


def usage(prompt: int = 10, image: int = 1_120, other: int = 0, thoughts: int = 0) -> dict[str, Any]:
    return {
        "promptTokenCount": prompt,
        "candidatesTokenCount": image + other,
        "thoughtsTokenCount": thoughts,
        "totalTokenCount": prompt + image + other + thoughts,
        "candidatesTokensDetails": [{"modality": "IMAGE", "tokenCount": image}],
    }


def body(*parts: dict[str, Any], finish: str = "STOP", **fields: Any) -> dict[str, Any]:
    """A 200 answer with one candidate; `usageMetadata=None` leaves the usage out."""
    candidate = {"content": {"role": "model", "parts": list(parts)}, "finishReason": finish, "index": 0}
    answer = {"candidates": [candidate], "usageMetadata": usage(), "modelVersion": "v", "responseId": "r", **fields}
    return {name: value for name, value in answer.items() if value is not None}
