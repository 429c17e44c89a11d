"""Queries as Firestore takes them."""

from typing import TypeVar

from google.cloud.firestore import Client, FieldFilter
from google.cloud.firestore import Query as FirestoreQuery

from proofpress.adapters.encoding import Cell, cell, check_condition, check_field, name_of
from proofpress.adapters.google.firestore_documents import document_id
from proofpress.domain.queries import RANGES, Query, Where
from proofpress.domain.records import Record

R = TypeVar("R", bound=Record)

NAME = "__name__"
"""Firestore's own name for a document's id, by which the pages of a query are ordered."""


def finds_nothing(query: Query[R]) -> bool:
    """Whether a query asks for one of no values, which Firestore would call a mistake."""
    return any(where.value == () for where in query.where)


def built(client: Client, query: Query[R]) -> FirestoreQuery:
    """The query as the client takes it.

    ValueError for a condition or an order by a field that is not among the kind's `indexed`, or its `listed` ones, and
    for pages of a query that Firestore orders by something else than the documents' ids.
    """
    found = FirestoreQuery(client.collection(name_of(query.kind)))
    for where in query.where:
        check_condition(query.kind, where)
        found = found.where(filter=_filter(where))
    if query.order:
        check_field(query.kind, query.order)
        found = found.order_by(query.order)
    if query.after:
        if query.order or any(where.operator in RANGES for where in query.where):
            raise ValueError("pages go by the documents' ids: a query with an order or a range has none")
        found = found.order_by(NAME).start_after({NAME: document_id(query.after)})
    return found.limit(query.limit) if query.limit else found


def in_order(query: Query[R], found: list[R]) -> list[R]:
    """Records in the order that a whole query promises; those of a limited one as Firestore chose them."""
    if query.limit:
        return found
    return sorted(found, key=lambda record: (cell(getattr(record, query.order or "key")), record.key))


def _filter(where: Where) -> FieldFilter:
    if isinstance(where.value, tuple):
        values: list[Cell] = [cell(value) for value in where.value]
        operator = "array_contains_any" if where.operator == "contains_any" else where.operator
        return FieldFilter(where.field, operator, values)
    return FieldFilter(where.field, where.operator, cell(where.value))
