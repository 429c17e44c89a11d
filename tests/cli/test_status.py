"""status: a look at a work folder from another process."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run


def test_each_batch_is_a_line_where_nobody_sits_at_a_terminal(
    run: Run, by_hand: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("run", by_hand) == 0
    assert run("submit", by_hand, "--batch", "again") == 0
    capsys.readouterr()
    assert run("status") == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("byhand (open): 0 of 3 keepers, 3 drafts, 0 screened out, 0 declined, 3 waiting, $0.10")
    assert second.startswith("again (open): 0 of 3 keepers, 0 drafts")
    assert "at most $" in second


def test_programs_get_counts_by_state(run: Run, by_hand: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("run", by_hand) == 0
    capsys.readouterr()
    assert run("status", "byhand", "--json") == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert found["attempts"] == {"passed": 3}
    assert (found["wanted"], found["keepers"], found["waiting"]) == (3, 0, 3)
    assert found["usd"]["possible"] == 0


def test_watching_ends_when_the_batch_is_closed(run: Run, by_hand: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("run", by_hand) == 0
    assert run("accept", "fox/1", "fox/2", "owl/1") == 0
    capsys.readouterr()
    assert run("status", "--watch") == 0
    assert capsys.readouterr().out.startswith("byhand (closed): 3 of 3 keepers")


def test_an_unknown_batch_is_answered_with_those_that_are_there(
    run: Run, by_hand: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("submit", by_hand) == 0
    for command in ("status", "report", "review", "resume", "cancel"):
        capsys.readouterr()
        assert run(command, "nosuch") == 2
        assert "it has: byhand." in capsys.readouterr().err


def test_a_folder_in_which_nothing_ran_is_said_to_be_none(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    for command in (["status"], ["report"], ["review"], ["resume"], ["cancel", "x"], ["accept", "a/b/1"]):
        assert run(*command) == 2
        assert "is no work folder" in capsys.readouterr().err
