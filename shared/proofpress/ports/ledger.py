"""The ledger: records, changed all at once or not at all."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol, TypeVar

from proofpress.domain.queries import Query
from proofpress.domain.records import Record

R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Create:
    """Write a record whose key must not exist yet."""

    record: Record


@dataclass(frozen=True)
class Replace:
    """Write a record that must still be at the revision it was read at."""

    record: Record


@dataclass(frozen=True)
class Delete:
    """Remove a record that must still be at the revision it was read at."""

    record: Record


Change = Create | Replace | Delete


@dataclass(frozen=True)
class Receipt:
    """What became of a commit: true where it was applied."""

    written: tuple[Record, ...] | None
    """What was created and replaced, at its new revisions; None where a condition did not hold."""

    def __bool__(self) -> bool:
        return self.written is not None

    def of(self, record: R) -> R:
        """A committed record as the ledger has it now, ready for the next replacement; KeyError for any other."""
        for each in self.written or ():
            if isinstance(each, type(record)) and each.key == record.key:
                return each
        raise KeyError(record.key)


REFUSED = Receipt(None)


class Ledger(Protocol):
    """The lineage of every image and the caps. Reads see every commit that returned before them."""

    def get(self, kind: type[R], key: str) -> R | None:
        """The record of a key, or None."""

    def commit(self, *changes: Change) -> Receipt:
        """Apply all changes, or none of them and return REFUSED where one of their conditions does not hold."""

    def find(self, query: Query[R]) -> list[R]:
        """The records that a query asks for."""

    def count(self, query: Query[R]) -> int:
        """How many records meet a query, without reading them."""

    def total(self, query: Query[R], field: str) -> Decimal:
        """The sum of a dollar field over a query, without reading the records."""
