"""run and submit: what is said, asked and refused before and after the work."""

import json
from pathlib import Path

import pytest

from proofpress.adapters.local.lock import WorkspaceLock
from proofpress.entry.cli.app import run_app
from tests.cli.conftest import Run
from tests.support.runs import Service

ONE = "name: one\ndefaults: {review: none, final: pro, route: two_tier}\nitems: [{id: a, prompt: a lighthouse}]\n"
HARD = """
name: hard
max_usd: 40
defaults: {want: 40, final: pro}
items: [{id: never, prompt: what nobody likes}, {id: fine, prompt: a lighthouse, want: 1}]
"""


@pytest.fixture
def one(tmp_path: Path) -> Path:
    path = tmp_path / "one.yaml"
    path.write_text(ONE)
    return path


def test_the_end_names_keepers_money_and_files(
    run: Run, one: Path, work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("run", one) == 0
    captured = capsys.readouterr()
    assert captured.out.startswith("1 of 1 keeper for $0.")
    assert "1 attempt: 1 accepted." in captured.out
    assert f"Pictures: {work / 'deliveries' / 'one'}" in captured.out
    assert f"Report:   {work / 'report.html'}" in captured.out
    assert (work / "deliveries" / "one" / "a" / "0001.jpg").exists()
    assert "nothing is spent" in captured.err.splitlines()[0]


def test_a_prompt_that_is_never_accepted_is_named_with_its_reasons_and_its_mend(
    run: Run, tmp_path: Path, work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    manifest = tmp_path / "hard.yaml"
    manifest.write_text(HARD)
    assert run("run", manifest) == 4
    shown = capsys.readouterr().out
    assert "1 item stopped short of what was wanted:" in shown
    assert "never: 0 of 40 keepers, bad prompt" in shown
    assert "Revisit the prompt" in shown
    assert "declined in review" in shown
    assert str(work / "report.html") in shown


def test_more_stopped_items_than_fit_are_counted(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    manifest = tmp_path / "many.yaml"
    items = ", ".join(f"{{id: i{n}, prompt: what nobody likes {n}}}" for n in range(8))
    manifest.write_text(f"defaults: {{max_attempts: 1, final: pro}}\nitems: [{items}]\n")
    assert run("run", manifest) in (3, 4)
    shown = capsys.readouterr().out
    assert "8 items stopped" in shown
    assert "i4: 0 of 1 keeper" in shown
    assert "i5" not in shown
    assert "and 3 more: report.html lists them." in shown
    assert "8  declined in review" in shown


def test_a_live_key_and_nobody_to_ask_stops_before_any_call_and_writes_nothing(
    run: Run, one: Path, work: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GOOGLE_GEMINI_BASE_URL", "https://service.invalid")
    assert run("run", one) == 2
    said = capsys.readouterr().err
    assert said.index("At worst $") < said.index("Nobody is there to answer: pass --yes")
    assert "Nothing was called." in said
    assert not work.exists()


def test_a_real_service_is_named_before_the_plan(
    run: Run, one: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("GOOGLE_GEMINI_BASE_URL")
    assert run("run", one) == 2
    assert capsys.readouterr().err.startswith("Calling the Gemini API.")


def test_resuming_with_a_live_key_asks_too(
    run: Run, by_hand: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("submit", by_hand) == 0
    monkeypatch.setenv("GOOGLE_GEMINI_BASE_URL", "https://service.invalid")
    for command in (("resume",), ("resume", "byhand"), ("run", by_hand)):
        capsys.readouterr()
        assert run(*command) == 2
        assert "Go on with byhand, within the caps of the manifest? Nobody is there" in capsys.readouterr().err


def test_a_closed_batch_asks_for_nothing_and_calls_nothing(
    run: Run, one: Path, service: Service, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("run", one, "--json") == 0
    first, asked = capsys.readouterr().out, service.count()
    assert run("run", one, "--json") == 0
    assert json.loads(capsys.readouterr().out) == json.loads(first)
    assert service.count() == asked


def test_a_second_run_in_the_same_folder_is_refused_with_the_first_ones_process(
    run: Run, one: Path, work: Path, service: Service, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("submit", one) == 0
    asked = service.count()
    with WorkspaceLock(work):
        assert run("run", one) == 2
    said = capsys.readouterr().err
    assert f"Another proofpress run uses the work folder {work} (pid " in said
    assert service.count() == asked


@pytest.mark.parametrize("name", ["../x", "a/b", "", "a b", ".hidden", "con"])
def test_a_batch_name_that_is_no_folder_name_is_refused(
    run: Run, one: Path, work: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("run", one, "--batch", name) == 2
    assert "--batch: the name" in capsys.readouterr().err
    assert not work.exists()


def test_a_work_folder_that_cannot_be_is_one_message(
    run: Run, one: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    for folder, reason in (("file", "it is a file"), ("file/below", "Not a directory")):
        assert run("run", one, "-w", tmp_path / folder) == 2
        assert f"cannot be a work folder ({reason})" in capsys.readouterr().err


def test_a_folder_with_spaces_is_quoted_in_what_to_do_next(
    run: Run, by_hand: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "my work"
    assert run("run", by_hand, "-w", folder) == 0
    assert f"`proofpress review byhand -w '{folder}'`" in capsys.readouterr().out


def test_a_manifest_whose_name_cannot_be_kept_is_one_message(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hidden = tmp_path / ".hidden.yaml"
    hidden.write_text(ONE)
    assert run("run", hidden) == 2
    assert "cannot be kept under its name" in capsys.readouterr().err


def test_an_unknown_profile_is_one_message(one: Path, work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_app(["run", str(one), "--profile", "nosuch", "-w", str(work)]) == 2
    assert "No profile 'nosuch'" in capsys.readouterr().err


def test_submit_puts_a_batch_into_the_folder_without_a_call(
    run: Run, one: Path, service: Service, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = service.count()
    assert run("submit", one, "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"batch": "one", "new": True, "state": "open"}
    assert run("submit", one) == 0
    assert "`proofpress resume one` runs it" in capsys.readouterr().err
    assert service.count() == asked
    assert run("resume") == 0
    assert capsys.readouterr().out.startswith("1 of 1 keeper")
    assert run("submit", one) == 0
    assert "was run to its end" in capsys.readouterr().err
