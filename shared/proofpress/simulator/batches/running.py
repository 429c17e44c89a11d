"""The work on a job: its lines one after the other, its results out of order, its bill, its end."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from decimal import Decimal
from http import HTTPStatus
from pathlib import Path

from proofpress.domain.catalog import Lane
from proofpress.domain.pricing import Usage, settle
from proofpress.simulator.ask import find_model
from proofpress.simulator.batches.job import Job, Phase
from proofpress.simulator.batches.jobs import Deleted
from proofpress.simulator.batches.lines import Done, perform
from proofpress.simulator.batches.results import Results
from proofpress.simulator.faults import Do, Fault
from proofpress.simulator.records import PROMPT_SHOWN, RequestRecord
from proofpress.simulator.refusal import Refused
from proofpress.simulator.routes import Backend
from proofpress.simulator.state import State

_ENDS = {
    Do.FAIL: Phase.FAILED,
    Do.EXPIRE: Phase.EXPIRED,
    Do.CANCEL: Phase.CANCELLED,
    Do.PART: Phase.PARTIALLY_SUCCEEDED,
}
_GLANCE = 0.02


def work(job_id: str, state: State) -> None:
    """Bring a job to its end, unless the simulator ends before."""
    job = state.jobs.look(job_id)
    if job is None:
        return
    stuck = state.faults.due("job", job.model, job.display_name, {Do.STICK})
    if not _wait_in_line(state, job, float("inf") if stuck else state.profile.batches.queued):
        return
    fault = state.faults.due("job", job.model, job.display_name, _ENDS)
    with suppress(Deleted):
        if state.jobs.run(job_id):
            _carry_out(state, job, fault)
        else:
            _end(state, job, Phase.CANCELLED)


def _wait_in_line(state: State, job: Job, seconds: float) -> bool:
    """Wait until a job may begin or is cancelled; False where the simulator ends, or the job was deleted, before."""
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        current = state.jobs.look(job.id)
        if current is None or state.over.wait(_GLANCE):
            return False
        if current.phase is not Phase.PENDING:
            return True
    return not state.over.is_set()


def _carry_out(state: State, job: Job, fault: Fault | None) -> None:
    try:
        _run(state, job, fault)
    except Refused as refused:
        _end(state, job, Phase.FAILED, error={"code": 3, "message": str(refused)})


def _run(state: State, job: Job, fault: Fault | None) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source, results = _source(state, job, Path(folder)), Results(Path(folder))
        lines = _count(source)
        job = state.jobs.change(job.id, lines=lines)
        limit = fault.lines if fault else lines
        for number, text in enumerate(_lines(source), start=1):
            if number > limit or not _goes_on(state, job, lines):
                break
            results.add(_performed(state, job, number, text))
        if state.over.is_set():
            return
        phase = _ENDS[fault.do] if fault else Phase.SUCCEEDED
        if not fault and _is_cancelled(state, job):
            phase = Phase.CANCELLED
        _publish(state, job, results, phase)


def _performed(state: State, job: Job, number: int, text: bytes) -> Done:
    return perform(state, job, find_model(state.catalog, job.model), number, text)


def _source(state: State, job: Job, folder: Path) -> Path:
    if job.backend is Backend.STUDIO:
        return state.files.path(job.source.removeprefix("files/"))
    target = folder / "input.jsonl"
    state.objects.fetch(job.source, target)
    return target


def _lines(source: Path) -> Iterator[bytes]:
    with source.open("rb") as file:
        yield from (line for line in file if line.strip())


def _count(source: Path) -> int:
    return sum(1 for _ in _lines(source))


def _goes_on(state: State, job: Job, lines: int) -> bool:
    """Keep the job's pace; False where it is cancelled, deleted, or the simulator ends."""
    until = time.monotonic() + state.profile.batches.running / lines
    while True:
        if state.over.is_set() or _is_cancelled(state, job):
            return False
        left = until - time.monotonic()
        if left <= 0:
            return True
        state.over.wait(min(left, _GLANCE))


def _is_cancelled(state: State, job: Job) -> bool:
    current = state.jobs.look(job.id)
    return current is None or current.phase is Phase.CANCELLING


def _publish(state: State, job: Job, results: Results, phase: Phase) -> None:
    for done in results.done:
        state.records.add(_record(state, job, done))
    output = ""
    if results.done:
        output = _output(state, job, results)
    succeeded = sum(done.succeeded for done in results.done)
    error = {"code": 13, "message": "The job failed on the service's side."} if phase is Phase.FAILED else None
    _end(state, job, phase, output=output, error=error, succeeded=succeeded, failed=len(results.done) - succeeded)


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


def _end(state: State, job: Job, phase: Phase, **changes: object) -> None:
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
