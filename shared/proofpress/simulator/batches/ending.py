"""The end of a job: its bill, its results, and who is told."""

from datetime import UTC, datetime
from decimal import Decimal
from http import HTTPStatus

from proofpress.domain.catalog import Lane
from proofpress.domain.pricing import Usage, settle
from proofpress.simulator.batches.job import Job, Phase
from proofpress.simulator.batches.lines import Done
from proofpress.simulator.batches.results import Results
from proofpress.simulator.faults import Do
from proofpress.simulator.records import PROMPT_SHOWN, RequestRecord
from proofpress.simulator.routes import Backend
from proofpress.simulator.state import State


def publish(state: State, job: Job, results: Results, phase: Phase) -> None:
    """Bill the lines that are done, make their results a file, and end the job."""
    for done in results.done:
        state.records.add(_record(state, job, done))
    output = ""
    if results.done:
        output = _output(state, job, results)
    succeeded = sum(done.succeeded for done in results.done)
    error = {"code": 13, "message": "The job failed on the service's side."} if phase is Phase.FAILED else None
    end(state, job, phase, output=output, error=error, succeeded=succeeded, failed=len(results.done) - succeeded)


def _output(state: State, job: Job, results: Results) -> str:
    written = results.write(state.faults, job)
    lost = state.faults.due("results", job.model, job.display_name, {Do.LOSE})
    if job.backend is Backend.STUDIO:
        file = state.files.generate(written, f"results of {job.display_name}")
        if lost:
            state.files.delete(file.id)
        return file.name
    output = f"{job.sink.rstrip('/')}/prediction-model-{job.created:%Y-%m-%dT%H:%M:%S.%fZ}/"
    if not lost:
        state.objects.write(f"{output}predictions.jsonl", written)
    return output


def end(state: State, job: Job, phase: Phase, **changes: object) -> None:
    """End a job, and tell of it."""
    ended = state.jobs.change(job.id, phase=phase, ended=datetime.now(UTC), **changes)
    if state.webhook is None or job.backend is not Backend.STUDIO:
        return
    lost = state.faults.due("webhook", job.model, job.display_name, {Do.LOSE})
    again = state.faults.due("webhook", job.model, job.display_name, {Do.REPEAT})
    if not lost:
        state.webhook.send(ended, times=2 if again else 1)


def _record(state: State, job: Job, done: Done) -> RequestRecord:
    reply, subject = done.reply, done.reply.subject
    usd = settle(state.catalog, state.catalog.models[job.model], reply.usage, Lane.BATCH) if reply.usage else Decimal(0)
    return RequestRecord(
        time=datetime.now(UTC).isoformat(),
        operation="line",
        model=job.model,
        key=subject.key,
        prompt=subject.prompt[:PROMPT_SHOWN],
        seed=subject.seed,
        images=subject.images,
        attempt=done.key,
        job=job.display_name,
        lane=Lane.BATCH,
        status=reply.status if reply.usage is None else HTTPStatus.OK,
        outcome=reply.outcome,
        billed=reply.usage is not None,
        usage=reply.usage or Usage(),
        usd=usd,
        sha256=reply.sha256,
        fault=reply.fault,
        latency=0.0,
    )
