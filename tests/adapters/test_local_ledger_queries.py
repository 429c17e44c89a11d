import hashlib
import inspect
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from proofpress.adapters.local.ledger import SqliteLedger
from proofpress.adapters.local.statements import count, select, total
from proofpress.adapters.local.tables import INDEXES, SCHEMA_VERSION, table_of
from proofpress.domain import queries, records
from proofpress.domain.queries import Query
from proofpress.domain.records import Record
from proofpress.domain.states import AttemptState, FinalState

EXAMPLES: dict[object, list[object]] = {
    str: ["x"],
    int: [3],
    AttemptState: [AttemptState.PLANNED, AttemptState.PASSED],
    FinalState: [FinalState.PLANNED, FinalState.LEASED],
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "work" / "ledger.sqlite"


@pytest.fixture
def ledger(path: Path) -> Iterator[SqliteLedger]:
    with closing(SqliteLedger(path)) as ledger:
        yield ledger


def every_query() -> dict[str, Query[Record]]:
    """Each public function of domain.queries, called with arguments of its parameters' types."""
    found = {}
    for name, function in inspect.getmembers(queries, inspect.isfunction):
        if function.__module__.startswith(queries.__name__) and not name.startswith("_"):
            arguments: list[object] = []
            for parameter in inspect.signature(function).parameters.values():
                arguments += EXAMPLES[parameter.annotation]
            found[name] = function(*arguments)
    return found


def plan_of(path: Path, sql: str, parameters: list[str | int]) -> list[str]:
    """The steps that SQLite would take."""
    with closing(sqlite3.connect(path)) as connection:
        return [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}", parameters)]


@pytest.mark.parametrize("name", every_query())
def test_every_query_of_the_stages_is_answered_by_an_index(ledger: SqliteLedger, path: Path, name: str) -> None:
    query = every_query()[name]
    assert ledger.count(query) == 0
    for sql, parameters in (select(query, "body"), count(query), select(query.up_to(3), "body")):
        steps = plan_of(path, sql, parameters)
        reads = [step for step in steps if step.startswith(("SCAN", "SEARCH")) and "(subquery" not in step]
        assert reads
        assert all(" INDEX " in step or " PRIMARY KEY " in step for step in reads), reads
        assert all(step.startswith("SEARCH") for step in reads if query.where), reads


@pytest.mark.parametrize("name", ["batches", "attempts", "items", "finals", "cohorts", "next_approved", "dead_letters"])
def test_paged_queries_need_no_sort(ledger: SqliteLedger, path: Path, name: str) -> None:
    query = replace(every_query()[name], limit=100)
    assert ledger.find(query) == []
    assert not [step for step in plan_of(path, *select(query, "body")) if "TEMP B-TREE" in step]


@pytest.mark.parametrize(
    "statement",
    [
        total(queries.attempts_of_cohort("x"), "usd"),
        total(queries.finals_of_cohort("x"), "worst_usd"),
        count(queries.unsettled("x")),
        count(queries.rejected_for("x", "blurred")),
    ],
)
@pytest.mark.usefixtures("ledger")
def test_frequent_figures_are_read_from_an_index_alone(path: Path, statement: tuple[str, list[str | int]]) -> None:
    assert "COVERING INDEX" in plan_of(path, *statement)[0]


def test_every_kind_of_record_has_a_table() -> None:
    kinds = {
        kind
        for _, kind in inspect.getmembers(records, inspect.isclass)
        if issubclass(kind, Record) and "key" in vars(kind) and kind is not Record
    }
    assert kinds == set(INDEXES)


def test_a_change_of_the_tables_has_a_new_schema_version() -> None:
    schema = "\n".join(statement for kind in INDEXES for statement in table_of(kind).create)
    known = {1: "77fd239bb480", 2: "8a9c1e41e5d0", 3: "91aaac236206"}
    assert hashlib.sha256(schema.encode()).hexdigest()[:12] == known[SCHEMA_VERSION]
