"""A batch ends on the emulated cloud as it does in a work folder, whichever way its manifest came."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.clouds import Cloud, cloud
from tests.support.reports import differences
from tests.support.runs import run, start

WALLPAPERS = Path(__file__).parents[2] / "examples" / "wallpapers.yaml"

SMALL = """
name: small
defaults: {prompt: 'scene {{ n }} at dusk', want: 2, seed: 3, max_attempts: 12, max_usd_per_keeper: 2}
matrix: {n: [1, 2, 3]}
"""

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    with cloud(tmp_path_factory.mktemp("cloud"), sweep_seconds=5.0) as started:
        yield started


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("manifest") / "small.yaml"
    path.write_text(SMALL)
    return path


def run_locally(manifest: Path, work: Path) -> dict[str, object]:
    return run(None, "run", str(manifest), "--simulate", "--json", "-w", str(work)).report


def test_a_manifest_in_the_inbox_ends_with_the_report_of_a_local_run(running: Cloud, tmp_path: Path) -> None:
    ended = running.run("submit", str(WALLPAPERS), "--to", running.inbox, "--wait", "--json")

    assert ended.code == 0, ended.err
    assert ended.report["batch"]["keepers"] == 24
    assert differences(ended.report, run_locally(WALLPAPERS, tmp_path)) == []


def test_a_manifest_in_a_message_ends_with_the_report_of_a_local_run(
    running: Cloud, small: Path, tmp_path: Path
) -> None:
    ended = running.run("submit", str(small), "--to", running.inbox, "--as-message", "--wait", "--json")

    assert ended.code == 0, ended.err
    assert differences(ended.report, run_locally(small, tmp_path)) == []


def test_run_on_an_emulated_cloud_is_a_local_run_to_its_user(small: Path, tmp_path: Path) -> None:
    ended = run(None, "run", str(small), "--on", "cloud-emulated", "--json", "-w", str(tmp_path / "cloud"))

    assert ended.code == 0, ended.err
    assert differences(ended.report, run_locally(small, tmp_path / "local")) == []
    written = json.loads((tmp_path / "cloud" / "cloud" / "small" / "report.json").read_text())
    assert differences(written, ended.report) == []


def test_emulate_ends_with_the_exit_code_of_its_command_and_leads_it_to_the_cloud(tmp_path: Path) -> None:
    script = '"$0" -c "from proofpress.entry.cli import main; main()" status --json && exit 7'
    ended = run(None, "emulate", "-w", str(tmp_path), "--", "sh", "-c", script, sys.executable)

    assert ended.code == 7, ended.err
    assert json.loads(ended.out) == []


def test_emulate_without_a_command_prints_what_a_shell_needs(tmp_path: Path) -> None:
    with start(None, "emulate", "-w", str(tmp_path)) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        process.terminate()
        # `communicate` would miss what `readline` read ahead.
        rest = process.stdout.read()

    assert process.returncode == 0
    assert first == "export PROOFPRESS_PROJECT=emulated\n"
    assert "export FIRESTORE_EMULATOR_HOST=127.0.0.1:" in rest
