"""What every ledger's adapter keeps of a record: its JSON, and beside it the few fields that queries use."""

from datetime import datetime
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum
from typing import TypeVar

from pydantic import ValidationError

from proofpress.domain import records
from proofpress.domain.errors import Stop
from proofpress.domain.queries import Query, Where
from proofpress.domain.records import Record

R = TypeVar("R", bound=Record)
Cell = str | int

KINDS: tuple[type[Record], ...] = tuple(
    each
    for each in vars(records).values()
    if isinstance(each, type) and issubclass(each, Record) and each is not Record and "key" in vars(each)
)
"""All that a ledger keeps: the records that have a key of their own."""

NANO = 1_000_000_000
"""Dollars are indexed as integer nanodollars, so that the sums of a database are exact; a finer amount is rounded up
in the index, never in the record."""


def name_of(kind: type[Record]) -> str:
    """What the table or collection of a kind is called; KeyError for a kind that a ledger does not keep."""
    if kind not in KINDS:
        raise KeyError(kind.__name__)
    return kind.__name__.lower()


def cell(value: object) -> Cell:
    """A field's value as it is indexed: enums by value, dollars in nanodollars, moments in epoch seconds."""
    match value:
        case StrEnum():
            return value.value
        case Decimal():
            return int((value * NANO).to_integral_value(ROUND_CEILING))
        case datetime():
            return int(value.timestamp())
        case str() | int():
            return value
    raise TypeError(f"the ledger cannot index {value!r}")


def record_from(kind: type[R], revision: str, body: str) -> R:
    """The record of a body; Stop where this version of Proofpress cannot read it."""
    try:
        record = kind.model_validate_json(body)
    except ValidationError as error:
        raise Stop(f"{_unreadable(kind)} ({error})") from error
    if record.version > kind.model_fields["version"].default:
        raise Stop(f"{_unreadable(kind)} (its version is {record.version})")
    return record.having(revision=revision)


def check_field(kind: type[Record], field: str) -> None:
    """ValueError for a field that queries cannot use."""
    if field != "key" and field not in kind.indexed:
        raise ValueError(f"queries cannot use {field!r} of a {kind.__name__}: it is not among its indexed fields")


def check_condition(kind: type[Record], where: Where) -> None:
    """ValueError for a condition on a field that queries cannot use so: `contains_any` goes with the listed ones."""
    if where.operator != "contains_any":
        check_field(kind, where.field)
    elif where.field not in kind.listed:
        raise ValueError(f"no {kind.__name__} can be found by what its {where.field!r} contains: it is not listed")


def check_total(query: Query[R], field: str) -> None:
    """ValueError for a field that has no total, because it is not indexed or not in dollars, and for a part of a query.

    Firestore sums along an index that ends in the field, so a limit would take the smallest amounts first.
    """
    if query.kind.model_fields[field].annotation is not Decimal:
        raise ValueError(f"{field!r} of a {query.kind.__name__} is not in dollars")
    check_field(query.kind, field)
    if query.limit or query.after:
        raise ValueError("a total is over a whole query: it takes no limit and no page")


def _unreadable(kind: type[Record]) -> str:
    return f"The ledger holds a record of kind {kind.__name__} that this proofpress cannot read: install the version that wrote it."
