"""Firestore's emulator answers without indexes, so what production needs is compared with what the stages ask."""

import inspect
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from proofpress.adapters.encoding import KINDS
from proofpress.adapters.google.firestore_indexes import (
    TOTALS,
    CompositeIndex,
    DeclaredIndexes,
    Field,
    declared_indexes,
    every_query,
    indexes_of,
)
from proofpress.domain import queries, records
from proofpress.domain.queries import RANGES, Query, Where
from proofpress.domain.records import Attempt, Keeper, Record, Sketch
from proofpress.domain.states import AttemptState
from proofpress.entry.progress import progress
from proofpress.ports import Ports, R
from proofpress.reporting.build import build
from proofpress.stages.sweep import sweep
from tests.support.ledgers import PassingLedger
from tests.support.pipeline import Pipeline, ScriptedModels, catalog

MANIFEST = """
max_usd: 20
defaults: {want: 2, final: pro, image_size: 2K, route: two_tier, max_usd_per_keeper: 2}
items: [{id: sea, prompt: the sea}, {id: moor, prompt: a moor}]
"""


@dataclass
class AskedLedger(PassingLedger):
    """A ledger that keeps the questions it was asked."""

    asked: list[tuple[Query[Record], str]] = field(default_factory=list)
    """Queries, and the field that was summed where one was."""

    def find(self, query: Query[R]) -> list[R]:
        self._note(query)
        return self.inner.find(query)

    def count(self, query: Query[R]) -> int:
        self._note(query)
        return self.inner.count(query)

    def total(self, query: Query[R], field: str) -> Decimal:
        self._note(query, field)
        return self.inner.total(query, field)

    def _note(self, query: Query[R], total: str = "") -> None:
        self.asked.append((Query(query.kind, query.where, query.order, query.limit, query.after), total))


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Query[Record], str]]:
    """All that is asked while a batch is worked on, swept, watched and reported."""
    ledgers: list[AskedLedger] = []

    def wrapped(ports: Ports) -> Ports:
        ledgers.append(AskedLedger(ports.ledger))
        return replace(ports, ledger=ledgers[0])

    judged = ScriptedModels(judges=lambda label: float(int(label[-1]) % 2))
    with closing(Pipeline(tmp_path_factory.mktemp("asked"), judged, wrapped=wrapped)) as pipeline:
        pipeline.submit(MANIFEST)
        for takeover in (False, True):
            pipeline.clock.sleep(timedelta(hours=1).total_seconds())
            sweep(pipeline.ports, takeover=takeover)
        pipeline.drive()
        assert pipeline.keepers()
        progress(ledgers[0], pipeline.batch())
        build(ledgers[0], "b", catalog())
    return ledgers[0].asked


def serves(declared: DeclaredIndexes, index: CompositeIndex) -> bool:
    """Whether Firestore has an index: a declared one, or that of a field which is not exempt."""
    if len(index.fields) > 1:
        return index in declared.composites
    return Field(index.collection, *index.fields) not in declared.unindexed


def test_every_query_of_the_domain_is_served() -> None:
    declared = declared_indexes()
    assert len(every_query()) > 40
    for name, query in every_query().items():
        assert all(serves(declared, index) for index in indexes_of(query)), name


def test_every_question_of_a_run_is_served(asked: list[tuple[Query[Record], str]]) -> None:
    declared = declared_indexes()
    assert len(asked) > 50
    for query, total in asked:
        assert all(serves(declared, index) for index in indexes_of(query, total)), (query, total)


def test_the_listed_totals_are_those_that_a_run_asks_for(asked: list[tuple[Query[Record], str]]) -> None:
    every = every_query()
    listed = {index for name, fields in TOTALS.items() for total in fields for index in indexes_of(every[name], total)}
    assert listed == {index for query, total in asked if total for index in indexes_of(query, total)}


def test_pages_go_by_document_ids_alone(asked: list[tuple[Query[Record], str]]) -> None:
    paged = [query for query, _ in asked if query.after]
    assert paged
    assert not [query for query in paged if query.order or any(where.operator in RANGES for where in query.where)]


SHAPES: list[tuple[Query[Any], str, list[tuple[str, ...]]]] = [
    (queries.batches(), "", []),
    (queries.attempts("b"), "", [("batch",)]),
    (queries.attempts_in("b", AttemptState.PASSED), "", [("batch",), ("state",)]),
    (queries.attempts_in("b", AttemptState.PASSED), "worst_usd", [("batch", "state", "worst_usd")]),
    (queries.next_approved("i"), "", [("item", "state", "number")]),
    (queries.alive_before("i", 3), "", [("item", "state", "number")]),
    (queries.due_attempts("b", 3, 9), "", [("batch", "still_since")]),
    (Query(Attempt, (Where("number", "<", 3),)), "", [("number",)]),
]


@pytest.mark.parametrize(("query", "total", "fields"), SHAPES)
def test_a_query_has_the_indexes_of_its_shape(query: Query[Any], total: str, fields: list[tuple[str, ...]]) -> None:
    assert [index.fields for index in indexes_of(query, total)] == fields


def test_what_an_array_contains_is_asked_by_itself() -> None:
    assert [index.fields for index in indexes_of(queries.sketches_marked("x"))] == [("marks",)]
    besides = (Where("scope", "==", "s"), Where("marks", "contains_any", ("x",)))
    with pytest.raises(ValueError, match="by itself"):
        list(indexes_of(Query(Sketch, besides)))


def test_no_write_pays_for_an_index_that_nothing_uses() -> None:
    declared = declared_indexes()
    used = {index for query in every_query().values() for index in indexes_of(query)}
    single = {Field(index.collection, *index.fields) for index in used if len(index.fields) == 1}
    stored = {Field(kind.__name__.lower(), name) for kind in KINDS for name in (*kind.indexed, "body", "commits")}
    assert set(declared.unindexed) == stored - single | set(declared.expiring) | {Field("commit", "commits")}
    assert Field("attempt", "still_since") in declared.unindexed


def test_what_may_expire_is_declared() -> None:
    declared = declared_indexes()
    assert Field("deadletter", "expires") in declared.expiring
    assert Field("commit", "expires") in declared.expiring
    assert Field("attempt", "expires") not in declared.expiring
    assert set(declared.expiring) <= set(declared.unindexed)


def test_everything_is_sorted_and_named_once() -> None:
    declared = declared_indexes()
    assert list(declared.composites) == sorted(set(declared.composites))
    for fields in (declared.unindexed, declared.expiring):
        assert list(fields) == sorted(set(fields))


def test_every_kind_of_record_is_kept() -> None:
    kinds = {
        kind
        for _, kind in inspect.getmembers(records, inspect.isclass)
        if issubclass(kind, Record) and "key" in vars(kind) and kind is not Record
    }
    assert set(KINDS) == kinds
    assert {Attempt, Keeper} <= kinds
