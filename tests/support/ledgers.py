"""A ledger to build others on that do something besides."""

from dataclasses import dataclass
from decimal import Decimal

from proofpress.domain.queries import Query
from proofpress.ports import Change, Ledger, R, Receipt


@dataclass
class PassingLedger:
    """Passes every call on."""

    inner: Ledger

    def get(self, kind: type[R], key: str) -> R | None:
        """The record of a key."""
        return self.inner.get(kind, key)

    def commit(self, *changes: Change) -> Receipt:
        """All changes, or none."""
        return self.inner.commit(*changes)

    def find(self, query: Query[R]) -> list[R]:
        """The records of a query."""
        return self.inner.find(query)

    def count(self, query: Query[R]) -> int:
        """How many they are."""
        return self.inner.count(query)

    def total(self, query: Query[R], field: str) -> Decimal:
        """The sum of a field over them."""
        return self.inner.total(query, field)
