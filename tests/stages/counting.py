"""A ledger that counts what Firestore would bill: documents read and written, by the topic that asked for them."""

import inspect
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal

from proofpress.domain.queries import Query
from proofpress.ports import Change, Ledger, R, Receipt

ENTRIES_A_READ = 1_000
"""Index entries that an aggregation reads for the price of one document."""

AT_FINALS = ("accepting", "accepts", "rendered")
"""What belongs to keepers: taking a slot for a draft, its finals and their delivery."""


_INNER = {"accept": "accepting", "go_on": "planning", "open_batch": "planning"}
"""Sections by the function of the stages that is at work."""


@dataclass
class CountingLedger:
    """Counts reads and writes by `section`."""

    inner: Ledger
    section: str = ""
    reads: Counter[str] = field(default_factory=Counter)
    writes: Counter[str] = field(default_factory=Counter)

    @property
    def _asking(self) -> str:
        """The section, unless the call comes from taking a keeper slot or from planning."""
        frame = inspect.currentframe()
        while frame is not None:
            if frame.f_code.co_name in _INNER and "/stages/" in frame.f_code.co_filename:
                return _INNER[frame.f_code.co_name]
            frame = frame.f_back
        return self.section

    def get(self, kind: type[R], key: str) -> R | None:
        self.reads[self._asking] += 1
        return self.inner.get(kind, key)

    def commit(self, *changes: Change) -> Receipt:
        self.writes[self._asking] += len(changes)
        return self.inner.commit(*changes)

    def find(self, query: Query[R]) -> list[R]:
        found = self.inner.find(query)
        self.reads[self._asking] += max(1, len(found))
        return found

    def count(self, query: Query[R]) -> int:
        counted = self.inner.count(query)
        self.reads[self._asking] += _aggregation(counted)
        return counted

    def total(self, query: Query[R], field: str) -> Decimal:
        self.reads[self._asking] += _aggregation(self.inner.count(query))
        return self.inner.total(query, field)


def _aggregation(entries: int) -> int:
    return max(1, -(-entries // ENTRIES_A_READ))
