"""The HTTP side of `sweep`, which has two callers: the scheduler, and the subscription of the dead letters."""

from datetime import timedelta

import werkzeug
from flask import Request

from proofpress.domain.events import Message
from proofpress.entry.cloud.envelope import Envelope
from proofpress.entry.cloud.serving.endpoint import HttpFunction, serve
from proofpress.entry.cloud.serving.exhausted import record_exhausted
from proofpress.entry.cloud.serving.outcome import DONE, Outcome
from proofpress.entry.cloud.serving.parts import OpenParts
from proofpress.entry.cloud.serving.step import Step
from proofpress.entry.cloud.topology import FUNCTION_TIMEOUT, Function
from proofpress.stages.sweep import sweep

_HEADER = "X-CloudScheduler"
_BODY = {"sweep": True}
_PATIENCE = timedelta(seconds=FUNCTION_TIMEOUT / 2)
"""What a sweep has not looked at by then is left to the next one: cut off by the time limit, it would tell nobody."""


def answering(opened: OpenParts) -> HttpFunction:
    """The function: a sweep for each call of the scheduler, a dead letter for each message."""
    on_tick = serve(Function.SWEEP, _sweep_once, opened, _tick)
    on_message = serve(Function.SWEEP, record_exhausted, opened)

    def handle(request: Request) -> werkzeug.Response:
        return on_tick(request) if is_tick(request) else on_message(request)

    return handle


def is_tick(request: Request) -> bool:
    """Whether a request is a call of Cloud Scheduler, or of a person: a POST of {"sweep": true}."""
    if request.method != "POST":
        return False
    return _HEADER in request.headers or request.get_json(force=True, silent=True) == _BODY


def _tick(_request: Request) -> Envelope:
    """A call of the scheduler brings nothing but itself."""
    return Envelope(Message(data=b"", attributes={}))


def _sweep_once(step: Step) -> Outcome:
    sweep(step.ports, patience=_PATIENCE)
    step.ports.bus.flush()
    return DONE
