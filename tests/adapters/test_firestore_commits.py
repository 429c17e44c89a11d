"""Commits whose answers are lost, late or refused; the client and the emulator are the real ones."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import grpc  # type: ignore[import-untyped]
import pytest

from proofpress.adapters.google import firestore_retrying
from proofpress.adapters.google.firestore_commits import MARKERS
from proofpress.adapters.google.firestore_documents import MOST_COMMITS
from proofpress.domain.errors import Retry
from proofpress.domain.records import Attempt, Keeper
from proofpress.ports import Change, Create, Delete, Replace
from tests.adapters.firestore_desk import Desk, opened
from tests.contract.suite_records import attempt, keeper
from tests.support.firestore_relay import Fault, Said, in_turn


@pytest.fixture
def desk(firestore_host: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr(firestore_retrying, "BASE_SECONDS", 0.001)
    with opened(firestore_host, monkeypatch) as desk:
        yield desk


def meanwhile(desk: Desk, fault: Fault, *changes: Change) -> None:
    """Spoil the first commit; before the ledger can look for it, somebody else commits too."""
    waiting = [fault]

    def spoil(method: str) -> Fault | None:
        if method == "Commit":
            return waiting.pop() if waiting else None
        desk.relay.spoil = lambda _method: None
        assert desk.other.commit(*changes)
        return None

    desk.relay.spoil = spoil


def read(desk: Desk) -> Attempt:
    found = desk.other.get(Attempt, attempt().key)
    assert found is not None
    return found


def replaced_by_others(desk: Desk, times: int) -> None:
    for _ in range(times):
        found = read(desk)
        assert desk.other.commit(Replace(found.having(leases=found.leases + 1)))


@pytest.mark.parametrize(("fault", "sent"), [(Fault.LOST, 1), (Fault.UNREACHED, 2), (Fault.ABORTED, 2)])
def test_a_spoiled_commit_is_applied_once_and_holds(desk: Desk, fault: Fault, sent: int) -> None:
    desk.relay.spoil = in_turn("Commit", fault)
    receipt = desk.ledger.commit(Create(attempt()), Create(keeper(1)))
    assert receipt.of(attempt()) == read(desk)
    assert receipt.of(keeper(1)) == desk.other.get(Keeper, keeper(1).key)
    assert desk.relay.count("Commit") == sent
    assert desk.ledger.commit(Replace(receipt.of(attempt()).having(words="next")), Delete(receipt.of(keeper(1))))


@pytest.mark.parametrize("fault", [Fault.LOST, Fault.UNREACHED])
def test_a_spoiled_replacement_has_the_new_revision(desk: Desk, fault: Fault) -> None:
    first = desk.ledger.commit(Create(attempt())).of(attempt())
    desk.relay.spoil = in_turn("Commit", fault)
    second = desk.ledger.commit(Replace(first.having(leases=1))).of(first)
    assert second == read(desk)
    assert not desk.ledger.commit(Replace(first.having(leases=2)))
    assert desk.ledger.commit(Replace(second.having(leases=2)))


@pytest.mark.parametrize("fault", [Fault.LOST, Fault.UNREACHED])
def test_a_spoiled_deletion_holds(desk: Desk, fault: Fault) -> None:
    first = desk.ledger.commit(Create(attempt())).of(attempt())
    desk.relay.spoil = in_turn("Commit", fault)
    assert desk.ledger.commit(Delete(first))
    assert desk.other.get(Attempt, first.key) is None
    assert not desk.ledger.commit(Delete(first))


def test_the_marker_of_a_deletion_is_forgotten_after_a_day(desk: Desk) -> None:
    written = desk.ledger.commit(Create(attempt(1)), Create(attempt(2)))
    assert desk.ledger.commit(Delete(written.of(attempt(1))), Replace(written.of(attempt(2))))
    assert list(desk.raw.collection(MARKERS).stream()) == []
    left = desk.other.get(Attempt, attempt(2).key)
    assert left is not None
    assert desk.ledger.commit(Delete(left))
    (marker,) = desk.raw.collection(MARKERS).stream()
    assert timedelta(hours=23) < (marker.to_dict() or {})["expires"] - datetime.now(UTC) < timedelta(hours=25)


def test_an_answered_commit_and_a_plain_refusal_cost_no_read(desk: Desk) -> None:
    assert desk.ledger.commit(Create(attempt()))
    assert not desk.ledger.commit(Create(attempt()))
    assert [method for method, _ in desk.relay.calls] == ["Commit", "Commit"]


def test_a_spoiled_commit_costs_one_read(desk: Desk) -> None:
    desk.relay.spoil = in_turn("Commit", Fault.LOST)
    assert desk.ledger.commit(Create(attempt(1)), Create(attempt(2)), Create(keeper(1)))
    assert [method for method, _ in desk.relay.calls] == ["Commit", "BatchGetDocuments"]


@pytest.mark.parametrize("also", [(), (Create(keeper(1)),)])
def test_a_commit_whose_answer_was_lost_holds_though_others_have_replaced_its_record_since(
    desk: Desk, also: tuple[Change, ...]
) -> None:
    def spoil(method: str) -> Fault | None:
        if method == "Commit":
            return Fault.LOST
        replaced_by_others(desk, MOST_COMMITS - 1)
        return None

    desk.relay.spoil = spoil
    receipt = desk.ledger.commit(Create(attempt()), *also)
    assert receipt
    assert read(desk).leases == MOST_COMMITS - 1
    desk.relay.spoil = lambda _method: None
    assert not desk.ledger.commit(Replace(receipt.of(attempt()).having(words="behind the times")))
    assert all(desk.ledger.commit(Replace(receipt.of(change.record))) for change in also)


@pytest.mark.parametrize("fault", Fault)
def test_a_deletion_of_what_somebody_else_deleted_is_refused(desk: Desk, fault: Fault) -> None:
    first = desk.ledger.commit(Create(attempt())).of(attempt())
    assert desk.other.commit(Delete(first))
    desk.relay.spoil = in_turn("Commit", fault, fault)
    assert not desk.ledger.commit(Delete(first))


def test_a_commit_that_never_arrived_is_refused_where_somebody_was_faster(desk: Desk) -> None:
    meanwhile(desk, Fault.UNREACHED, Create(attempt().having(words="theirs")))
    assert not desk.ledger.commit(Create(attempt().having(words="ours")), Create(keeper(1)))
    assert read(desk).words == "theirs"
    assert desk.other.get(Keeper, keeper(1).key) is None


def test_a_replacement_that_never_arrived_is_refused_where_somebody_was_faster(desk: Desk) -> None:
    first = desk.ledger.commit(Create(attempt())).of(attempt())
    meanwhile(desk, Fault.ABORTED, Replace(first.having(words="theirs")))
    assert not desk.ledger.commit(Replace(first.having(words="ours")))
    assert read(desk).words == "theirs"


def test_a_commit_that_arrives_after_it_was_given_up_is_recognised(desk: Desk) -> None:
    first = desk.ledger.commit(Create(attempt())).of(attempt())
    commits = [Fault.UNREACHED]

    def spoil(method: str) -> Fault | None:
        if method != "Commit":
            return None
        if commits:
            return commits.pop()
        desk.relay.repeat(1)
        return None

    desk.relay.spoil = spoil
    receipt = desk.ledger.commit(Replace(first.having(leases=1)), Create(keeper(1)))
    assert receipt.of(first) == read(desk)
    assert read(desk).leases == 1
    assert desk.relay.count("Commit") == 3


def test_a_commit_that_cannot_be_sent_is_tried_a_few_times_and_then_left_to_the_queue(desk: Desk) -> None:
    desk.relay.spoil = lambda method: Fault.UNREACHED if method == "Commit" else None
    with pytest.raises(Retry, match="failed 7 times"):
        desk.ledger.commit(Create(attempt()))
    assert desk.relay.count("Commit") == firestore_retrying.TRIES


@pytest.mark.parametrize("code", ["ABORTED", "CANCELLED", "DEADLINE_EXCEEDED", "INTERNAL", "RESOURCE_EXHAUSTED"])
def test_what_may_pass_is_tried_again(desk: Desk, code: str) -> None:
    desk.relay.spoil = in_turn("Commit", Said(grpc.StatusCode[code], "not now"))
    assert desk.ledger.commit(Create(attempt()))
