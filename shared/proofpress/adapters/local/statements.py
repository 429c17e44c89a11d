"""Queries as SQL. The text depends on a query's shape alone and is built once; values travel as parameters."""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from proofpress.adapters.encoding import Cell, cell, check_condition, check_field, check_total
from proofpress.adapters.local.lists import containing
from proofpress.adapters.local.tables import table_of
from proofpress.domain.queries import RANGES, Query, R, Where
from proofpress.domain.records import Record


class _Shape(NamedTuple):
    kind: type[Record]
    columns: str
    conditions: tuple[tuple[str, str, int], ...]
    """Field, operator, and how many values it is compared with."""
    order: str | None
    after: bool
    limit: bool

    @property
    def is_limited_list(self) -> bool:
        """Whether it asks for nothing but the first few records that have one of several values."""
        return self.limit and not self.after and not self.order and [c[1] for c in self.conditions] == ["contains_any"]


def select(query: Query[R], columns: str, *, ordered: bool = True) -> tuple[str, list[Cell]]:
    """SQL and parameters that read columns of a query's records.

    ValueError for a condition or an order by a field that is not among the kind's `indexed`, or its `listed` ones.
    """
    for where in query.where:
        check_condition(query.kind, where)
    conditions = tuple((where.field, where.operator, len(_values(where))) for where in query.where)
    order = query.order if ordered else None
    shape = _Shape(query.kind, columns, conditions, order, query.after != "", query.limit > 0)
    return _sql(shape), list(_parameters(query, shape))


def count(query: Query[R]) -> tuple[str, list[Cell]]:
    """SQL and parameters that count a query's records, its limit included."""
    if not query.limit:
        return select(query, "COUNT(*)", ordered=False)
    inner, parameters = select(query, "key")
    return " ".join(("SELECT COUNT(*) FROM", f"({inner})")), parameters


def total(query: Query[R], field: str) -> tuple[str, list[Cell]]:
    """SQL and parameters that sum a field of a query's records; ValueError for a field or a query without totals."""
    check_total(query, field)
    return select(query, f"SUM({field})", ordered=False)


@lru_cache(maxsize=256)
def _sql(shape: _Shape) -> str:
    check_field(shape.kind, shape.order or "key")
    conditions = [_condition(shape, *condition) for condition in shape.conditions]
    if shape.after:
        conditions.append("key > ?")
    clauses = ["SELECT", shape.columns, "FROM", table_of(shape.kind).name]
    if conditions:
        clauses += ["WHERE", " AND ".join(conditions)]
    if shape.order is not None:
        clauses += ["ORDER BY", f"{shape.order}, key" if shape.order else "key"]
    if shape.limit:
        clauses.append("LIMIT ?")
    return " ".join(clauses)


def _condition(shape: _Shape, field: str, operator: str, values: int) -> str:
    if operator == "contains_any":
        return containing(shape.kind, field, values, limited=shape.is_limited_list)
    if operator == "in":
        return f"{field} IN ({', '.join('?' * values)})"
    return f"{field} {operator if operator in RANGES else '='} ?"


def _values(where: Where) -> tuple[object, ...]:
    return where.value if isinstance(where.value, tuple) else (where.value,)


def _parameters(query: Query[R], shape: _Shape) -> Iterator[Cell]:
    for where in query.where:
        for value in _values(where):
            yield cell(value)
            if shape.is_limited_list:
                yield query.limit
    if query.after:
        yield query.after
    if query.limit:
        yield query.limit
