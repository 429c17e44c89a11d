"""What Firestore is asked, what is kept in it, and what its errors lead to."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import grpc  # type: ignore[import-untyped]
import pytest
from google.cloud.firestore_v1.types import BatchGetDocumentsRequest, RunAggregationQueryRequest, RunQueryRequest

from proofpress.adapters.google import firestore_retrying
from proofpress.adapters.google.firestore_documents import document_id
from proofpress.adapters.google.ledger import FirestoreLedger
from proofpress.domain import queries
from proofpress.domain.errors import Retry, Stop
from proofpress.domain.records import KEPT, Attempt, DeadLetter
from proofpress.domain.states import AttemptState
from proofpress.ports import Create, Replace
from tests.adapters.firestore_desk import Desk, opened
from tests.contract.suite_records import NOW, attempt
from tests.support.firestore_relay import Fault, Said, in_turn

REQUESTS: dict[str, Any] = {
    "BatchGetDocuments": BatchGetDocumentsRequest,
    "RunQuery": RunQueryRequest,
    "RunAggregationQuery": RunAggregationQueryRequest,
}

READS: dict[str, tuple[str, Callable[[FirestoreLedger], object]]] = {
    "get": ("BatchGetDocuments", lambda ledger: ledger.get(Attempt, "b/cup/0001")),
    "find": ("RunQuery", lambda ledger: ledger.find(queries.attempts("b"))),
    "count": ("RunAggregationQuery", lambda ledger: ledger.count(queries.attempts("b"))),
    "total": ("RunAggregationQuery", lambda ledger: ledger.total(queries.attempts("b"), "usd")),
}


@pytest.fixture
def desk(firestore_host: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr(firestore_retrying, "BASE_SECONDS", 0.001)
    with opened(firestore_host, monkeypatch) as desk:
        yield desk


def letter(**changes: object) -> DeadLetter:
    made = DeadLetter(id="x", topic="drafts", attributes={}, data="{}", reason="?", deliveries=8, time=NOW)
    return made.having(**changes)


@pytest.mark.parametrize("fault", Fault)
@pytest.mark.parametrize("name", READS)
def test_a_read_that_fails_is_read_again_from_the_start(desk: Desk, name: str, fault: Fault) -> None:
    method, read = READS[name]
    assert desk.other.commit(*(Create(attempt(number, usd="0.1")) for number in range(1, 6)))
    undisturbed = read(desk.other)
    desk.relay.spoil = in_turn(method, fault, fault)
    assert read(desk.ledger) == undisturbed
    # A document has arrived whole before the end of its stream is lost.
    assert desk.relay.count(method) == (1 if (name, fault) == ("get", Fault.LOST) else 3)


@pytest.mark.parametrize("name", READS)
def test_a_read_that_goes_on_failing_is_left_to_the_queue(desk: Desk, name: str) -> None:
    desk.relay.spoil = lambda _method: Fault.UNREACHED
    with pytest.raises(Retry, match="failed 7 times"):
        READS[name][1](desk.ledger)
    assert len(desk.relay.calls) == firestore_retrying.TRIES


@pytest.mark.parametrize("name", READS)
def test_a_read_asks_for_the_latest_and_for_no_transaction(desk: Desk, name: str) -> None:
    READS[name][1](desk.ledger)
    ((method, data),) = desk.relay.calls
    request = REQUESTS[method].deserialize(data)
    assert request._pb.WhichOneof("consistency_selector") is None


@pytest.mark.parametrize(
    ("code", "words", "mend"),
    [
        ("FAILED_PRECONDITION", "The query requires an index. Create it here: https://x.test/?a=b", "terraform apply"),
        ("NOT_FOUND", "The database proofpress does not exist for project p", "gcloud firestore databases create"),
        ("PERMISSION_DENIED", "Missing or insufficient permissions.", "roles/datastore.user"),
        ("UNAUTHENTICATED", "Request had invalid credentials.", "gcloud auth application-default login"),
    ],
)
@pytest.mark.parametrize("name", READS)
def test_a_project_that_is_not_set_up_stops_a_read_and_says_what_mends_it(
    desk: Desk, name: str, code: str, words: str, mend: str
) -> None:
    method, read = READS[name]
    desk.relay.spoil = in_turn(method, Said(grpc.StatusCode[code], words))
    with pytest.raises(Stop, match=mend) as caught:
        read(desk.ledger)
    assert words in str(caught.value)
    assert desk.project in str(caught.value)
    assert len(desk.relay.calls) == 1


def test_what_is_read_is_the_record_and_not_its_indexed_fields(desk: Desk) -> None:
    desk.ledger.get(Attempt, "b/cup/0001")
    desk.ledger.find(queries.attempts("b"))
    (_, get), (_, find) = desk.relay.calls
    assert list(BatchGetDocumentsRequest.deserialize(get).mask.field_paths) == ["body", "commits"]
    fields = RunQueryRequest.deserialize(find).structured_query.select.fields
    assert [field.field_path for field in fields] == ["body", "commits"]


def test_a_document_has_the_record_and_its_indexed_fields_in_firestores_own_types(desk: Desk) -> None:
    assert desk.ledger.commit(Create(attempt(usd="0.0390000001", state=AttemptState.PASSED)))
    (document,) = desk.raw.collection("attempt").stream()
    assert document.id[4:] == ":b:cup:0001"
    fields = document.to_dict() or {}
    assert Attempt.model_validate_json(fields.pop("body")).usd == Decimal("0.0390000001")
    assert len(fields.pop("commits")) == 1
    assert set(fields) == set(Attempt.indexed)
    assert fields["state"] == "passed"
    assert fields["usd"] == 39_000_001
    assert fields["number"] == 1


def test_a_document_expires_only_when_its_record_may_be_forgotten(desk: Desk) -> None:
    def fields() -> dict[str, object]:
        (document,) = desk.raw.collection("deadletter").stream()
        return document.to_dict() or {}

    first = desk.ledger.commit(Create(letter())).of(letter())
    assert fields()["replayed"] is False
    assert "expires" not in fields()
    second = desk.ledger.commit(Replace(first.having(replayed=True, replayed_at=NOW))).of(first)
    assert fields()["expires"] == NOW + KEPT
    assert desk.ledger.commit(Replace(second.having(replayed=False, replayed_at=None)))
    assert "expires" not in fields()


def test_ids_are_spread_over_the_key_range() -> None:
    ids = sorted(document_id(f"b/cup/{number:04}") for number in range(1, 1_001))
    assert len({name[:2] for name in ids}) > 200


def test_pages_of_an_ordered_query_are_refused(desk: Desk) -> None:
    soon = int((NOW + timedelta(days=1)).timestamp())
    for query in (queries.next_approved("b/cup"), queries.alive_before("b/cup", 2), queries.due_attempts("b", soon, 9)):
        with pytest.raises(ValueError, match="pages go by"):
            desk.ledger.find(replace(query, after="b/cup/0001"))
    assert desk.relay.calls == []
