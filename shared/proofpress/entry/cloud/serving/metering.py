"""What one delivery costs: dollars and time of its model calls, operations on its ledger."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from proofpress.domain.catalog import Catalog
from proofpress.domain.errors import ModelRefused, UnknownPrice
from proofpress.domain.instructions import Instruction, ReviewQuestion
from proofpress.domain.money import ZERO
from proofpress.domain.pricing import Usage, settle
from proofpress.domain.queries import Query
from proofpress.domain.records import Record
from proofpress.ports import Change, Image, Ledger, Models, Opinion, Picture, Receipt

R = TypeVar("R", bound=Record)
_ENTRIES_A_READ = 1_000
"""Index entries that Firestore counts or sums over for the price of one read."""


@dataclass
class Meter:
    """Of one delivery, which one thread works on."""

    usd: Decimal = ZERO
    model_seconds: float = 0.0
    """With the pauses between the tries of a call."""
    reads: int = 0
    """As Firestore bills them: nothing found is a read, too."""
    writes: int = 0


@dataclass(frozen=True)
class MeteredLedger:
    """A ledger whose operations are counted."""

    inner: Ledger
    meter: Meter

    def get(self, kind: type[R], key: str) -> R | None:
        """One read."""
        self.meter.reads += 1
        return self.inner.get(kind, key)

    def commit(self, *changes: Change) -> Receipt:
        """A write for each change that was applied."""
        receipt = self.inner.commit(*changes)
        self.meter.writes += len(changes) if receipt else 0
        return receipt

    def find(self, query: Query[R]) -> list[R]:
        """A read for each record."""
        found = self.inner.find(query)
        self.meter.reads += max(1, len(found))
        return found

    def count(self, query: Query[R]) -> int:
        """A read for each thousand entries."""
        counted = self.inner.count(query)
        self.meter.reads += max(1, -(-counted // _ENTRIES_A_READ))
        return counted

    def total(self, query: Query[R], field: str) -> Decimal:
        """One read: how many entries were summed is not known here."""
        self.meter.reads += 1
        return self.inner.total(query, field)


@dataclass(frozen=True)
class MeteredModels:
    """Models whose calls are timed and added up. Counting never keeps an answer from the stage that paid for it."""

    inner: Models
    meter: Meter
    catalog: Catalog

    def generate(self, instruction: Instruction, images: Sequence[Image], *, attempt: str) -> Picture:
        """Draw one picture."""
        with self._timed(instruction.model):
            picture = self.inner.generate(instruction, images, attempt=attempt)
        self._bill(instruction.model, picture.usage)
        return picture

    def review(self, question: ReviewQuestion, image: Image, *, attempt: str) -> Opinion:
        """Judge one draft."""
        with self._timed(question.model):
            opinion = self.inner.review(question, image, attempt=attempt)
        self._bill(question.model, opinion.usage)
        return opinion

    @contextmanager
    def _timed(self, model: str) -> Iterator[None]:
        started = time.monotonic()
        try:
            yield
        except ModelRefused as refusal:
            self._bill(model, refusal.usage)
            raise
        finally:
            self.meter.model_seconds += time.monotonic() - started

    def _bill(self, model: str, usage: object) -> None:
        with suppress(UnknownPrice):
            if isinstance(usage, Usage):
                self.meter.usd += settle(self.catalog, self.catalog.model(model), usage)
