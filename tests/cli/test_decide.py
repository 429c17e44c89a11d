"""review, accept, reject, refine and cancel, against the simulator."""

import json
from pathlib import Path
from typing import Any

import pytest

from proofpress.adapters.local.lock import WorkspaceLock
from proofpress.domain import queries
from proofpress.domain.records import Attempt, Batch, DeadLetter
from proofpress.entry.local import open_workspace
from proofpress.ports import Create
from tests.cli.conftest import Run
from tests.support.runs import Service


@pytest.fixture
def drafted(run: Run, by_hand: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """A batch of three drafts that wait for a person: fox 1 and 2, owl 1."""
    assert run("run", by_hand) == 0
    shown = capsys.readouterr().out
    assert "3 drafts wait for your decision: `proofpress review byhand`." in shown
    assert shown.startswith("0 of 3 keepers")
    return run


def attempts(work: Path) -> dict[str, Attempt]:
    with open_workspace(work) as parts:
        return {attempt.key: attempt for attempt in parts.ledger.find(queries.attempts("byhand"))}


def states(work: Path) -> dict[str, str]:
    return {key.removeprefix("byhand/"): attempt.state for key, attempt in attempts(work).items()}


def batch_state(work: Path) -> str:
    with open_workspace(work) as parts:
        batch = parts.ledger.get(Batch, "byhand")
        assert batch is not None
        return batch.state


def printed(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def test_review_lists_the_waiting_drafts_with_their_files(
    drafted: Run, work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert drafted("review", "--json") == 0
    listed = printed(capsys)
    assert [draft["draft"] for draft in listed] == ["byhand/fox/0001", "byhand/fox/0002", "byhand/owl/0001"]
    assert all(Path(draft["file"]).is_file() for draft in listed)
    assert drafted("review", "byhand", "--list") == 0
    captured = capsys.readouterr()
    assert str(work / "drafts" / "byhand" / "fox" / "0001.jpg") in captured.out
    assert "`proofpress accept DRAFT...`" in captured.err


def test_what_is_accepted_is_rendered_and_the_batch_closes(
    drafted: Run, work: Path, service: Service, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = service.count()
    assert drafted("accept", "fox/1", work / "drafts" / "byhand" / "fox" / "0002.jpg") == 0
    shown = capsys.readouterr().out
    assert f"byhand/fox/0001 is a keeper: {work / 'deliveries' / 'byhand' / 'fox' / '0001.jpg'}" in shown
    assert "byhand (open): 2 of 3 keepers" in shown
    assert service.count() == asked + 2
    assert batch_state(work) == "open"
    assert drafted("accept", "byhand/owl/0001", "--json") == 0
    (owl,) = printed(capsys)
    assert owl["state"] == "delivered"
    assert Path(owl["deliveries"][0]).is_file()
    assert batch_state(work) == "closed"


def test_an_accept_beyond_what_is_wanted_is_one_message_and_keeps_the_others(
    drafted: Run, work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert drafted("refine", "owl/1", "make it dusk") == 0
    capsys.readouterr()
    assert drafted("accept", "owl/1", "owl/2", "fox/1") == 3
    captured = capsys.readouterr()
    assert captured.err.count("byhand/owl has ") == 1
    assert "byhand/fox/0001 is a keeper" in captured.out
    assert states(work) == {
        "fox/0001": "delivered",
        "fox/0002": "passed",
        "owl/0001": "delivered",
        "owl/0002": "passed",
    }
    assert drafted("accept", "owl/2") == 3
    captured = capsys.readouterr()
    assert captured.out == ""
    assert len(captured.err.splitlines()) == 1


def test_a_rejected_draft_gets_a_successor_on_resume(drafted: Run, work: Path, service: Service) -> None:
    asked = service.count()
    assert drafted("reject", "owl/1", "--reason", "too dark") == 0
    assert service.count() == asked
    assert attempts(work)["byhand/owl/0001"].comments == ("too dark",)
    assert drafted("resume") == 0
    assert states(work)["owl/0001"] == "declined"
    assert states(work)["owl/0002"] == "passed"


def test_refine_makes_a_child_with_a_lineage_of_its_own(
    drafted: Run, work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert drafted("refine", "fox/2", "make it dusk") == 0
    assert "byhand/fox/0003 (attempt 2, edited) waits for a decision" in capsys.readouterr().out
    child = attempts(work)["byhand/fox/0003"]
    assert (child.parent, child.edit) == (2, "make it dusk")
    assert child.instruction is not None
    assert "make it dusk" in child.instruction.prompt
    assert drafted("lineage", "fox/3", "--json") == 0
    lineage = printed(capsys)
    assert lineage["parent"] == "byhand/fox/0002"
    assert lineage["draft"]["instruction"]["images"][0]["name"] == "byhand/fox/0002.jpg"


def test_an_undo_takes_a_decision_back_until_its_final_is_there(
    drafted: Run, work: Path, service: Service, capsys: pytest.CaptureFixture[str]
) -> None:
    assert drafted("accept", "fox/1", "--later") == 0
    assert drafted("reject", "fox/2") == 0
    asked = service.count()
    assert drafted("undo", "fox/1", "fox/2") == 0
    assert "byhand/fox/0001 waits for a decision: " in capsys.readouterr().out
    assert {states(work)[f"fox/000{number}"] for number in (1, 2)} == {"passed"}
    assert service.count() == asked
    assert drafted("accept", "fox/1") == 0
    assert drafted("undo", "fox/1") == 2
    assert "only a draft that was accepted or declined can be taken back" in capsys.readouterr().err
    assert states(work)["fox/0001"] == "delivered"


def test_what_is_left_for_later_is_made_by_resume(
    drafted: Run, work: Path, service: Service, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = service.count()
    assert drafted("accept", "fox/1", "--later") == 0
    assert drafted("refine", "owl/1", "in rain", "--later") == 0
    assert "`proofpress resume` makes the pictures" in capsys.readouterr().err
    assert service.count() == asked
    assert drafted("resume") == 0
    assert states(work)["fox/0001"] == "delivered"
    assert states(work)["owl/0002"] == "passed"


def test_an_accept_beside_a_running_process_is_noted_and_says_who_renders_it(
    drafted: Run, work: Path, service: Service, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = service.count()
    with WorkspaceLock(work):
        assert drafted("accept", "fox/1") == 0
    assert "what it does not render before it ends, `proofpress resume byhand` does" in capsys.readouterr().err
    assert states(work)["fox/0001"] == "accepted"
    assert service.count() == asked


def test_an_accept_with_a_live_key_and_nobody_to_ask_changes_nothing(
    drafted: Run, work: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GOOGLE_GEMINI_BASE_URL", "https://service.invalid")
    assert drafted("accept", "fox/1") == 2
    assert "Render 1 final for about $0.13" in capsys.readouterr().err
    assert drafted("refine", "fox/1", "dusk") == 2
    assert set(states(work).values()) == {"passed"}


@pytest.mark.parametrize("command", [("accept",), ("reject",), ("refine",)])
def test_a_misspelt_draft_is_answered_with_the_nearest(
    drafted: Run, command: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    rest = ("make it dusk",) if command == ("refine",) else ()
    assert drafted(*command, "byhand/foxx/1", *rest) == 2
    assert "Near: byhand/fox/0001" in capsys.readouterr().err


def test_cancel_ends_a_batch_for_good(
    drafted: Run, work: Path, by_hand: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert drafted("accept", "fox/1") == 0
    capsys.readouterr()
    assert drafted("cancel", "byhand", "--json") == 0
    assert printed(capsys) == {"batch": "byhand", "state": "cancelled", "slots_given_back": 0, "jobs_under_way": 0}
    assert states(work)["fox/0001"] == "delivered"
    for refused in (("run", by_hand), ("resume", "byhand"), ("accept", "fox/2"), ("refine", "fox/1", "dusk")):
        assert drafted(*refused) == 2
        assert "was cancelled" in capsys.readouterr().err
    assert drafted("cancel", "byhand") == 0
    assert "cancelled already" in capsys.readouterr().err


def test_cancel_gives_back_slots_that_were_not_called(
    run: Run, by_hand: Path, work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("submit", by_hand) == 0
    assert run("cancel", "byhand") == 0
    assert "3 slots given back unpaid" in capsys.readouterr().err
    assert set(states(work).values()) == {"cancelled"}


def test_dead_letters_of_a_batch_are_told_at_its_end_and_fail_it(
    drafted: Run, work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number, subject in enumerate(["byhand/fox/0001", "drafts/byhand/fox/0001.jpg", "other/a/0001"]):
        letter = DeadLetter(
            id=f"letter-{number}",
            topic="drafted",
            attributes={"ce-subject": subject},
            data="{}",
            reason="no reason",
            deliveries=8,
            time=attempts(work)["byhand/fox/0001"].changed,
        )
        with open_workspace(work) as parts:
            assert parts.ledger.commit(Create(letter))
    assert drafted("resume") == 1
    assert "2 messages could not be processed: `proofpress deadletters list` says why" in capsys.readouterr().out
    assert drafted("deadletters", "replay", "letter-0", "letter-1") == 0
    assert drafted("resume") == 0
