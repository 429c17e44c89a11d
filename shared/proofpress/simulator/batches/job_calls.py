"""The operations on jobs: create, describe, list, cancel, delete, for both forms of the API."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from uuid import uuid4

from proofpress.domain.catalog import Lane
from proofpress.simulator.ask import find_model
from proofpress.simulator.batches import studio, vertex
from proofpress.simulator.batches.job import Job
from proofpress.simulator.batches.paging import page_of
from proofpress.simulator.batches.running import work
from proofpress.simulator.faults import Do
from proofpress.simulator.refusal import Refused
from proofpress.simulator.reply import Reply, Request, Subject, answer, under_fault
from proofpress.simulator.routes import Backend
from proofpress.simulator.state import State


def create(request: Request, state: State) -> Reply:
    """Create a job; every call creates one, whatever its display name."""
    order = (studio if request.route.backend is Backend.STUDIO else vertex).read_order(request)
    if Lane.BATCH not in find_model(state.catalog, order.model).lanes:
        raise Refused(400, f"{order.model} does not support batch prediction.")
    subject = Subject(model=order.model, job=order.display_name)

    def act() -> Reply:
        if request.route.backend is Backend.STUDIO:
            state.files.get(order.source.removeprefix("files/"))
        job = _made(request, state, order)
        state.jobs.start(job, partial(work, state=state))
        return answer(_described(job), "created")

    fault = state.faults.due(request.route.operation, order.model, order.display_name)
    return replace(under_fault(fault, act), subject=subject)


def get(request: Request, state: State) -> Reply:
    """Describe a job."""
    return _on_job(request, state, lambda job: answer(_described(job), "job"))


def list_jobs(request: Request, state: State) -> Reply:
    """Describe all jobs, page by page."""

    def act() -> Reply:
        is_studio = request.route.backend is Backend.STUDIO
        found = state.jobs.all(request.route.backend)
        chosen = found if is_studio else [job for job in found if vertex.chosen(job, request)]
        page, token = page_of(chosen, request, state.profile.batches.page)
        field = "operations" if is_studio else "batchPredictionJobs"
        listed: dict[str, Any] = {field: [_described(job) for job in page]} if page else {}
        return answer({**listed, "nextPageToken": token} if token else listed, "jobs")

    return under_fault(state.faults.due(request.route.operation), act)


def cancel(request: Request, state: State) -> Reply:
    """Ask a job to stop."""

    def act(job: Job) -> Reply:
        state.jobs.cancel(job)
        return answer({}, "cancelled")

    return _on_job(request, state, act)


def delete(request: Request, state: State) -> Reply:
    """Forget a job."""

    def act(job: Job) -> Reply:
        state.jobs.delete(job)
        done = {} if request.route.backend is Backend.STUDIO else {"name": f"{job.place}/operations/1", "done": True}
        return answer(done, "deleted")

    return _on_job(request, state, act)


def _on_job(request: Request, state: State, act: Callable[[Job], Reply]) -> Reply:
    job = state.jobs.get(request.route.backend, request.route.name)
    fault = state.faults.due(request.route.operation, job.model, job.display_name)
    subject = Subject(model=job.model, job=job.display_name)
    return replace(under_fault(fault, lambda: act(job)), subject=subject)


def _made(request: Request, state: State, order: studio.Order) -> Job:
    now = datetime.now(UTC)

    def until(do: Do) -> datetime | None:
        fault = state.faults.due("job", order.model, order.display_name, {do})
        return now + timedelta(seconds=fault.seconds) if fault else None

    return Job(
        id=uuid4().hex[:20] if request.route.backend is Backend.STUDIO else str(uuid4().int % 10**18),
        backend=request.route.backend,
        place=request.route.place,
        display_name=order.display_name,
        model=order.model,
        source=order.source,
        sink=order.sink,
        created=now,
        updated=now,
        hidden_until=until(Do.HIDE),
        baffling_until=until(Do.BAFFLE),
    )


def _described(job: Job) -> dict[str, Any]:
    described = studio.described(job) if job.backend is Backend.STUDIO else vertex.described(job)
    return json.loads(json.dumps(described))  # type: ignore[no-any-return]
