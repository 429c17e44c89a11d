"""The obvious way to do it, for comparison: one prompt after the other, one call after the other, no records kept.

It draws with the cheap model, drops what is too small, too dark or too bright, lets a vision model judge the rest, and
draws what was liked again with the dear model, until it has what is wanted or has made its multiple of drafts.
"""

import json
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from statistics import median
from typing import Final

from google import genai
from google.genai import types
from PIL import Image, ImageStat

from bench.ideal import STEPS, Step
from bench.service import KEY

LEAST_SIDE: Final = 512
DARKEST, BRIGHTEST = 20, 235
LIKED: Final = 0.6
_SCHEMA: Final = {"type": "object", "properties": {"score": {"type": "number"}}}


@dataclass
class Loop:
    """The loop over one service, which notes how long each of its steps took in seconds."""

    url: str
    models: dict[Step, str]
    took: dict[Step, list[float]] = field(default_factory=lambda: {step: [] for step in STEPS})

    def __post_init__(self) -> None:
        self._client = genai.Client(api_key=KEY, http_options=types.HttpOptions(base_url=self.url))

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def keepers(self, prompt: str, want: int, most: int) -> list[bytes]:
        """Up to `want` finals of a prompt, out of at most so many drafts."""
        found: list[bytes] = []
        for seed in range(most):
            if len(found) == want:
                break
            draft = self._draw("draft", prompt, seed)
            if self._looks_right(draft) and self._is_liked(draft):
                found.append(self._draw("final", prompt, seed))
        return found

    def _draw(self, step: Step, prompt: str, seed: int) -> bytes:
        config = types.GenerateContentConfig(response_modalities=["IMAGE"], seed=seed)
        answer = self._ask(step, prompt, config)
        blobs = [part.inline_data for part in answer.parts or () if part.inline_data]
        return (blobs[-1].data if blobs else None) or b""

    def _is_liked(self, draft: bytes) -> bool:
        config = types.GenerateContentConfig(response_mime_type="application/json", response_json_schema=_SCHEMA)
        picture = types.Part.from_bytes(data=draft, mime_type="image/jpeg")
        answer = self._ask(
            "review", types.UserContent([picture, types.Part(text="Score this picture from 0 to 1.")]), config
        )
        return bool(json.loads(answer.text or "{}").get("score", 0) >= LIKED)

    def _ask(
        self, step: Step, contents: str | types.Content, config: types.GenerateContentConfig
    ) -> types.GenerateContentResponse:
        started = time.perf_counter()
        answer = self._client.models.generate_content(model=self.models[step], contents=contents, config=config)
        self.took[step].append(time.perf_counter() - started)
        return answer

    @staticmethod
    def _looks_right(draft: bytes) -> bool:
        with Image.open(BytesIO(draft)) as picture:
            light = ImageStat.Stat(picture.convert("L")).mean[0]
            return min(picture.size) >= LEAST_SIDE and DARKEST <= light <= BRIGHTEST


def calls_of(verdicts: Iterable[Sequence[bool]], want: int) -> dict[Step, int]:
    """Calls that the loop makes where these verdicts, by prompt and draft, await it."""
    drafts = finals = 0
    for liked in verdicts:
        places = [place for place, is_liked in enumerate(liked, start=1) if is_liked]
        drafts += places[want - 1] if len(places) >= want else len(liked)
        finals += min(want, len(places))
    return {"draft": drafts, "review": drafts, "final": finals}


def extrapolate(took: dict[Step, list[float]], calls: dict[Step, int]) -> float:
    """Seconds of so many calls, each as long as the median call of its step that was timed."""
    return sum(calls[step] * median(took[step]) for step in STEPS if calls[step])
