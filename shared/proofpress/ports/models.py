"""The models: paid calls that draw and judge, one at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from proofpress.domain.instructions import Instruction, ReviewQuestion
from proofpress.domain.pricing import Usage


@dataclass(frozen=True)
class Image:
    """Bytes to send along with a call."""

    data: bytes
    mime: str


@dataclass(frozen=True)
class Picture:
    """What a model drew."""

    data: bytes
    mime: str
    """Sniffed from the bytes, whatever the server declared."""
    declared_mime: str
    usage: Usage
    seconds: float
    model_version: str = ""
    response_id: str = ""


@dataclass(frozen=True)
class Opinion:
    """What the vision reviewer thinks of a draft."""

    score: float
    """0 to 1."""
    reasons: tuple[str, ...]
    usage: Usage
    seconds: float


class Models(Protocol):
    """Paid calls. Every refusal is a ModelRefused of the class that says what to do."""

    def generate(self, instruction: Instruction, images: Sequence[Image], *, attempt: str) -> Picture:
        """Draw one picture; `attempt` labels the call for the server's own logs."""

    def review(self, question: ReviewQuestion, image: Image, *, attempt: str) -> Opinion:
        """Judge one draft by its rubric."""
