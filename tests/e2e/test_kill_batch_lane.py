"""kill -9 while a job of the batch lane is submitted, under way or collected, then the same command."""

import os
import signal
import time
from pathlib import Path

import pytest

from tests.support.runs import PATIENCE, Ended, Service, finish, keepers, run, simulator, start

MANIFEST = """
name: overnight
defaults: {want: 4, final: pro, image_size: 1K, route: two_tier, waves: 1, max_attempts: 8, review: none, lane: batch}
items: [{id: fox, prompt: a fox in snow}, {id: owl, prompt: an owl at dusk}]
"""
PROFILE = """
accept_rate = 1.0
[batches]
queued = 0.5
running = 0.5
"""

MOMENTS = [
    ("batches.create", 1),
    ("batches.get", 1),
    ("files.download", 1),
    ("batches.create", 2),
    ("files.download", 2),
]
"""Requests whose answer is the last thing that the process may have heard of."""

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("manifest") / "overnight.yaml"
    path.write_text(MANIFEST)
    return path


@pytest.fixture(scope="module")
def undisturbed(manifest: Path, tmp_path_factory: pytest.TempPathFactory) -> Ended:
    folder = tmp_path_factory.mktemp("undisturbed")
    with simulator(folder / "simulator", PROFILE) as service:
        ended = run(service, "run", str(manifest), "--json", "-w", str(folder / "work"))
        assert ended.report["batch"]["keepers"] == 8
        return ended


def wait_for(service: Service, operation: str, times: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while sum(line["operation"] == operation for line in service.lines()) < times:
        assert time.monotonic() < deadline, f"no {operation} arrived"
        time.sleep(0.01)


@pytest.mark.parametrize(("operation", "times"), MOMENTS)
def test_after_a_kill_the_same_command_submits_no_job_twice_and_ends_with_the_same_keepers(
    manifest: Path, undisturbed: Ended, tmp_path: Path, operation: str, times: int
) -> None:
    command = ("run", str(manifest), "--json", "-w", str(tmp_path / "work"))
    with simulator(tmp_path / "simulator", PROFILE) as service:
        process = start(service, *command)
        wait_for(service, operation, times)
        os.kill(process.pid, signal.SIGKILL)
        finish(process)
        again = run(service, *command)
        assert again.code == undisturbed.code, again.err
        assert keepers(again.report) == keepers(undisturbed.report)
        created = [line for line in service.lines() if line["operation"] == "batches.create"]
        assert len({line["job"] for line in created}) == len(created)
        assert sum(line["model"] == created[0]["model"] for line in created) == 1, "all drafts are in the first job"
        # Finals go into the jobs that their drafts were collected in time for: one, or two after a kill.
        assert set(service.payments().values()) == {1}
        assert len(service.payments()) == 24, "sixteen drafts and eight finals"
        usd = again.report["batch"]["usd"]
        assert usd["perhaps"] == 0
        assert usd["spent"] == pytest.approx(float(service.billed()))
