"""The log lines of the function that brings jobs on: the dollars of a day's lines are those of the jobs' bills."""

from pathlib import Path

import pytest

from proofpress.domain.states import JobStep
from proofpress.entry.cloud.functions.job import READERS, ROUTES
from proofpress.entry.cloud.serving.endpoint import serve
from proofpress.entry.cloud.serving.parts import Parts
from proofpress.entry.cloud.serving.staging import stage_work
from proofpress.entry.cloud.settings import CloudSettings
from proofpress.entry.cloud.topology import Function
from proofpress.ports import Topic
from proofpress.stages.sweep import sweep
from tests.entry.cloud.conftest import Call, lines
from tests.entry.cloud.requests import push
from tests.stages.lane_desk import jobs, lane_desk

MANIFEST = (
    "defaults: {final: none, review: none, lane: batch, waves: 1}\nitems: [{id: keys, prompt: a brass key, want: 2}]\n"
)


def test_the_dollars_of_a_collected_job_are_logged_under_its_name(
    tmp_path: Path, call: Call, capsys: pytest.CaptureFixture[str]
) -> None:
    with lane_desk(tmp_path / "work") as desk, desk.opened() as pipeline:
        parts = Parts(CloudSettings(project="shop"), pipeline.ports)
        function = serve(Function.JOB, stage_work(ROUTES, READERS), lambda: parts)
        pipeline.submit(MANIFEST)
        logged: list[dict[str, object]] = []
        for _ in range(2):
            pipeline.clock.sleep(600)
            sweep(pipeline.ports)
            asked = [message for topic, message in pipeline.bus.waiting if topic is Topic.JOBS]
            pipeline.bus.waiting.clear()
            for message in asked:
                call(function, push(message))
            desk.simulator.settle()
            logged += lines(capsys.readouterr().out)
        (job,) = jobs(pipeline)
        assert job.step is JobStep.COLLECTED
        submitted, collected = logged
        assert submitted["dollars"] == 0
        assert collected["dollars"] == pytest.approx(float(desk.usd))
        assert collected["message"] == f"job {job.key} done"
        assert collected["logging.googleapis.com/labels"] == {"function": "job", "job": job.key}
