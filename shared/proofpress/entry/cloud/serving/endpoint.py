"""A function's HTTP side: read the request, do the work, answer the queue, log one line.

Pub/Sub acknowledges on 204 and delivers again, later and later, after anything else. So what can never succeed is
recorded and acknowledged, what may succeed later is a 5xx, and only what nobody of ours can have sent is a 4xx.
"""

import time
from collections.abc import Callable

import werkzeug
from flask import Request, Response

from proofpress.entry.cloud.envelope import LARGEST_BODY, Envelope, Refused, parse
from proofpress.entry.cloud.serving import logs
from proofpress.entry.cloud.serving.outcome import Outcome, outcome_of
from proofpress.entry.cloud.serving.parts import OpenParts
from proofpress.entry.cloud.serving.step import Step, Work, begin
from proofpress.entry.cloud.serving.steplog import log_step
from proofpress.entry.cloud.topology import Function

HttpFunction = Callable[[Request], werkzeug.Response]
_REFUSALS = range(400, 500)


def receive(request: Request) -> Envelope:
    """What a request carries; Refused where that is no event."""
    if request.method != "POST":
        raise Refused(405, "Events are posted here.")
    if (request.content_length or 0) > LARGEST_BODY:
        raise Refused(413, f"The body is larger than {LARGEST_BODY} bytes.")
    return parse(dict(request.headers.items()), request.get_data())


def serve(
    function: Function, work: Work, opened: OpenParts, receive: Callable[[Request], Envelope] = receive
) -> HttpFunction:
    """The function as functions-framework runs it."""
    logs.configure()

    def handle(request: Request) -> Response:
        started, steps = time.monotonic(), list[Step]()
        try:
            steps.append(_begin(opened, receive(request)))
            outcome = work(steps[0])
        except Exception as error:  # noqa: BLE001 - whatever it is, the queue gets an answer and the log a line
            outcome = outcome_of(error)
        log_step(function, outcome, time.monotonic() - started, *steps)
        logs.leave()
        return _response(outcome)

    return handle


def _begin(opened: OpenParts, envelope: Envelope) -> Step:
    step = begin(opened(), envelope)
    logs.enter(step.settings.project, step.ports.trace)
    return step


def _response(outcome: Outcome) -> Response:
    """Words only for strangers: the queue reads nothing but the status."""
    words = f"{outcome.words}\n" if outcome.status in _REFUSALS else None
    headers = {"Allow": "POST"} if outcome.status == 405 else None  # noqa: PLR2004
    return Response(words, outcome.status, headers, mimetype="text/plain")
