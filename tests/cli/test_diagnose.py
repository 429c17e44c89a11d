"""doctor: each thing that can be wrong is found, and nothing else."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from proofpress.adapters.local.lock import WorkspaceLock
from proofpress.domain.records import DeadLetter
from proofpress.entry.checks.check import State
from proofpress.entry.checks.machine import check_clock
from proofpress.entry.checks.service import check_models
from proofpress.entry.cli.app import run_app
from proofpress.entry.local import open_workspace
from proofpress.entry.settings import read_catalog, read_settings
from proofpress.ports import Create
from proofpress.simulator.server import Simulator


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with Simulator() as running:
        yield running


def checked(
    capsys: pytest.CaptureFixture[str], workspace: Path, *arguments: str, code: int = 0
) -> dict[str, tuple[str, str]]:
    assert run_app(["doctor", "--json", "-w", str(workspace), *arguments]) == code
    return {check["name"]: (check["state"], check["found"]) for check in json.loads(capsys.readouterr().out)}


def test_a_healthy_machine_passes_and_nothing_is_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = checked(capsys, tmp_path / "work")
    assert {name: state for name, (state, _) in found.items()} == {
        "python": "ok",
        "pictures": "ok",
        "clock": "ok",
        "work folder": "ok",
        "ledger": "skipped",
        "tier lite": "ok",
        "tier standard": "ok",
        "tier pro": "ok",
        "tier text": "ok",
        "tier review": "ok",
        "prices": found["prices"][0],
        "credentials": "warning",
        "batch lane": "ok",
    }
    assert not (tmp_path / "work").exists()


def test_a_folder_in_use_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with WorkspaceLock(tmp_path):
        state, words = checked(capsys, tmp_path, code=1)["work folder"]
    assert state == "failed"
    assert "Another proofpress run" in words


def test_a_file_in_the_place_of_the_folder_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("")
    assert checked(capsys, tmp_path / "file", code=1)["work folder"][0] == "failed"


def test_a_damaged_ledger_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "ledger.sqlite").write_bytes(b"no database" * 100)
    assert checked(capsys, tmp_path, code=1)["ledger"][0] == "failed"


def test_a_ledger_of_another_program_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with closing(sqlite3.connect(tmp_path / "ledger.sqlite")) as other:
        other.execute("CREATE TABLE theirs (a)")
    assert checked(capsys, tmp_path, code=1)["ledger"][0] == "failed"


def test_dead_letters_are_mentioned(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with open_workspace(tmp_path) as workspace:
        letter = DeadLetter.model_validate(
            {
                "id": "1",
                "topic": "drafts",
                "attributes": {},
                "data": "",
                "reason": "",
                "deliveries": 1,
                "time": "2026-11-21T00:00:00Z",
            }
        )
        workspace.ledger.commit(Create(letter))
    found = checked(capsys, tmp_path)
    assert found["ledger"] == ("ok", "batches: 0, open: 0")
    assert found["dead letters"][0] == "warning"


def test_a_wrong_setting_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PROOFPRESS_CONCURRENCY", "many")
    state, words = checked(capsys, tmp_path, code=1)["settings"]
    assert state == "failed"
    assert "PROOFPRESS_CONCURRENCY" in words


@pytest.mark.parametrize(
    ("variables", "state", "words"),
    [
        ({"GEMINI_API_KEY": "secret"}, "ok", "AI Studio by GEMINI_API_KEY"),
        ({"GEMINI_API_KEY": "secret", "GOOGLE_API_KEY": "other"}, "ok", "AI Studio by GOOGLE_API_KEY"),
        (
            {"GOOGLE_GENAI_USE_VERTEXAI": "true", "GOOGLE_CLOUD_PROJECT": "mine"},
            "ok",
            "Vertex AI by project mine in global",
        ),
        ({"GEMINI_API_KEY": "secret", "GOOGLE_GEMINI_BASE_URL": "nonsense"}, "failed", "cannot be used"),
        (
            {"GOOGLE_GENAI_USE_VERTEXAI": "true", "GOOGLE_APPLICATION_CREDENTIALS": "/none.json"},
            "failed",
            "/none.json, which is not there",
        ),
    ],
)
def test_credentials_are_named_and_never_shown(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    variables: dict[str, str],
    state: str,
    words: str,
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    found = checked(capsys, tmp_path, code=int(state == "failed"))["credentials"]
    assert found[0] == state
    assert words in found[1]
    assert "secret" not in found[1]


def test_a_probe_asks_for_every_model_of_a_tier(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    simulator: Simulator,
) -> None:
    monkeypatch.setenv("GEMINI_API_KEY", "simulator")
    monkeypatch.setenv("GOOGLE_GEMINI_BASE_URL", simulator.url)
    found = checked(capsys, tmp_path, "--probe")
    assert found["service, gemini-3-pro-image"] == ("ok", "answers as 'Nano Banana Pro'")
    assert found["service, batch lane"] == ("ok", "lists its jobs")
    assert len([name for name in found if name.startswith("service")]) == 5


def test_a_key_that_the_service_refuses_fails_the_probe(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    simulator: Simulator,
) -> None:
    monkeypatch.setenv("GEMINI_API_KEY", "invalid")
    monkeypatch.setenv("GOOGLE_GEMINI_BASE_URL", simulator.url)
    state, words = checked(capsys, tmp_path, "--probe", code=1)["service, gemini-3-pro-image"]
    assert state == "failed"
    assert "API key not valid" in words


def test_a_probe_without_credentials_is_skipped(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert checked(capsys, tmp_path, "--probe")["service"][0] == "skipped"


def test_a_retired_tier_fails_and_old_prices_warn() -> None:
    catalog = read_catalog(read_settings({}))
    tiers = {**catalog.tiers, "lite": "gemini-2.5-flash-image", "standard": "gemini-3.1-flash-image"}
    found = {
        check.name: check.state for check in check_models(catalog.model_copy(update={"tiers": tiers}), date(2027, 6, 1))
    }
    assert found["tier lite"] is State.FAILED
    assert found["tier standard"] is State.WARNING
    assert found["prices"] is State.WARNING


def test_a_clock_in_the_past_fails() -> None:
    assert check_clock(date(2020, 1, 1), date(2026, 11, 20)).state is State.FAILED
    assert check_clock(date(2026, 11, 20), date(2026, 11, 20)).state is State.OK


def test_people_read_what_to_mend(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_app(["doctor", "-w", str(tmp_path)]) == 0
    assert "Set GEMINI_API_KEY" in capsys.readouterr().out
