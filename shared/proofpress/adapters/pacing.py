"""Keeps calls below an account's limits: images a minute, dollars in ten minutes."""

import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import TypeVar

from proofpress.adapters.allowances import LOOK_AGAIN, DollarAllowance, ImageAllowance
from proofpress.adapters.pausing import pause, refuse_when_stopping
from proofpress.domain.catalog import Catalog, Model
from proofpress.domain.errors import ModelRefused, RefusedForNow, Retry
from proofpress.domain.instructions import Instruction, ReviewQuestion
from proofpress.domain.money import ZERO
from proofpress.domain.pricing import Usage, estimate_tokens, expected_picture, expected_review, settle
from proofpress.ports import Clock, Image, Models, Opinion, Picture

T = TypeVar("T", Picture, Opinion)

_SHORTEST = 0.001
"""Seconds: below it, clocks round a sleep away."""


class PacedModels:
    """Wraps Models: calls wait in line, first come first served, until the limits allow the next one.

    Reviews count as dollars only. A call that would be in line for longer than `patience` seconds raises Retry, which
    gives its message back to the queue before its lease can run out.
    """

    def __init__(
        self,
        models: Models,
        clock: Clock,
        catalog: Catalog,
        *,
        images_per_minute: float | None = None,
        usd_per_ten_minutes: Decimal | None = None,
        patience: float = 150.0,
        stopping: threading.Event | None = None,
    ) -> None:
        self._models = models
        self._clock = clock
        self._catalog = catalog
        self._images = None if images_per_minute is None else ImageAllowance(images_per_minute)
        self._dollars = None if usd_per_ten_minutes is None else DollarAllowance(usd_per_ten_minutes)
        self._patience = patience
        self._stopping = stopping
        self._line = _Line()
        self._lock = threading.Lock()

    def generate(self, instruction: Instruction, images: Sequence[Image], *, attempt: str) -> Picture:
        """Draw one picture as soon as both limits allow."""
        model = self._catalog.model(instruction.model)
        usd = expected_picture(
            self._catalog,
            model,
            instruction.image_size,
            prompt_tokens=estimate_tokens(instruction.prompt),
            references=len(images),
        )
        return self._paced(
            self._images, model, usd, lambda: self._models.generate(instruction, images, attempt=attempt)
        )

    def review(self, question: ReviewQuestion, image: Image, *, attempt: str) -> Opinion:
        """Judge one draft as soon as the dollars allow."""
        model = self._catalog.model(question.model)
        usd = expected_review(self._catalog, model, prompt_tokens=estimate_tokens(question.prompt + question.rubric))
        return self._paced(None, model, usd, lambda: self._models.review(question, image, attempt=attempt))

    def _paced(self, images: ImageAllowance | None, model: Model, expected: Decimal, call: Callable[[], T]) -> T:
        self._wait_in_line(images, expected)
        cost = expected
        try:
            made = call()
        except ModelRefused as refusal:
            cost = self._cost_of(refusal, model, expected)
            raise
        else:
            cost = settle(self._catalog, model, made.usage)
            return made
        finally:
            self._end(expected, cost)

    def _cost_of(self, refusal: ModelRefused, model: Model, expected: Decimal) -> Decimal:
        if isinstance(refusal.usage, Usage):
            return settle(self._catalog, model, refusal.usage)
        return ZERO if isinstance(refusal, RefusedForNow) else expected

    def _wait_in_line(self, images: ImageAllowance | None, usd: Decimal) -> None:
        last_call = self._now() + self._patience
        with self._line.place():
            refuse_when_stopping(self._stopping)
            while (wait := self._start_or_wait(images, usd)) > 0:
                if self._now() + wait > last_call:
                    raise Retry(f"the pace allows the next call in {wait:.0f} s")
                pause(self._clock, min(max(wait, _SHORTEST), LOOK_AGAIN), self._stopping)

    def _start_or_wait(self, images: ImageAllowance | None, usd: Decimal) -> float:
        now = self._now()
        with self._lock:
            waits = [images.wait(now)] if images else []
            waits += [self._dollars.wait(usd, now)] if self._dollars else []
            if (wait := max(waits, default=0.0)) > 0:
                return wait
            if images:
                images.start(now)
            if self._dollars:
                self._dollars.start(usd)
            return 0.0

    def _end(self, expected: Decimal, cost: Decimal) -> None:
        with self._lock:
            if self._dollars:
                self._dollars.end(expected, cost, self._now())

    def _now(self) -> float:
        return self._clock.now().timestamp()


class _Line:
    """First come, first served, in whatever order the operating system wakes threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: deque[threading.Event] = deque()

    @contextmanager
    def place(self) -> Iterator[None]:
        """Hold the head of the line, once everybody who came earlier has left it."""
        turn = threading.Event()
        with self._lock:
            self._waiting.append(turn)
            self._waiting[0].set()
        try:
            turn.wait()
            yield
        finally:
            with self._lock:
                self._waiting.remove(turn)
                if self._waiting:
                    self._waiting[0].set()
