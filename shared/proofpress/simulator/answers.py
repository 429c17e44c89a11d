"""The bodies of generateContent's answers, as the two backends write them."""

import base64
import json
from datetime import UTC, datetime
from typing import Any

from proofpress.simulator.ask import Ask
from proofpress.simulator.chance import Chance
from proofpress.simulator.draw import Picture
from proofpress.simulator.fate import Silence
from proofpress.simulator.reply import Reply
from proofpress.simulator.routes import Backend
from proofpress.simulator.tokens import Tokens

JsonObject = dict[str, Any]


class Answers:
    """Writes the answer to one request."""

    def __init__(self, ask: Ask, chance: Chance, backend: Backend) -> None:
        self._ask = ask
        self._chance = chance
        self._backend = backend

    def picture(self, picture: Picture, tokens: Tokens) -> Reply:
        """A candidate with one picture."""
        data = base64.b64encode(picture.data).decode()
        part = {"inlineData": {"mimeType": picture.mime, "data": data}, "thoughtSignature": self._label("signature")}
        return self._reply("image", _candidate("STOP", [part]), tokens)

    def text(self, text: str, tokens: Tokens) -> Reply:
        """A candidate with text."""
        return self._reply("text", _candidate("STOP", [{"text": text}]), tokens)

    def silence(self, silence: Silence, tokens: Tokens) -> Reply:
        """No picture, but the reason for it."""
        if silence.finish_reason is None:
            return self._reply(silence.outcome, {"promptFeedback": {"blockReason": silence.block_reason}}, tokens)
        candidate = _candidate(silence.finish_reason, [])
        if silence.finish_reason != "STOP":
            words = f"Unable to show the generated image ({silence.finish_reason})."
            candidate["candidates"][0]["finishMessage"] = words
        return self._reply(silence.outcome, candidate, tokens)

    def _reply(self, outcome: str, found: JsonObject, tokens: Tokens) -> Reply:
        usage = tokens.metadata()
        data = {
            **found,
            "usageMetadata": usage,
            "modelVersion": self._ask.model.id,
            "responseId": self._label("response"),
        }
        if self._backend is not Backend.STUDIO:
            data["createTime"] = datetime.now(UTC).isoformat().replace("+00:00", "Z")
            usage["trafficType"] = "ON_DEMAND"
        return Reply(200, json.dumps(data).encode(), outcome, usage=tokens.usage)

    def _label(self, purpose: str) -> str:
        return base64.urlsafe_b64encode(self._chance.number(purpose).to_bytes(8)).decode()


def _candidate(finish_reason: str, parts: list[JsonObject]) -> JsonObject:
    content = {"role": "model", "parts": parts} if parts else {"role": "model"}
    return {"candidates": [{"content": content, "finishReason": finish_reason, "index": 0}]}
