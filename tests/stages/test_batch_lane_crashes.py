"""A process dies at every step of a batch whose calls go to the batch lane; the next one pays for no job twice."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple, TypeVar

import pytest

from proofpress.adapters.gemini_jobs import GeminiJobs
from proofpress.adapters.local.clock import SystemClock
from proofpress.domain.errors import FailureClass, PerhapsPaid
from proofpress.domain.jobs import JobState, JobStatus
from proofpress.domain.records import Batch, FindingKind
from proofpress.domain.states import JobStep
from proofpress.ports import JobOrder
from tests.stages import invariants
from tests.stages.crashing import Crash, Tripwire
from tests.stages.lane_desk import LaneDesk, booked, jobs, lane_desk, run_on
from tests.support.jobs import settings_of
from tests.support.pipeline import Pipeline, catalog

T = TypeVar("T")

MANIFEST = """
defaults: {want: 1, final: pro, image_size: 1K, route: two_tier, aspect_ratio: "1:1", waves: 1, max_attempts: 2,
           review: none, max_usd_per_keeper: 2, lane: batch}
items: [{id: dunes, prompt: dunes at dusk}]
"""


OFTEN = 2
"""Times that a step of the same name is died at; a job is asked after as often as the simulator needs time."""


class Point(NamedTuple):
    """A step by its name, where jobs have none of their own, and how often it came before."""

    name: str
    before: int


@dataclass
class NamedWire(Tripwire):
    """Crashes at a point; without one it lists those that there are."""

    point: Point | None = None
    passed: list[Point] = field(default_factory=list)

    def step(self, name: str, action: Callable[[], T]) -> T:
        plain = re.sub(r"proofpress-[0-9a-f]+", "job", name)
        here = Point(plain, sum(point.name == plain for point in self.passed))
        self.passed.append(here)
        self.at = len(self.steps) + 1 if here == self.point else 0
        return super().step(name, action)


@dataclass(frozen=True)
class Undisturbed:
    """The run that every other one must equal."""

    keepers: dict[str, str]
    points: list[Point]
    submitted: int


def keepers(pipeline: Pipeline) -> dict[str, str]:
    return {final.key: image.sha256 for final in pipeline.finals() for image in final.deliveries}


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    wire = NamedWire()
    with lane_desk(tmp_path_factory.mktemp("undisturbed")) as desk, desk.opened(wire.wrap) as pipeline:
        pipeline.submit(MANIFEST)
        run_on(pipeline)
        assert len(pipeline.keepers()) == 1
        return Undisturbed(keepers(pipeline), [p for p in wire.passed if p.before < OFTEN], len(desk.submitted))


def crash(desk: LaneDesk, wire: Tripwire) -> None:
    with desk.opened(wire.wrap) as pipeline:
        try:
            pipeline.submit(MANIFEST)
            run_on(pipeline)
        except Crash:
            return
    raise AssertionError("the run ended before the step that it was to die at")


def resumed(desk: LaneDesk, *, takeover: bool) -> Iterator[Pipeline]:
    """Go on as the only process of a machine, or as one of many."""
    with desk.opened() as pipeline:
        if pipeline.ledger.get(Batch, "b") is None:
            pipeline.submit(MANIFEST)
        run_on(pipeline, takeover=takeover)
        yield pipeline


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("takeover", [False, True], ids=["shared", "takeover"])
def test_a_crash_at_any_step_submits_no_job_twice_and_changes_no_keeper(
    undisturbed: Undisturbed, tmp_path: Path, *, after: bool, takeover: bool
) -> None:
    for at, point in enumerate(undisturbed.points):
        with lane_desk(tmp_path / f"{at:04}") as desk:
            crash(desk, NamedWire(after=after, point=point))
            for pipeline in resumed(desk, takeover=takeover):
                try:
                    _check(desk, pipeline, undisturbed)
                except AssertionError as error:
                    raise AssertionError(f"crashed {'after' if after else 'before'} {point}") from error


def _check(desk: LaneDesk, pipeline: Pipeline, expected: Undisturbed) -> None:
    assert keepers(pipeline) == expected.keepers
    # One that was given up before it was sent goes in two halves.
    assert expected.submitted <= len(desk.submitted) == len(set(desk.submitted)) <= expected.submitted + 1
    assert max(desk.billed.values()) == 1
    assert booked(pipeline) >= desk.usd
    invariants.check_ended(pipeline)
    invariants.check_caps(pipeline)
    invariants.check_objects(pipeline)
    assert not [job.key for job in jobs(pipeline) if job.is_under_way]


def test_a_job_whose_submission_got_no_answer_is_found_by_its_name(tmp_path: Path) -> None:
    with lane_desk(tmp_path) as desk, desk.opened() as pipeline:
        desk.script("batches.create", "reset")
        pipeline.submit(MANIFEST)
        run_on(pipeline)
        assert len(desk.submitted) == 2  # the drafts' and the final's
        assert max(desk.billed.values()) == 1
        assert booked(pipeline) == desk.usd
        invariants.check_ended(pipeline)


class Twice(GeminiJobs):
    """A lane in which every job is submitted by two, neither of whom gets an answer."""

    def submit(self, order: JobOrder) -> JobStatus:
        again = replace(order, lines=list(order.lines))
        super().submit(again)
        super().submit(again)
        raise PerhapsPaid(FailureClass.TIMEOUT, "no answer")


def test_of_two_jobs_of_one_name_the_first_is_taken_and_the_other_called_off_and_noted(tmp_path: Path) -> None:
    with lane_desk(tmp_path, batches={"queued": 3600}) as desk, desk.opened() as pipeline:
        lane = Twice(settings_of(desk.service, desk.simulator.url), catalog(), SystemClock())
        pipeline.ports = replace(pipeline.ports, jobs=lane)
        pipeline.submit(MANIFEST)
        run_on(pipeline, hours=1)
        (job,) = jobs(pipeline)
        first, second = lane.find(job.key)
        assert (job.step, job.name) == (JobStep.SUBMITTED, first.name)
        assert [(finding.kind, finding.words) for finding in job.findings] == [(FindingKind.TWICE, second.name)]
        assert second.state is JobState.CANCELLED
        assert not first.state.over
        lane.close()


def test_a_job_that_is_listed_late_is_waited_for(tmp_path: Path) -> None:
    with lane_desk(tmp_path) as desk, desk.opened() as pipeline:
        desk.script("batches.create", "reset")
        desk.script("job", "hide", seconds=0.05)
        pipeline.submit(MANIFEST)
        run_on(pipeline)
        assert len(desk.submitted) == 2
        assert booked(pipeline) == desk.usd


def test_a_job_that_is_never_listed_is_given_up_and_counted_as_perhaps_paid(tmp_path: Path) -> None:
    with lane_desk(tmp_path) as desk, desk.opened() as pipeline:
        desk.script("batches.create", "reset")
        desk.script("job", "hide", seconds=3600)
        pipeline.submit(MANIFEST)
        run_on(pipeline)
        lost, again, *_ = jobs(pipeline)
        assert (lost.step, again.step) == (JobStep.LOST, JobStep.COLLECTED)
        assert again.created - lost.changed < again.changed - again.created + 10 * pipeline.ports.policy.listed_after
        assert lost.submitting is not None
        assert lost.changed - lost.submitting >= pipeline.ports.policy.listed_after
        assert max(desk.billed.values()) == 2  # the one bill that no caution can spare: the leases are used up by it
        assert {attempt.leases for attempt in pipeline.attempts()} <= {0, 2}
        assert all(attempt.perhaps_usd for attempt in pipeline.attempts())
        assert booked(pipeline) >= desk.usd
        invariants.check_caps(pipeline)
