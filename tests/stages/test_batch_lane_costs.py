"""What the batch lane costs the ledger: little more a draft than the live lane, however many share a job."""

from dataclasses import replace
from pathlib import Path

import pytest

from proofpress.ports import Ports
from proofpress.stages.sweep import sweep
from tests.stages import invariants
from tests.stages.counting import CountingLedger
from tests.stages.lane_desk import lane_desk

MANIFEST = """
defaults: {{prompt: "scene {{{{ n }}}}", want: 2, final: none, waves: 1, max_attempts: 2, review: none, lane: {lane}}}
matrix: {{n: [{numbers}]}}
"""

SWEEPS = 3
"""To pack, to ask after the job, and to find that nothing is left. A real job is asked after for hours, which costs a
batch a few documents each time, and a draft nothing."""

MORE_READS, MORE_WRITES = 9, 2
"""Documents that a draft may cost more than a live one. It is bound to its job by a write, and leased and settled as a live
one is. It is read by the sweep that meets it, to be packed, to be leased and to be collected, its item each time with it."""


def costs(folder: Path, lane: str, items: int) -> tuple[float, float]:
    ledgers: list[CountingLedger] = []

    def counted(ports: Ports) -> Ports:
        ledgers.append(CountingLedger(ports.ledger))
        return replace(ports, ledger=ledgers[0])

    with lane_desk(folder, accept_rate=1) as desk, desk.opened(counted) as pipeline:
        pipeline.submit(MANIFEST.format(lane=lane, numbers=", ".join(map(str, range(items)))))
        pipeline.drive()
        for _ in range(SWEEPS):
            pipeline.clock.sleep(600)
            sweep(pipeline.ports)
            pipeline.drive()
            desk.simulator.settle()
        invariants.check_ended(pipeline)
        assert len(desk.submitted) == int(lane == "batch")
        drafts = len(pipeline.attempts())
        reads, writes = (sum(counts.values()) / drafts for counts in (ledgers[0].reads, ledgers[0].writes))
        print(f"\n{lane}, {drafts} drafts: {reads:.2f} reads and {writes:.2f} writes a draft")  # noqa: T201
        return reads, writes


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_draft_costs_little_more_than_a_live_one_however_many_share_its_job(tmp_path: Path) -> None:
    live, few = costs(tmp_path / "live", "live", 10), costs(tmp_path / "few", "batch", 10)
    many = costs(tmp_path / "many", "batch", 30)
    assert few[0] <= live[0] + MORE_READS
    assert few[1] <= live[1] + MORE_WRITES
    assert many[0] <= 1.05 * few[0]
    assert many[1] <= 1.05 * few[1]
