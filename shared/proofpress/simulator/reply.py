"""Requests and answers as the operations see them, without HTTP around them."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from proofpress.domain.pricing import Usage
from proofpress.simulator.faults import Do, Fault
from proofpress.simulator.refusal import Refused, refused_for_now
from proofpress.simulator.routes import Route

JSON = "application/json; charset=UTF-8"
_BAD_GATEWAY = b"<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"


@dataclass(frozen=True)
class Request:
    """What arrived; header names are in lower case."""

    route: Route
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    base: str = ""
    """Where the client reached the simulator, such as http://127.0.0.1:8080."""


class Sent(StrEnum):
    """How much of an answer reaches the client."""

    WHOLE = "whole"
    HALF = "half"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Subject:
    """What a request for content was about, for the log."""

    model: str | None = None
    key: str | None = None
    prompt: str = ""
    seed: int | None = None
    images: tuple[str, ...] = ()
    job: str | None = None


@dataclass(frozen=True)
class Reply:
    """An answer: what goes out, and what the log says about it."""

    status: int
    body: bytes
    outcome: str
    content_type: str = JSON
    sent: Sent = Sent.WHOLE
    usage: Usage | None = None
    """What is billed; None where nothing is."""
    sha256: str | None = None
    takes: float = 0.0
    """Seconds from the request's arrival to the answer, at least."""
    subject: Subject = Subject()
    fault: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    file: Path | None = None
    """Sent instead of the body, piece by piece."""


def answer(data: Mapping[str, Any], outcome: str) -> Reply:
    """A good answer in JSON."""
    return Reply(200, json.dumps(data).encode(), outcome)


def refusal(refused: Refused) -> Reply:
    """The answer to a refused request."""
    return Reply(refused.code, json.dumps(refused.body()).encode(), "refused")


def under_fault(fault: Fault | None, work: Callable[[], Reply]) -> Reply:
    """Do the work as far as the fault allows, and spoil its answer as ordered."""
    if fault is None:
        return work()
    if fault.do is Do.STATUS:
        reply = refusal(refused_for_now(fault.status, fault.retry_after))
    elif fault.do is Do.HTML:
        reply = Reply(502, _BAD_GATEWAY, "refused", content_type="text/html; charset=UTF-8")
    else:
        reply = _spoilt(fault, work())
    return replace(reply, fault=fault.do.value)


def _spoilt(fault: Fault, reply: Reply) -> Reply:
    match fault.do:
        case Do.DELAY:
            return replace(reply, takes=reply.takes + fault.seconds)
        case Do.RESET:
            return replace(reply, sent=Sent.NOTHING, outcome="reset")
        case Do.TRUNCATE_BODY:
            return replace(reply, sent=Sent.HALF, outcome="truncated")
        case Do.NOT_JSON:
            return replace(reply, body=b"upstream connect error", content_type="text/plain", outcome="not_json")
        case _:
            return reply
