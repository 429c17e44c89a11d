"""Many workers at once, all on one item or spread over many: nobody starves, and a draft costs the same work.

The long form: `SLOTS=300 pytest tests/cloud/test_contention.py`.
"""

import json
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from proofpress.emulators.courier import Courier, delivering
from proofpress.entry.cloud.topology import Function
from tests.support.clouds import Cloud, cloud

WORKERS = 64

PROFILE = """
accept_rate = 1.0
lost_look = 0.0
[latency]
median = 2.0
spread = 0.1
"""

MANIFEST = """
name: {name}
defaults:
  prompt: scene {{{{ n }}}} at dusk
  route: two_tier
  review: none
  size: 256x256
  image_size: 1K
  want: {slots}
  max_attempts: {slots}
  max_usd_per_keeper: 2
matrix: {{n: {numbers}}}
"""

WHOLE = 300
"""Slots of one item in the long form."""

SLOTS = int(os.environ.get("SLOTS", "100"))
"""Of one item: enough for every worker to be at work on it."""

ITEMS = {"few": (4, 3), "one-item": (1, SLOTS), "many-items": (2 * SLOTS // 3, 3)}
"""Batches: items, and slots of each."""

pytestmark = [pytest.mark.slow, pytest.mark.timeout(2_700)]


@dataclass(frozen=True)
class Run:
    """What came of a batch."""

    report: dict[str, Any]
    seconds: float
    refused: Counter[int]
    most_drafts_under_way: int
    operations: float
    """Of the ledger, for each draft, in all functions together."""


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Cloud, Courier]]:
    folder = tmp_path_factory.mktemp("contention")
    profile = folder / "profile.toml"
    profile.write_text(PROFILE)
    with (
        delivering(Courier(width=WORKERS)) as courier,
        cloud(folder / "cloud", courier.through, profile=str(profile)) as started,
    ):
        yield started, courier


@pytest.fixture(scope="module")
def runs(running: tuple[Cloud, Courier], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Run]:
    return {name: run(*running, tmp_path_factory.mktemp("manifest"), name) for name in ITEMS}


def run(running: Cloud, courier: Courier, folder: Path, name: str) -> Run:
    items, slots = ITEMS[name]
    manifest = folder / f"{name}.yaml"
    manifest.write_text(MANIFEST.format(name=name, slots=slots, numbers=list(range(items))))
    courier.refused.clear()
    courier.most_under_way.clear()
    began = time.monotonic()
    report = running.finished(running.submit(manifest))
    seconds = time.monotonic() - began
    most = courier.most_under_way[running.emulated.functions[Function.DRAFT].host]
    return Run(report, seconds, Counter(courier.refused), most, operations(running, name, report["batch"]["drafts"]))


def operations(running: Cloud, batch: str, drafts: int) -> float:
    steps = [
        step
        for function in Function
        for line in (running.emulated.logs / f"{function}.log").read_text().splitlines()
        if line.startswith("{")
        and (step := json.loads(line)).get("logging.googleapis.com/labels", {}).get("batch") == batch
    ]
    return float(sum(step["ledger_reads"] + step["ledger_writes"] for step in steps)) / drafts


@pytest.mark.parametrize("name", ITEMS)
def test_every_slot_ends_as_a_keeper_and_nobody_starves(runs: dict[str, Run], name: str) -> None:
    items, slots = ITEMS[name]

    assert runs[name].report["batch"]["keepers"] == items * slots
    assert runs[name].report["batch"]["attempts"] == items * slots
    assert not runs[name].refused


@pytest.mark.parametrize("name", ["one-item", "many-items"])
def test_the_workers_were_at_work_together(runs: dict[str, Run], name: str) -> None:
    most = runs[name].most_drafts_under_way
    if SLOTS >= WHOLE:
        assert most == WORKERS
    # Of a small batch's messages some are of other functions while drafts are still under way.
    assert most > WORKERS // 2


def test_the_work_for_a_draft_does_not_grow_with_the_batch(
    runs: dict[str, Run], capsys: pytest.CaptureFixture[str]
) -> None:
    with capsys.disabled():
        for name, each in runs.items():
            drafts = each.report["batch"]["drafts"]
            sys.stdout.write(
                f"\n{name}: {drafts} drafts in {each.seconds:.1f} s, {each.operations:.1f} operations each\n"
            )

    # Small batches pay more for their beginning and their end. What grew with the batch would be many times as much.
    assert runs["one-item"].operations <= runs["few"].operations * 1.5
    assert runs["many-items"].operations <= runs["few"].operations * 1.5
