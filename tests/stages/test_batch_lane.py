"""Drafts and finals in the batch lane: the same keepers as live, at half the price."""

from decimal import Decimal
from pathlib import Path

import pytest

from proofpress.domain.catalog import Lane
from proofpress.domain.events import JobRequested, encode
from proofpress.domain.records import Attempt, Final
from proofpress.domain.states import AttemptState, JobStep
from proofpress.ports import Topic
from proofpress.reporting.build import build
from proofpress.stages.sweep import sweep
from tests.stages import invariants
from tests.stages.lane_desk import LaneDesk, booked, jobs, lane_desk, run_on
from tests.support.pipeline import Pipeline, catalog

MANIFEST = """
defaults:
  {{want: 2, final: pro, image_size: 1K, route: two_tier, aspect_ratio: "1:1", waves: 1, max_attempts: 5,
   max_usd_per_keeper: 2, lane: {lane}}}
items:
  - {{id: dunes, prompt: dunes at dusk}}
  - {{id: sea, prompt: the sea at night}}
"""


def lineage(pipeline: Pipeline) -> dict[str, object]:
    """What explains every picture, without its lane and its bill."""
    records: list[Attempt | Final] = [*pipeline.attempts(), *pipeline.finals()]
    return {
        record.key: (
            record.state,
            record.image and (record.image.name, record.image.sha256),
            record.instruction and record.instruction.model_copy(update={"lane": Lane.LIVE}),
            record.number,
            [bill.usage for bill in record.bills],
        )
        for record in records
    }


def bills(pipeline: Pipeline, stage: str) -> Decimal:
    usd = build(pipeline.ledger, "b", catalog()).batch.usd.by_stage
    return Decimal(usd.get(stage, 0))


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, object], list[str], Decimal, Decimal]:
    with lane_desk(tmp_path_factory.mktemp("live")) as desk, desk.opened() as pipeline:
        pipeline.submit(MANIFEST.format(lane="live"))
        run_on(pipeline)
        assert desk.submitted == []
        return lineage(pipeline), pipeline.keepers(), bills(pipeline, "draft"), bills(pipeline, "render")


@pytest.mark.parametrize(
    ("lane", "drafts", "finals"), [("{draft: batch}", 2, 1), ("batch", 2, 2), ("{final: batch}", 1, 2)]
)
def test_the_keepers_and_their_lineage_are_those_of_a_live_run_at_half_the_price(
    live: tuple[dict[str, object], list[str], Decimal, Decimal], tmp_path: Path, lane: str, drafts: int, finals: int
) -> None:
    expected, keepers, draft_usd, final_usd = live
    with lane_desk(tmp_path) as desk, desk.opened() as pipeline:
        pipeline.submit(MANIFEST.format(lane=lane))
        run_on(pipeline)
        assert pipeline.keepers() == keepers
        assert lineage(pipeline) == expected
        assert bills(pipeline, "draft") * drafts == draft_usd
        assert bills(pipeline, "render") * finals == final_usd
        assert booked(pipeline) == desk.usd
        assert max(desk.billed.values()) == 1
        assert {job.step for job in jobs(pipeline)} == {JobStep.COLLECTED}
        invariants.check_ended(pipeline)
        invariants.check_caps(pipeline)
        invariants.check_objects(pipeline)


def test_the_calls_of_many_cohorts_share_a_job(tmp_path: Path) -> None:
    manifest = "defaults: {review: hand, lane: batch, final: none}\nitems: [moor, sea, dunes, wood]\n"
    with lane_desk(tmp_path) as desk, desk.opened() as pipeline:
        pipeline.submit(manifest)
        run_on(pipeline, hours=0.1)
        desk.simulator.settle()
        run_on(pipeline, hours=1)
        assert pipeline.batch().cohorts == 4
        assert len(desk.submitted) == 1
        assert {attempt.state for attempt in pipeline.attempts()} <= {AttemptState.PASSED, AttemptState.REJECTED}


def test_a_job_is_collected_once_however_often_its_end_is_told(tmp_path: Path) -> None:
    with lane_desk(tmp_path) as desk, desk.opened() as pipeline:
        _submit(desk, pipeline)
        told = encode(JobRequested(job=jobs(pipeline)[0].key))
        for _ in range(3):
            pipeline.deliver(Topic.JOBS, told)
        run_on(pipeline)
        pipeline.deliver(Topic.JOBS, told)
        assert max(desk.billed.values()) == 1
        assert booked(pipeline) == desk.usd
        invariants.check_ended(pipeline)


def test_polling_alone_brings_a_job_home_where_its_webhook_is_lost(tmp_path: Path) -> None:
    with lane_desk(tmp_path, batches={"queued": 0.2, "running": 0.2}) as desk, desk.opened() as pipeline:
        _submit(desk, pipeline)
        assert jobs(pipeline)[0].step is JobStep.SUBMITTED
        run_on(pipeline)
        assert jobs(pipeline)[0].step is JobStep.COLLECTED
        invariants.check_ended(pipeline)


def test_attempts_are_leased_for_the_life_of_their_job(tmp_path: Path) -> None:
    with lane_desk(tmp_path, batches={"queued": 3600}) as desk, desk.opened() as pipeline:
        _submit(desk, pipeline)
        run_on(pipeline, hours=10)
        for takeover in (False, True):
            sweep(pipeline.ports, takeover=takeover)
            pipeline.drive()
        assert {attempt.state for attempt in pipeline.attempts()} == {AttemptState.LEASED}
        assert {attempt.leases for attempt in pipeline.attempts()} == {1}
        assert {attempt.job for attempt in pipeline.attempts()} == {jobs(pipeline)[0].key}
        assert len(desk.submitted) == 1


def _submit(desk: LaneDesk, pipeline: Pipeline) -> None:
    pipeline.submit(MANIFEST.format(lane="batch"))
    run_on(pipeline, hours=0.1)
    assert len(desk.submitted) == 1
