"""deadletters list and replay."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from proofpress.domain import queries
from proofpress.domain.records import DeadLetter
from proofpress.entry.cli.app import run_app
from proofpress.entry.local import open_workspace
from proofpress.ports import Create

START = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)


def letter(key: str, minutes: int, reason: str = "no [such] thing\nmore") -> DeadLetter:
    return DeadLetter(
        id=key,
        topic="drafts",
        attributes={"ce-subject": "batch/item/0001"},
        data="{}",
        reason=reason,
        deliveries=8,
        time=START + timedelta(minutes=minutes),
    )


@pytest.fixture
def workspace(tmp_path: Path) -> str:
    with open_workspace(tmp_path) as parts:
        parts.ledger.commit(Create(letter("aaa-late", 5)), Create(letter("bbb-early", 1)))
    return str(tmp_path)


def waiting(workspace: str) -> set[str]:
    with open_workspace(Path(workspace)) as parts:
        return {found.id for found in parts.ledger.find(queries.dead_letters())}


def test_letters_are_listed_oldest_first(workspace: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_app(["deadletters", "list", "--json", "-w", workspace]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [each["id"] for each in found] == ["bbb-early", "aaa-late"]
    assert found[0]["reason"] == "no [such] thing\nmore"


def test_people_read_the_first_line_of_the_reason(workspace: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_app(["deadletters", "list", "-w", workspace]) == 0
    shown = capsys.readouterr().out
    assert "[such]" in shown
    assert "more" not in shown


def test_a_named_letter_is_replayed_alone(workspace: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_app(["deadletters", "replay", "aaa-late", "--json", "-w", workspace]) == 0
    assert json.loads(capsys.readouterr().out) == {"replayed": ["aaa-late"]}
    assert waiting(workspace) == {"bbb-early"}


def test_replay_of_all_empties_the_list_and_points_at_resume(
    workspace: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_app(["deadletters", "replay", "--all", "-w", workspace]) == 0
    assert "marked as replayed: 2. `proofpress resume`" in capsys.readouterr().err
    assert waiting(workspace) == set()
    assert run_app(["deadletters", "list", "-w", workspace]) == 0
    assert "no dead letters" in capsys.readouterr().err


def test_a_letter_is_replayed_once(workspace: str, capsys: pytest.CaptureFixture[str]) -> None:
    for replayed in (["aaa-late"], []):
        assert run_app(["deadletters", "replay", "aaa-late", "--json", "-w", workspace]) == 0
        assert json.loads(capsys.readouterr().out) == {"replayed": replayed}


def test_an_unknown_letter_changes_nothing(workspace: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_app(["deadletters", "replay", "bbb-early", "aaa-lat", "-w", workspace]) == 2
    assert "did you mean aaa-late?" in capsys.readouterr().err
    assert waiting(workspace) == {"aaa-late", "bbb-early"}


@pytest.mark.parametrize("arguments", [[], ["aaa-late", "--all"]])
def test_replay_must_be_told_which(workspace: str, arguments: list[str]) -> None:
    assert run_app(["deadletters", "replay", *arguments, "-w", workspace]) == 2
    assert waiting(workspace) == {"aaa-late", "bbb-early"}
