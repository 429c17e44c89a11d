"""Takes a request to its operation, keeps to the service's pace, and writes the log."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from proofpress.domain.pricing import Usage, settle
from proofpress.simulator.batches import file_calls, job_calls
from proofpress.simulator.generate import generate
from proofpress.simulator.models import get_model, list_models
from proofpress.simulator.records import PROMPT_SHOWN, RequestRecord
from proofpress.simulator.refusal import Refused, bad_key
from proofpress.simulator.reply import Reply, Request, Subject, refusal
from proofpress.simulator.routes import Backend
from proofpress.simulator.state import State

_OPERATIONS: dict[str, Callable[[Request, State], Reply]] = {
    "generateContent": generate,
    "models.get": get_model,
    "models.list": list_models,
    "files.upload": file_calls.upload,
    "files.get": file_calls.get,
    "files.list": file_calls.list_files,
    "files.delete": file_calls.delete,
    "files.download": file_calls.download,
    "batches.create": job_calls.create,
    "batches.get": job_calls.get,
    "batches.list": job_calls.list_jobs,
    "batches.cancel": job_calls.cancel,
    "batches.delete": job_calls.delete,
}


def dispatch(request: Request, state: State) -> Reply:
    """The answer to a request, once its time has come; the log knows it before the client does."""
    arrived, started = datetime.now(UTC), time.monotonic()
    try:
        _check_key(request)
        reply = _OPERATIONS[request.route.operation](request, state)
    except Refused as refused:
        reply = replace(refusal(refused), subject=Subject(model=request.route.model or None))
    time.sleep(max(0.0, reply.takes - (time.monotonic() - started)))
    state.records.add(_record(request, reply, state, arrived, time.monotonic() - started))
    return reply


def _check_key(request: Request) -> None:
    if request.route.backend is Backend.VERTEX or "authorization" in request.headers or "upload_id" in request.query:
        return
    key = request.headers.get("x-goog-api-key") or request.query.get("key")
    if not key:
        raise Refused(
            403, "Method doesn't allow unregistered callers. Please use API Key or other form of API consumer identity."
        )
    if key == "invalid":
        raise bad_key()


def _record(request: Request, reply: Reply, state: State, arrived: datetime, seconds: float) -> RequestRecord:
    subject = reply.subject
    return RequestRecord(
        time=arrived.isoformat(),
        operation=request.route.operation,
        model=subject.model,
        key=subject.key,
        prompt=subject.prompt[:PROMPT_SHOWN],
        seed=subject.seed,
        images=subject.images,
        attempt=request.headers.get("x-proofpress-attempt"),
        job=subject.job,
        status=reply.status,
        outcome=reply.outcome,
        billed=reply.usage is not None,
        usage=reply.usage or Usage(),
        usd=_usd(state, reply),
        sha256=reply.sha256,
        fault=reply.fault,
        latency=round(seconds, 4),
    )


def _usd(state: State, reply: Reply) -> Decimal:
    if reply.usage is None or reply.subject.model is None:
        return Decimal(0)
    return settle(state.catalog, state.catalog.models[reply.subject.model], reply.usage)
