"""The indexes that Firestore must have, derived from domain.queries. Terraform declares them, `doctor` looks for them.

Firestore keeps an index of every single field unless told not to, of its elements where it is an array, and joins such
indexes by itself for a query whose conditions are all equalities: `in` counts as one equality for each of its values, and
the order by id comes for nothing. What arrays contain is asked by itself, so that the index of the field will do. A range
or an order besides equalities needs a composite index that ends in that field. So does a sum, in the summed field:
Firestore adds up index entries, not documents.
"""

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from proofpress.adapters.encoding import KINDS, name_of
from proofpress.adapters.google.firestore_commits import MARKERS
from proofpress.adapters.google.firestore_documents import BODY, COMMITS, EXPIRES
from proofpress.domain import queries
from proofpress.domain.queries import RANGES, Query
from proofpress.domain.records import Record

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, order=True)
class Field:
    """A field of a collection's documents."""

    collection: str
    name: str


@dataclass(frozen=True, order=True)
class CompositeIndex:
    """An index of one collection by several fields, all ascending."""

    collection: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class DeclaredIndexes:
    """All that the ledger asks of a database besides what Firestore does by itself. Everything is sorted."""

    composites: tuple[CompositeIndex, ...]
    unindexed: tuple[Field, ...]
    """Fields whose own index is switched off, because no query uses it and every write would pay for it in time."""
    expiring: tuple[Field, ...]
    """Fields that hold the moment at which Firestore may delete a document; all are among `unindexed`."""


TOTALS: dict[str, tuple[str, ...]] = {
    "attempts": ("usd", "perhaps_usd"),
    "attempts_in": ("worst_usd",),
    "attempts_of_cohort": ("usd", "perhaps_usd"),
    "finals": ("usd", "perhaps_usd"),
    "finals_in": ("worst_usd",),
    "finals_in_flight": ("worst_usd",),
    "finals_of_cohort": ("usd", "perhaps_usd"),
    "unsettled": ("worst_usd",),
}
"""The queries of domain.queries that are summed over, and their fields."""


def declared_indexes() -> DeclaredIndexes:
    """What the queries need, and nothing else."""
    needed = set(_needed())
    composites = {index for index in needed if len(index.fields) > 1}
    single = {Field(index.collection, *index.fields) for index in needed - composites}
    expiring = {Field(collection, EXPIRES) for collection in (MARKERS, *map(name_of, filter(_may_expire, KINDS)))}
    unindexed = (set(_stored()) | expiring) - single
    return DeclaredIndexes(tuple(sorted(composites)), tuple(sorted(unindexed)), tuple(sorted(expiring)))


def indexes_of(query: Query[R], total: str = "") -> Iterator[CompositeIndex]:
    """The indexes that serve a query, or the total of one of its fields; those of a single field are Firestore's own.

    ValueError for a query that would need an index of an array's elements and of other fields besides.
    """
    equal = [where.field for where in query.where if where.operator not in RANGES]
    ranges = [where.field for where in query.where if where.operator in RANGES]
    last = list(dict.fromkeys(field for field in (*ranges, query.order, total) if field))
    collection = name_of(query.kind)
    if any(where.operator == "contains_any" for where in query.where) and len([*equal, *last]) > 1:
        raise ValueError(f"what a {query.kind.__name__} contains can only be asked by itself")
    if last:
        yield CompositeIndex(collection, (*sorted(equal), *last))
    else:
        yield from (CompositeIndex(collection, (field,)) for field in equal)


def every_query() -> dict[str, Query[Record]]:
    """Each question of domain.queries, with some arguments."""
    return {
        name: function(*_arguments(function))
        for name, function in inspect.getmembers(queries, inspect.isfunction)
        if function.__module__.startswith(queries.__name__) and not name.startswith("_")
    }


def _stored() -> Iterator[Field]:
    yield Field(MARKERS, COMMITS)
    for kind in KINDS:
        for field in (*kind.indexed, *kind.listed, BODY, COMMITS):
            yield Field(name_of(kind), field)


def _needed() -> Iterator[CompositeIndex]:
    for name, query in every_query().items():
        yield from indexes_of(query)
        for field in TOTALS.get(name, ()):
            yield from indexes_of(query, field)


def _arguments(function: Callable[..., object]) -> Iterator[object]:
    for parameter in inspect.signature(function).parameters.values():
        kind = parameter.annotation
        yield next(iter(kind)) if issubclass(kind, StrEnum) else kind(1)


def _may_expire(kind: type[Record]) -> bool:
    return kind.expires is not Record.expires
