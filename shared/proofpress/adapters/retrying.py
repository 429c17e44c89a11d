"""Transient refusals are retried in place, a few times; whatever else happens is left to the stages."""

import threading
from collections.abc import Callable, Sequence
from random import Random
from typing import TypeVar

from proofpress.adapters.pausing import pause
from proofpress.domain.errors import RefusedForNow
from proofpress.domain.instructions import Instruction, ReviewQuestion
from proofpress.ports import Clock, Image, Models, Opinion, Picture

T = TypeVar("T")


class RetryingModels:
    """Wraps Models: tries again after a RefusedForNow, by exponential backoff with full jitter (all in seconds).

    The jitter comes on top of the server's RetryInfo, so that many callers told the same delay do not return together.
    A delay above `cap`, or one that ends later than `patience` after the first try began, is not waited for: the refusal
    is raised and the message goes back to the queue, before the lease can run out.
    """

    def __init__(
        self,
        models: Models,
        clock: Clock,
        random: Random,
        *,
        tries: int = 3,
        base: float = 1.0,
        cap: float = 60.0,
        patience: float = 240.0,
        stopping: threading.Event | None = None,
    ) -> None:
        self._models = models
        self._clock = clock
        self._random = random
        self._tries = tries
        self._base = base
        self._cap = cap
        self._patience = patience
        self._stopping = stopping

    def generate(self, instruction: Instruction, images: Sequence[Image], *, attempt: str) -> Picture:
        """Draw one picture, within `tries` tries."""
        return self._tried(lambda: self._models.generate(instruction, images, attempt=attempt))

    def review(self, question: ReviewQuestion, image: Image, *, attempt: str) -> Opinion:
        """Judge one draft, within `tries` tries."""
        return self._tried(lambda: self._models.review(question, image, attempt=attempt))

    def _tried(self, call: Callable[[], T]) -> T:
        started = self._clock.now()
        for failed in range(1, self._tries):
            try:
                return call()
            except RefusedForNow as refusal:
                delay = self._delay(failed, refusal.retry_after)
                waited = (self._clock.now() - started).total_seconds()
                if refusal.retry_after > self._cap or waited + delay > self._patience:
                    raise
            pause(self._clock, delay, self._stopping)
        return call()

    def _delay(self, failed: int, retry_after: float) -> float:
        return retry_after + self._random.uniform(0, min(self._cap, self._base * 2 ** (failed - 1)))
