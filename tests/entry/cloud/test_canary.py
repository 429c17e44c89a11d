"""The functions that call the service log, answer and keep no key, though the service says it back."""

from dataclasses import replace
from pathlib import Path

import pytest

from proofpress.adapters.gemini import GeminiModels
from proofpress.adapters.gemini_jobs import GeminiJobs
from proofpress.adapters.gemini_settings import GeminiSettings
from proofpress.adapters.local.clock import SystemClock
from proofpress.domain import queries
from proofpress.domain.records import Record
from proofpress.entry.cloud.functions import draft, job
from proofpress.entry.cloud.serving.endpoint import serve
from proofpress.entry.cloud.serving.parts import Parts
from proofpress.entry.cloud.serving.staging import stage_work
from proofpress.entry.cloud.settings import CloudSettings
from proofpress.entry.cloud.topology import Function
from proofpress.ports import Topic
from proofpress.stages.sweep import sweep
from tests.entry.cloud.conftest import Call
from tests.entry.cloud.requests import push
from tests.security.echo import echo
from tests.security.test_canary import CANARY
from tests.support.pipeline import Pipeline, catalog


def records(pipeline: Pipeline) -> str:
    """All that the ledger has of a batch."""
    found: list[Record] = [*pipeline.attempts(), *pipeline.finals(), *pipeline.ledger.find(queries.jobs("b"))]
    return "".join(each.model_dump_json() for each in (*found, *pipeline.ledger.find(queries.dead_letters())))


@pytest.mark.parametrize("status", [200, 400, 403, 429, 500])
@pytest.mark.parametrize("lane", ["live", "batch"])
def test_functions_log_no_key_that_the_service_says_back(
    tmp_path: Path,
    call: Call,
    capsys: pytest.CaptureFixture[str],
    lane: str,
    status: int,
) -> None:
    """The key is in no variable of the environment, so that nothing but the adapter can know it."""
    with echo(status) as url:
        settings = GeminiSettings(base_url=url, api_key=CANARY, timeout=5.0)
        models = GeminiModels(settings, catalog(), SystemClock())
        jobs = GeminiJobs(settings, catalog(), SystemClock())
        pipeline = Pipeline(tmp_path / "lane", wrapped=lambda ports: replace(ports, models=models, jobs=jobs))
        pipeline.submit(f"defaults: {{final: none, review: none, lane: {lane}, waves: 1}}\nitems: [a brass key]\n")
        found = Parts(CloudSettings(project="shop"), pipeline.ports)
        function = {
            Topic.DRAFTS: serve(Function.DRAFT, stage_work(draft.ROUTES, draft.READERS), lambda: found),
            Topic.JOBS: serve(Function.JOB, stage_work(job.ROUTES, job.READERS), lambda: found),
        }
        answers = []
        for _ in range(3):
            pipeline.clock.sleep(600)
            sweep(pipeline.ports)
            waiting, pipeline.bus.waiting[:] = pipeline.bus.waiting[:], []
            answers += [call(function[topic], push(message)) for topic, message in waiting if topic in function]
        assert answers
        models.close()
        jobs.close()
    printed = capsys.readouterr()
    for place in (
        printed.out,
        printed.err,
        records(pipeline),
        *(f"{each.headers}{each.get_data()!r}" for each in answers),
    ):
        assert CANARY not in place
    pipeline.close()
