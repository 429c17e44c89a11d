"""run --lane batch: leave, look, come back and collect; cancel; and the two bills of plan."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from proofpress.domain.records import Batch
from proofpress.entry.local import open_workspace
from tests.cli.conftest import Run
from tests.support.runs import Service, simulator

PROFILE = """
accept_rate = 1.0
[latency]
median = 0.01
[batches]
queued = 1.0
running = 0.5
"""
SLOW = PROFILE.replace("queued = 1.0", "queued = 3600")
MANIFEST = """
name: overnight
defaults: {want: 2, final: pro, route: two_tier, image_size: 1K, waves: 1, max_attempts: 3, review: none}
items: [{id: fox, prompt: a fox in snow}]
"""


@pytest.fixture(scope="module", params=[PROFILE], ids=["jobs"])
def service(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with simulator(tmp_path_factory.mktemp("simulator"), request.param) as running:
        yield running


@pytest.fixture
def overnight(tmp_path: Path) -> Path:
    path = tmp_path / "overnight.yaml"
    path.write_text(MANIFEST)
    return path


def jobs(capsys: pytest.CaptureFixture[str], run: Run) -> list[dict[str, Any]]:
    capsys.readouterr()
    assert run("status", "overnight", "--json") == 0
    (batch,) = json.loads(capsys.readouterr().out)
    found: list[dict[str, Any]] = batch["jobs"]
    return found


def states(capsys: pytest.CaptureFixture[str], run: Run) -> list[str]:
    return [job["state"] for job in jobs(capsys, run)]


def test_a_detached_run_leaves_its_job_with_the_service_and_says_how_to_collect_it(
    run: Run, overnight: Path, service: Service, capsys: pytest.CaptureFixture[str]
) -> None:
    before = service.count()
    assert run("run", overnight, "--lane", "batch", "--detach") == 0
    said = capsys.readouterr().err
    assert "1 job with" in said
    assert "proofpress resume overnight" in said.replace("\n", " ")
    created = [line for line in service.lines()[before:] if line["operation"] == "batches.create"]
    assert len(created) == 1
    assert states(capsys, run)[0] in {"queued", "running"}


def test_the_same_command_and_resume_go_on_where_it_was_left(
    run: Run, overnight: Path, work: Path, service: Service, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("run", overnight, "--lane", "batch", "--detach") == 0
    assert run("run", overnight, "--lane", "batch", "--detach") == 0
    assert run("resume") == 0
    assert states(capsys, run) == ["collected", "collected"]
    report = json.loads((work / "report.json").read_text())
    assert report["batch"]["keepers"] == 2
    ours = {job["job"] for job in jobs(capsys, run)}
    lines = [line for line in service.lines() if line["job"] in ours]
    paid = [line["attempt"] for line in lines if line["billed"]]
    assert len(paid) == len(set(paid))
    assert {line["lane"] for line in lines if line["billed"]} == {"batch"}
    assert report["batch"]["usd"]["spent"] == pytest.approx(sum(float(line["usd"]) for line in lines))


def test_another_lane_is_another_manifest(run: Run, overnight: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("run", overnight, "--lane", "batch", "--detach") == 0
    assert run("run", overnight, "--lane", "live") == 2
    assert "--lane or --needed-by was another" in capsys.readouterr().err


def test_auto_needs_to_know_when(run: Run, overnight: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("run", overnight, "--lane", "auto") == 2
    assert "needs a deadline" in capsys.readouterr().err
    assert run("plan", overnight, "--lane", "auto", "--needed-by", "2999-01-01") == 0


def test_plan_shows_the_bill_beside_that_of_a_live_run(
    run: Run, overnight: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("plan", overnight, "--lane", "batch", "--json") == 0
    planned = json.loads(capsys.readouterr().out)
    assert run("plan", overnight, "--json") == 0
    live = json.loads(capsys.readouterr().out)
    assert live["lanes"] is None
    assert planned["lanes"]["all_live"] == live["expected"]["usd"]
    assert planned["lanes"]["hours"] == 48
    assert planned["lanes"]["worst_hours"] == 96
    assert planned["expected"]["usd"]["total"] == pytest.approx(live["expected"]["usd"]["total"] / 2)
    assert run("plan", overnight, "--lane", "batch") == 0
    shown = capsys.readouterr().out
    assert "all live" in shown
    assert "48 hours one after another" in shown.replace("\n", " ")


def test_a_deadline_that_leaves_no_time_is_all_live(
    run: Run, overnight: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("plan", overnight, "--lane", "auto", "--needed-by", "2020-01-01", "--json") == 0
    planned = json.loads(capsys.readouterr().out)
    assert planned["lanes"]["hours"] == 0
    assert planned["expected"]["usd"] == planned["lanes"]["all_live"]


@pytest.mark.parametrize("service", [SLOW], ids=["stuck"], indirect=True)
def test_cancel_stops_the_jobs_and_resume_collects_what_they_did(
    run: Run, overnight: Path, work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("run", overnight, "--lane", "batch", "--detach") == 0
    capsys.readouterr()
    assert run("cancel", "overnight", "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert said == {"batch": "overnight", "state": "cancelled", "slots_given_back": 0, "jobs_under_way": 1}
    assert states(capsys, run) == ["being cancelled"]
    assert run("resume", "overnight") == 0
    assert states(capsys, run) == ["cancelled"]
    assert run("resume", "overnight") == 2
    with open_workspace(work) as workspace:
        batch = workspace.ledger.get(Batch, "overnight")
        assert batch is not None
        assert not batch.untold
