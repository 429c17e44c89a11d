"""A bad day of the service: the batch finishes, and every dollar is accounted for."""

from decimal import Decimal
from pathlib import Path

import pytest

from tests.support.runs import run, simulator

STORM = """
accept_rate = 0.5
lost_look = 0.05
[latency]
median = 0.02
spread = 0.5
[defects]
dark = 0.02
truncated = 0.02
[refusals]
rate_limited = 0.20
unavailable = 0.05
empty = 0.05
safety = 0.03
retry_after = 0.05
"""

MANIFEST = """
name: storm
defaults: {prompt: "harbour number {{ n }} in the rain", want: 4, final: pro, max_usd_per_keeper: 2}
matrix: {n: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]}
"""

HARD = """
name: hard
max_usd: 60
defaults: {want: 100, final: pro, review: {mode: model, rubric: nothing is ever good enough}}
items: [{id: never, prompt: a prompt that nobody likes}]
"""

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


def test_in_a_storm_the_batch_finishes_and_the_bill_is_the_services_own_to_the_cent(tmp_path: Path) -> None:
    manifest = tmp_path / "storm.yaml"
    manifest.write_text(MANIFEST)
    with simulator(tmp_path / "simulator", STORM) as service:
        ended = run(service, "run", str(manifest), "--json", "-w", str(tmp_path / "work"))
        lines = service.lines()
    batch = ended.report["batch"]
    assert batch["state"] == "closed"
    assert batch["keepers"] >= 36
    refused = [line for line in lines if line["outcome"] == "refused"]
    assert len(refused) > len(lines) * 0.15, "the storm did not blow"
    assert {"empty", "safety"} <= {line["outcome"] for line in lines}
    assert Decimal(str(batch["usd"]["spent"])) == service.billed()
    assert batch["usd"]["perhaps"] == 0
    assert max(service.payments().values()) == 1
    by_class = {failure["failure"] for failure in batch["failures"]}
    assert {"empty", "safety"} <= by_class


def test_a_prompt_that_is_never_accepted_stops_with_code_4_far_below_its_cap(tmp_path: Path) -> None:
    manifest = tmp_path / "hard.yaml"
    manifest.write_text(HARD)
    with simulator(tmp_path / "simulator", STORM.replace("accept_rate = 0.5", "accept_rate = 0.0")) as service:
        ended = run(service, "run", str(manifest), "-w", str(tmp_path / "work"))
        lines = service.lines()
    assert ended.code == 4
    drafts = [line for line in lines if line["outcome"] == "image"]
    assert len(drafts) < 80
    assert service.billed() < 4
    assert "prompt" in ended.out
    assert "report.html" in ended.out


def test_without_a_key_the_first_line_says_that_pictures_are_simulated(tmp_path: Path) -> None:
    manifest = tmp_path / "one.yaml"
    manifest.write_text("items: [{id: a, prompt: a lighthouse}]")
    ended = run(None, "run", str(manifest), "--profile", "perfect", "-w", str(tmp_path / "work"))
    assert ended.code == 0, ended.err
    assert "nothing is spent" in ended.err.splitlines()[0]
    assert (tmp_path / "work" / "deliveries" / "one" / "a" / "0001.jpg").exists()


def test_a_changed_manifest_is_refused_with_the_difference(tmp_path: Path) -> None:
    manifest = tmp_path / "one.yaml"
    manifest.write_text("items:\n  - {id: a, prompt: a lighthouse}\n")
    command = ("run", str(manifest), "--profile", "perfect", "-w", str(tmp_path / "work"))
    assert run(None, *command).code == 0
    manifest.write_text("items:\n  # only a remark\n  - {id: a, prompt: a lighthouse}\n")
    assert run(None, *command).code == 0
    manifest.write_text("items:\n  - {id: a, prompt: a lighthouse in a storm}\n")
    refused = run(None, *command)
    assert refused.code == 2
    assert "-  - {id: a, prompt: a lighthouse}" in refused.err
    assert "+  - {id: a, prompt: a lighthouse in a storm}" in refused.err
    assert "--batch" in refused.err
