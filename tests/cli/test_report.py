"""report: the files of one batch, and no loss of another's."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.support.runs import run as in_a_process


def name_in(work: Path) -> str:
    return str(json.loads((work / "report.json").read_text())["batch"]["id"])


def test_a_later_batch_takes_over_the_files_and_report_brings_the_earlier_one_back(
    run: Run, by_hand: Path, work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("run", by_hand) == 0
    first = json.loads((work / "report.json").read_text())
    assert run("run", by_hand, "--batch", "second") == 0
    assert name_in(work) == "second"
    assert "second" in (work / "report.html").read_text()
    capsys.readouterr()
    assert run("report", "byhand", "--json") == 0
    assert json.loads(capsys.readouterr().out) == first
    assert json.loads((work / "report.json").read_text()) == first
    assert run("report") == 0
    assert name_in(work) == "second"


def test_several_resumed_batches_are_a_list_and_leave_the_newest_ones_files(
    run: Run, by_hand: Path, work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("submit", by_hand, "--batch", "zebra") == 0
    assert run("submit", by_hand, "--batch", "ant") == 0
    assert run("resume", "--json") == 0
    reports = json.loads(capsys.readouterr().out)
    assert [report["batch"]["id"] for report in reports] == ["zebra", "ant"]
    assert name_in(work) == "ant"
    assert run("resume", "zebra", "--json") == 0
    assert json.loads(capsys.readouterr().out)["batch"]["id"] == "zebra"


def test_open_shows_the_page_of_the_work_folder(
    run: Run,
    by_hand: Path,
    work: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert run("submit", by_hand) == 0
    browser, opened = tmp_path / "browser", tmp_path / "opened"
    browser.write_text(f'#!/bin/sh\necho "$1" > {opened}\n')
    browser.chmod(0o755)
    monkeypatch.setenv("BROWSER", f"{browser} %s")
    assert in_a_process(None, "report", "--open").code == 0
    assert opened.read_text().strip() == (work / "report.html").as_uri()
    assert (work / "report.html").exists()
