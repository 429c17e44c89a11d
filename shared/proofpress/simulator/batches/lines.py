"""The lines of a job: what each asks for, what comes of it, and how both forms of the API write that."""

import json
from dataclasses import dataclass, replace
from typing import Any

from proofpress.domain.catalog import Lane, Model
from proofpress.domain.labels import key_of
from proofpress.domain.pricing import Usage
from proofpress.simulator.ask import Ask, read_ask
from proofpress.simulator.batches.job import Job
from proofpress.simulator.faults import Do, Fault
from proofpress.simulator.generate import content
from proofpress.simulator.refusal import Refused
from proofpress.simulator.reply import Reply, Subject, refusal
from proofpress.simulator.routes import Backend
from proofpress.simulator.state import State

_RPC_CODES = {400: 3, 401: 16, 403: 7, 404: 5, 429: 8, 500: 13, 503: 14, 504: 4}
_OUTAGES = (500, 503)


@dataclass(frozen=True)
class Done:
    """One line with its result."""

    key: str
    line: bytes
    """As it is written, without its end."""
    reply: Reply

    @property
    def succeeded(self) -> bool:
        """Whether the line was answered at all; an answer without a picture is one."""
        return self.reply.usage is not None

    @property
    def usage(self) -> Usage | None:
        """What is billed."""
        return self.reply.usage


def perform(state: State, job: Job, model: Model, number: int, text: bytes) -> Done:
    """Do what one line asks for."""
    try:
        asked = json.loads(text)
        request = asked["request"]
        key = str(asked["key"]) if job.backend is Backend.STUDIO else key_of(request.get("labels", {}))
    except (ValueError, KeyError, TypeError) as error:
        return _done(job, f"line {number}", {}, refusal(Refused(400, f"Line {number} cannot be read: {error!r}")))
    return _done(job, key, request, _answer(state, job, model, request))


def _answer(state: State, job: Job, model: Model, request: dict[str, Any]) -> Reply:
    try:
        ask = read_ask(state.catalog, model, json.dumps(request).encode(), state.fetch)
    except Refused as refused:
        return refusal(refused)
    images = tuple(image.sha256 for image in ask.images)
    subject = Subject(model.id, ask.chance(state.seed).key, ask.prompt, ask.config.seed, images, job.display_name)
    fault = state.faults.due("line", model.id, ask.prompt)
    reply = replace(_content(state, job, ask, fault), subject=subject)
    return replace(reply, fault=fault.do.value) if fault else reply


def _content(state: State, job: Job, ask: Ask, fault: Fault | None) -> Reply:
    if fault and fault.do is Do.STATUS:
        return refusal(Refused(fault.status))
    chance = ask.chance(state.seed)
    visit = state.visits.count(f"{chance.key}/{Lane.BATCH}")
    if chance.share(f"line {visit}", {"failed": state.profile.batches.failures}):
        return refusal(Refused(chance.pick(f"line status {visit}", _OUTAGES)))
    try:
        return content(state, ask, job.backend, fault.do if fault else None)
    except Refused as refused:
        return refusal(refused)


def _done(job: Job, key: str, request: dict[str, Any], reply: Reply) -> Done:
    reply = replace(reply, subject=replace(reply.subject, job=job.display_name))
    line = _studio_line(key, reply) if job.backend is Backend.STUDIO else _vertex_line(request, reply)
    return Done(key, line, replace(reply, body=b""))


def _studio_line(key: str, reply: Reply) -> bytes:
    end = b',"key":' + json.dumps(key).encode() + b"}"
    if reply.usage is not None:
        return b'{"response":' + reply.body + end
    said = json.loads(reply.body)["error"]
    error = {"code": _RPC_CODES.get(said["code"], 2), "message": said["message"]}
    return b'{"error":' + json.dumps(error).encode() + end


def _vertex_line(request: dict[str, Any], reply: Reply) -> bytes:
    answered = reply.usage is not None
    status = "" if answered else f"Error: {reply.body.decode()}"
    head = json.dumps({"status": status, "processed_time": "", "request": request})[:-1].encode()
    return head + b',"response":' + (reply.body if answered else b"{}") + b"}"
