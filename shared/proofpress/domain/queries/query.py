"""What a question to the ledger consists of."""

from dataclasses import dataclass, replace
from typing import Generic, Literal, Protocol, TypeVar

from proofpress.domain.records import Record

R = TypeVar("R", bound=Record)

Operator = Literal["==", "in", "<", ">=", "contains_any"]

RANGES = ("<", ">=")
"""The operators that compare along an index."""

Value = str | int | bool


@dataclass(frozen=True)
class Where:
    """One condition on an indexed field; `contains_any` on a listed one."""

    field: str
    operator: Operator
    value: Value | tuple[Value, ...]


@dataclass(frozen=True)
class Query(Generic[R]):
    """Records of one kind that meet all conditions, in the order of `order` (the key where it is empty)."""

    kind: type[R]
    where: tuple[Where, ...] = ()
    order: str = ""
    limit: int = 0
    """0 is all of them."""
    after: str = ""
    """Only keys behind this one; for paging in key order."""

    def up_to(self, limit: int) -> "Query[R]":
        """The same records, but no more of them than a limit: what is counted only up to it costs less."""
        return replace(self, limit=limit)


class Moved(Protocol[R]):
    """A question for what moved in a batch since a moment, in epoch seconds."""

    def __call__(self, batch: str, since: int, limit: int) -> Query[R]:
        """The query."""


def equal(**fields: Value) -> tuple[Where, ...]:
    """Fields that have these values."""
    return tuple(Where(name, "==", value) for name, value in fields.items())


def among(name: str, values: tuple[Value, ...]) -> tuple[Where, ...]:
    """A field that has one of these values."""
    return (Where(name, "in", values),)


def still_before(moment: int) -> tuple[Where, ...]:
    """Records that have stood still since before a moment, in epoch seconds."""
    return (Where("still_since", "<", moment),)


def changed_since(moment: int) -> tuple[Where, ...]:
    """Records that changed since a moment, in epoch seconds."""
    return (Where("changed", ">=", moment),)
