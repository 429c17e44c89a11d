"""Models that do as they are told: the innermost ones in the tests of what wraps them."""

import threading
from collections.abc import Callable, Sequence
from decimal import Decimal

from proofpress.domain.catalog import Catalog, Lane, Model, Rates
from proofpress.domain.errors import ModelRefused
from proofpress.domain.instructions import Instruction, Purpose, ReviewQuestion
from proofpress.domain.pricing import Usage
from proofpress.ports import Clock, Image, Opinion, Picture

PICTURE_TOKENS = 1_000


def catalog(**usd_per_picture: str) -> Catalog:
    """Models named by the keywords, whose pictures cost the dollars given; words cost next to nothing."""
    models = {name: _model(name, Decimal(usd)) for name, usd in usd_per_picture.items()}
    return Catalog.model_validate(
        {"checked": "2026-11-20", "batch_factor": "0.5", "tiers": {}, "pixels": {"1:1": (1024, 1024)}, "models": models}
    )


def _model(name: str, usd: Decimal) -> Model:
    return Model(
        id=name,
        name=name,
        ratios=("1:1",),
        lanes=frozenset({Lane.LIVE}),
        input_limit=1_000,
        output_limit=1_000,
        reference_images=3,
        reference_tokens=0,
        usd_per_million=Rates(text_in=Decimal(0), text_out=Decimal(0), image_out=usd * 1_000_000 / PICTURE_TOKENS),
        image_tokens={"1K": PICTURE_TOKENS},
    )


def instruction(model: str = "lite", prompt: str = "a fox") -> Instruction:
    return Instruction(
        purpose=Purpose.DRAFT,
        model=model,
        prompt=prompt,
        seed=1,
        aspect_ratio="1:1",
        image_size="1K",
        output_limit=1_000,
    )


def question(model: str = "lite") -> ReviewQuestion:
    return ReviewQuestion(model=model, prompt="a fox", rubric="", output_limit=1_000)


def picture(tokens: int = PICTURE_TOKENS) -> Picture:
    return Picture(data=b"", mime="image/jpeg", declared_mime="", usage=Usage(image_out=tokens), seconds=0)


class ScriptedModels:
    """Each call takes the next outcome: a refusal is raised, a number of tokens makes a picture. Notes when and who."""

    def __init__(
        self, clock: Clock, outcomes: Sequence[ModelRefused | int] = (), *, during: Callable[[], object] = int
    ) -> None:
        self._clock = clock
        self._outcomes = list(outcomes)
        self._during = during
        self._lock = threading.Lock()
        self.starts: list[float] = []
        self.ends: list[float] = []
        self.attempts: list[str] = []

    def generate(self, instruction: Instruction, images: Sequence[Image], *, attempt: str) -> Picture:  # noqa: ARG002
        return picture(self._next(attempt))

    def review(self, question: ReviewQuestion, image: Image, *, attempt: str) -> Opinion:  # noqa: ARG002
        return Opinion(score=1, reasons=(), usage=Usage(image_out=self._next(attempt)), seconds=0)

    def _next(self, attempt: str) -> int:
        with self._lock:
            self.starts.append(self._clock.now().timestamp())
            self.attempts.append(attempt)
            outcome = self._outcomes.pop(0) if self._outcomes else PICTURE_TOKENS
        self._during()
        self.ends.append(self._clock.now().timestamp())
        if isinstance(outcome, ModelRefused):
            raise outcome
        return outcome
