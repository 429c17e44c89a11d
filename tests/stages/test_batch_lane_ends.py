"""However a job ends, and whatever its results lack: what was paid is booked, and the keepers come all the same."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest

from proofpress.domain.catalog import Lane
from proofpress.domain.errors import FailureClass
from proofpress.domain.jobs import JobStatus
from proofpress.domain.records import FindingKind
from proofpress.domain.states import AttemptState, BatchState, JobStep
from proofpress.ports import JobResult, Ports
from proofpress.stages.cancelling import cancel
from proofpress.stages.sweep import sweep
from tests.stages import invariants
from tests.stages.crashing import Crash, Tripwire
from tests.stages.lane_desk import LaneDesk, booked, jobs, lane_desk, run_on
from tests.support.pipeline import Pipeline

T = TypeVar("T")

DRAFTS = 4
MANIFEST = """
defaults: {want: 4, final: none, aspect_ratio: "1:1", waves: 1, max_attempts: 4, review: none,
           max_usd_per_keeper: 1, lane: batch}
items: [{id: dunes, prompt: dunes at dusk}]
"""
AUTO = MANIFEST.replace("lane: batch", "lane: auto, needed_by: '2026-01-03T04:00:00Z'")
"""Time for one job at worst, counted from the first of January, and not for two."""


def check_books(desk: LaneDesk, pipeline: Pipeline) -> None:
    """Nothing was paid that is not booked, and no slot was called more often than it has leases."""
    assert booked(pipeline) >= desk.usd
    assert max(desk.billed.values()) <= 2
    invariants.check_ended(pipeline)
    invariants.check_caps(pipeline)
    invariants.check_objects(pipeline)


@pytest.mark.parametrize(
    ("do", "step"),
    [("fail", JobStep.FAILED), ("expire", JobStep.EXPIRED), ("cancel", JobStep.CANCELLED), ("part", JobStep.COLLECTED)],
)
@pytest.mark.parametrize("lines", [0, 1, 3])
def test_what_a_job_had_done_is_kept_and_the_rest_goes_into_smaller_jobs(
    tmp_path: Path, do: str, step: JobStep, lines: int
) -> None:
    with lane_desk(tmp_path) as desk, desk.opened() as pipeline:
        desk.script("job", do, lines=lines)
        pipeline.submit(MANIFEST)
        run_on(pipeline)
        first, *others = jobs(pipeline)
        assert first.step is step
        assert first.pictures == lines
        assert sorted(job.calls for job in others) == {4: [2, 2], 3: [1, 2], 1: [1]}[DRAFTS - lines]
        assert {job.step for job in others} == {JobStep.COLLECTED}
        assert len(pipeline.keepers()) == DRAFTS
        assert max(desk.billed.values()) == 1
        if do != "part":  # of a job that ended as done, nobody knows whether a missing line was billed
            assert booked(pipeline) == desk.usd
        check_books(desk, pipeline)


def test_a_job_that_hangs_is_called_off_and_its_calls_are_made_in_others(tmp_path: Path) -> None:
    with lane_desk(tmp_path) as desk, desk.opened() as pipeline:
        desk.script("job", "stick")
        pipeline.submit(MANIFEST)
        run_on(pipeline)
        stuck, *others = jobs(pipeline)
        assert stuck.step is JobStep.CANCELLED
        assert stuck.submitting is not None
        took = stuck.changed - stuck.submitting
        assert pipeline.ports.policy.job_limit <= took < pipeline.ports.policy.job_limit + timedelta(hours=1)
        assert [job.calls for job in others] == [2, 2]
        assert len(pipeline.keepers()) == DRAFTS
        assert booked(pipeline) == desk.usd
        check_books(desk, pipeline)


def test_near_its_deadline_what_a_job_left_is_made_live(tmp_path: Path) -> None:
    with lane_desk(tmp_path) as desk, desk.opened() as pipeline:
        desk.script("job", "stick")
        pipeline.submit(AUTO)
        run_on(pipeline)
        assert [job.step for job in jobs(pipeline)] == [JobStep.CANCELLED]
        assert {attempt.lane for attempt in pipeline.attempts()} == {Lane.LIVE}
        assert len(pipeline.keepers()) == DRAFTS
        closed, needed_by = pipeline.batch().closed, pipeline.items()[0].spec.lanes.needed_by
        assert closed is not None
        assert needed_by is not None
        assert closed <= needed_by
        check_books(desk, pipeline)


def test_a_state_that_nobody_has_heard_of_is_waited_out(tmp_path: Path) -> None:
    with lane_desk(tmp_path) as desk, desk.opened() as pipeline:
        desk.script("job", "baffle", seconds=0.5)
        pipeline.submit(MANIFEST)
        run_on(pipeline)
        assert [job.step for job in jobs(pipeline)] == [JobStep.COLLECTED]
        assert booked(pipeline) == desk.usd
        check_books(desk, pipeline)


@pytest.mark.parametrize(
    ("do", "kind"),
    [
        ("drop", FindingKind.MISSING),
        ("repeat", FindingKind.DUPLICATE),
        ("alien", FindingKind.UNKNOWN),
        ("garble", FindingKind.UNREADABLE),
    ],
)
def test_a_line_that_should_not_be_or_is_not_there_is_a_finding(tmp_path: Path, do: str, kind: FindingKind) -> None:
    with lane_desk(tmp_path) as desk, desk.opened() as pipeline:
        desk.script("results", do, lines=1)
        pipeline.submit(MANIFEST)
        run_on(pipeline)
        first = jobs(pipeline)[0]
        assert first.step is JobStep.COLLECTED
        assert first.found[kind] == 1
        assert any(finding.kind is kind for finding in first.findings)
        assert len(pipeline.keepers()) == DRAFTS
        check_books(desk, pipeline)
        if kind in (FindingKind.DUPLICATE, FindingKind.UNKNOWN):
            assert len(jobs(pipeline)) == 1
            assert booked(pipeline) == desk.usd


@pytest.mark.parametrize("do", ["fail", "expire", "cancel"])
@pytest.mark.parametrize("odd", ["garble", "alien"])
def test_a_stray_line_of_a_job_that_came_to_nothing_may_be_anybodys_and_is_booked_as_perhaps_paid(
    tmp_path: Path, do: str, odd: str
) -> None:
    with lane_desk(tmp_path) as desk, desk.opened() as pipeline:
        desk.script("job", do, lines=2)
        desk.script("results", odd, lines=1)
        pipeline.submit(MANIFEST)
        run_on(pipeline)
        assert len(pipeline.keepers()) == DRAFTS
        assert any(attempt.perhaps_usd for attempt in pipeline.attempts())
        check_books(desk, pipeline)


class Misfiling:
    """A batch lane that answers every call of other jobs under the key of one call, too."""

    def __init__(self, inner: Any, key: str) -> None:
        self.inner = inner
        self.key = key

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)

    def results(self, status: JobStatus) -> Iterator[JobResult]:
        for result in self.inner.results(status):
            if result.key != self.key:
                yield replace(result, key=self.key)
            yield result


def test_an_answer_under_the_key_of_another_jobs_call_changes_nothing(tmp_path: Path) -> None:
    items = "items: [{id: dunes, prompt: dunes, draft: lite}, {id: sea, prompt: the sea, draft: standard}]"
    manifest = MANIFEST.replace("4", "1").replace("items: [{id: dunes, prompt: dunes at dusk}]", items)

    def misfiling(ports: Ports) -> Ports:
        return replace(ports, jobs=Misfiling(ports.jobs, "b/sea/0001"))

    with lane_desk(tmp_path) as desk, desk.opened(misfiling) as pipeline:
        pipeline.submit(manifest)
        run_on(pipeline)
        assert sorted(job.found.get(FindingKind.UNKNOWN, 0) for job in jobs(pipeline)) == [0, 1]
        assert {bill.model for bill in pipeline.attempts()[1].bills} == {pipeline.ports.catalog.model("standard").id}
        assert booked(pipeline) == desk.usd
        check_books(desk, pipeline)


def test_results_that_are_gone_count_as_perhaps_paid_and_are_asked_for_once_more(tmp_path: Path) -> None:
    with lane_desk(tmp_path) as desk, desk.opened() as pipeline:
        desk.script("results", "lose")
        pipeline.submit(MANIFEST)
        run_on(pipeline)
        gone, *others = jobs(pipeline)
        assert gone.found == {FindingKind.GONE: 1, FindingKind.MISSING: DRAFTS}
        assert [job.calls for job in others] == [2, 2]
        assert all(attempt.perhaps_usd for attempt in pipeline.attempts())
        assert len(pipeline.keepers()) == DRAFTS
        check_books(desk, pipeline)


class DeadlyPut(Tripwire):
    """The process dies right after it has kept a draft."""

    def step(self, name: str, action: Callable[[], T]) -> T:
        self.after = True
        self.at = len(self.steps) + 1 if name.startswith("put b/dunes/") else 0
        return super().step(name, action)


class Vanishing:
    """A batch lane whose results are gone."""

    def __init__(self, inner: Any) -> None:
        self.inner = inner

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)

    def results(self, status: JobStatus) -> Iterator[JobResult]:
        if status:
            raise FileNotFoundError(status.name)
        yield from ()


def test_what_was_kept_of_the_last_results_is_not_lost_when_they_are_gone(tmp_path: Path) -> None:
    def vanishing(ports: Ports) -> Ports:
        return replace(ports, jobs=Vanishing(ports.jobs))

    with lane_desk(tmp_path) as desk:
        desk.script("job", "fail", lines=0)
        with desk.opened(DeadlyPut().wrap) as pipeline:
            pipeline.submit(MANIFEST)
            with pytest.raises(Crash):
                run_on(pipeline)
        with desk.opened(vanishing) as pipeline:
            run_on(pipeline)
            assert [bool(attempt.usd) for attempt in pipeline.attempts()].count(True) == 1
            assert len(pipeline.keepers()) == 1
            check_books(desk, pipeline)


def test_a_refused_line_keeps_its_class(tmp_path: Path) -> None:
    with lane_desk(tmp_path) as desk, desk.opened() as pipeline:
        desk.script("line", "safety")
        desk.script("line", "status", status=503, nth=2)
        pipeline.submit(MANIFEST)
        run_on(pipeline)
        failed = [attempt for attempt in pipeline.attempts() if attempt.state is AttemptState.FAILED]
        assert [attempt.failure for attempt in failed] == [FailureClass.SAFETY]
        assert failed[0].words
        assert jobs(pipeline)[0].refusals == 2
        assert len(pipeline.keepers()) == DRAFTS - 1
        assert max(desk.billed.values()) == 1
        assert booked(pipeline) == desk.usd
        check_books(desk, pipeline)


def test_a_cancelled_batch_stops_its_jobs_and_keeps_what_they_had_done(tmp_path: Path) -> None:
    with lane_desk(tmp_path, batches={"queued": 3600}) as desk, desk.opened() as pipeline:
        pipeline.submit(MANIFEST)
        run_on(pipeline, hours=0.1)
        assert cancel(pipeline.ports, "b") == 0
        run_on(pipeline)
        assert [job.step for job in jobs(pipeline)] == [JobStep.CANCELLED]
        assert pipeline.batch().state is BatchState.CANCELLED
        assert not pipeline.batch().untold
        assert {attempt.state for attempt in pipeline.attempts()} == {AttemptState.CANCELLED}
        assert desk.usd == booked(pipeline) == 0


def test_a_job_that_was_not_sent_yet_is_not_sent_after_a_cancel(tmp_path: Path) -> None:
    with lane_desk(tmp_path) as desk, desk.opened() as pipeline:
        pipeline.submit(MANIFEST)
        pipeline.drive()
        pipeline.clock.sleep(180)
        sweep(pipeline.ports)
        assert [job.step for job in jobs(pipeline)] == [JobStep.PLANNED]
        assert cancel(pipeline.ports, "b") == DRAFTS
        run_on(pipeline)
        assert [job.step for job in jobs(pipeline)] == [JobStep.CANCELLED]
        assert desk.submitted == []


@pytest.mark.parametrize("order", [{"status": 429}, {"status": 400}])
def test_a_submission_that_is_refused_costs_nothing(tmp_path: Path, order: dict[str, Any]) -> None:
    with lane_desk(tmp_path) as desk, desk.opened() as pipeline:
        desk.script("batches.create", "status", **order)
        pipeline.submit(MANIFEST)
        run_on(pipeline)
        assert len(pipeline.keepers()) == DRAFTS
        assert max(desk.billed.values()) == 1
        assert booked(pipeline) == desk.usd
        check_books(desk, pipeline)


def test_a_service_that_takes_no_jobs_is_left_for_the_live_lane_in_time(tmp_path: Path) -> None:
    with lane_desk(tmp_path) as desk, desk.opened() as pipeline:
        desk.script("batches.create", "status", status=429, times=10_000)
        pipeline.submit(AUTO)
        run_on(pipeline)
        assert [job.step for job in jobs(pipeline)] == [JobStep.CANCELLED]
        assert desk.submitted == []
        assert len(pipeline.keepers()) == DRAFTS
        assert {attempt.leases for attempt in pipeline.attempts()} == {0}
        assert booked(pipeline) == desk.usd
        check_books(desk, pipeline)
