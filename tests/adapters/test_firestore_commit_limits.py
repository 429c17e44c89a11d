"""How much a commit may hold, and what a database that is not ours makes of it."""

from collections.abc import Iterator

import grpc  # type: ignore[import-untyped]
import pytest

from proofpress.domain.errors import Drop, Stop
from proofpress.domain.records import MAX_BYTES, Attempt
from proofpress.domain.states import AttemptState
from proofpress.ports import Create, Replace
from tests.adapters.firestore_desk import Desk, opened
from tests.contract.suite_records import attempt
from tests.support.firestore_relay import Said, in_turn


@pytest.fixture
def desk(firestore_host: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    with opened(firestore_host, monkeypatch) as desk:
        yield desk


@pytest.mark.parametrize(
    ("code", "words", "mend"),
    [
        ("NOT_FOUND", "The database proofpress does not exist for project p", "gcloud firestore databases create"),
        ("FAILED_PRECONDITION", "not available for Firestore in Datastore Mode database projects/p", "terraform apply"),
        ("PERMISSION_DENIED", "Missing or insufficient permissions.", "roles/datastore.user"),
    ],
)
def test_a_project_that_is_not_set_up_stops_a_commit(desk: Desk, code: str, words: str, mend: str) -> None:
    desk.relay.spoil = in_turn("Commit", Said(grpc.StatusCode[code], words))
    with pytest.raises(Stop, match=mend) as caught:
        desk.ledger.commit(Create(attempt()))
    assert words in str(caught.value)


def test_hundreds_of_records_are_committed_together(desk: Desk) -> None:
    receipt = desk.ledger.commit(*(Create(attempt(number)) for number in range(1, 701)))
    moved = [
        Replace(record.having(state=AttemptState.LEASED))
        for record in receipt.written or ()
        if isinstance(record, Attempt)
    ]
    assert len(moved) == 700
    assert desk.ledger.commit(*moved)
    assert not desk.ledger.commit(*(Replace(change.record) for change in moved))


def test_a_record_of_the_greatest_size_is_kept_and_a_larger_one_dropped(desk: Desk) -> None:
    room = MAX_BYTES - attempt().size
    written = attempt().having(words="x" * room)
    assert desk.ledger.commit(Create(written))
    found = desk.other.get(Attempt, written.key)
    assert found is not None
    assert found.words == written.words
    with pytest.raises(Drop, match=r"b/cup/0002 is larger than 900,000 bytes"):
        desk.ledger.commit(Create(attempt(2).having(words="x" * (room + 1))))


def test_a_commit_of_more_than_firestore_takes_is_dropped_before_it_is_sent(desk: Desk) -> None:
    large = [attempt(number).having(words="x" * 890_000) for number in range(1, 13)]
    with pytest.raises(Drop, match="12 changes"):
        desk.ledger.commit(*map(Create, large))
    assert desk.relay.calls == []
