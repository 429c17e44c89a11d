"""Paid calls to the Gemini API, live lane: the port Models over google-genai.

google-genai is imported, and its client built, by the first call: a server may fork before that, and a process that
calls no model does not pay for the import.
"""

import threading
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from proofpress.adapters.gemini_answers import picture_of, read_answer, text_of
from proofpress.adapters.gemini_review import opinion_of
from proofpress.adapters.gemini_settings import GeminiSettings
from proofpress.domain.catalog import Catalog
from proofpress.domain.instructions import Instruction, ReviewQuestion
from proofpress.ports import Clock, Image, Opinion, Picture

if TYPE_CHECKING:
    from proofpress.adapters.gemini_service import GeminiService


class GeminiModels:
    """One call, one request: nothing is retried here. Safe to share between threads.

    `connections` should be no less than the calls that are made at a time, or calls wait for each other.
    """

    def __init__(self, settings: GeminiSettings, catalog: Catalog, clock: Clock, *, connections: int = 100) -> None:
        self._settings = settings
        self._catalog = catalog
        self._clock = clock
        self._connections = connections
        self._lock = threading.Lock()
        self._service: GeminiService | None = None

    def generate(self, instruction: Instruction, images: Sequence[Image], *, attempt: str) -> Picture:
        """Draw one picture; UnknownPrice, before anything is sent, where the catalogue has no price for it."""
        self._catalog.model(instruction.model).tokens_of(instruction.image_size)
        service = self._connected()
        started = self._clock.now()
        answer = read_answer(service.draw(instruction, images, attempt))
        return picture_of(answer, self._seconds_since(started))

    def review(self, question: ReviewQuestion, image: Image, *, attempt: str) -> Opinion:
        """Judge one draft; UnknownPrice, before anything is sent, where the catalogue has no such model."""
        self._catalog.model(question.model)
        service = self._connected()
        started = self._clock.now()
        text, usage = text_of(read_answer(service.judge(question, image, attempt)))
        return opinion_of(text, usage, self._seconds_since(started))

    def close(self) -> None:
        """Close the connections; a later call opens new ones."""
        with self._lock:
            if self._service is not None:
                self._service.close()
            self._service = None

    def _connected(self) -> "GeminiService":
        with self._lock:
            if self._service is None:
                from proofpress.adapters.gemini_service import GeminiService

                self._service = GeminiService(self._settings, self._clock, self._connections)
            return self._service

    def _seconds_since(self, started: datetime) -> float:
        return (self._clock.now() - started).total_seconds()
