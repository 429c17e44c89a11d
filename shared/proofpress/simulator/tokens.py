"""Tokens of an answer, as usageMetadata reports them and as they are billed."""

from dataclasses import dataclass
from typing import Any

from proofpress.domain.pricing import Usage
from proofpress.simulator.ask import Ask

_CHARACTERS_PER_TOKEN = 4


@dataclass(frozen=True)
class Tokens:
    """The parts that the API counts apart."""

    prompt: int
    references: int
    thoughts: int
    text: int = 0
    image: int = 0

    @property
    def usage(self) -> Usage:
        """What is billed."""
        return Usage(text_in=self.prompt + self.references, text_out=self.thoughts + self.text, image_out=self.image)

    def metadata(self) -> dict[str, Any]:
        """The usageMetadata of an answer."""
        taken, given = self.prompt + self.references, self.text + self.image
        data: dict[str, Any] = {
            "promptTokenCount": taken,
            "thoughtsTokenCount": self.thoughts,
            "totalTokenCount": taken + given + self.thoughts,
            "promptTokensDetails": _details(TEXT=self.prompt, IMAGE=self.references),
        }
        if given:
            data["candidatesTokenCount"] = given
            data["candidatesTokensDetails"] = _details(TEXT=self.text, IMAGE=self.image)
        return data


def count_tokens(ask: Ask, *, thoughts: int, text: str = "", image: int = 0) -> Tokens:
    """Tokens of a request and its answer: one per four characters, and the catalogue's for pictures."""
    references = len(ask.images) * ask.model.reference_tokens
    return Tokens(_tokens(ask.prompt), references, thoughts, _tokens(text) if text else 0, image)


def _tokens(text: str) -> int:
    return max(1, round(len(text) / _CHARACTERS_PER_TOKEN))


def _details(**counts: int) -> list[dict[str, Any]]:
    return [{"modality": kind, "tokenCount": count} for kind, count in counts.items() if count]
