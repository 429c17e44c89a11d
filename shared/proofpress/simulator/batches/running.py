"""The work on a job: its wait, then its lines one after the other."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from proofpress.simulator.ask import find_model
from proofpress.simulator.batches.ending import end, publish
from proofpress.simulator.batches.job import Job, Phase
from proofpress.simulator.batches.jobs import Deleted
from proofpress.simulator.batches.lines import Done, perform
from proofpress.simulator.batches.results import Results
from proofpress.simulator.faults import Do, Fault
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
            end(state, job, Phase.CANCELLED)


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
        end(state, job, Phase.FAILED, error={"code": 3, "message": str(refused)})


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
        publish(state, job, results, phase)


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
