"""The HTTP side of `webhook`: who is not the service gets a 400, and a webhook that comes again changes nothing."""

import os
from datetime import UTC, datetime

from flask import Request

from proofpress.domain.errors import BadInput
from proofpress.domain.events import Message
from proofpress.domain.webhooks import Forged, Recent, verify
from proofpress.entry.cloud.envelope import Envelope, Refused
from proofpress.entry.cloud.serving.endpoint import HttpFunction, serve
from proofpress.entry.cloud.serving.outcome import DONE, Outcome
from proofpress.entry.cloud.serving.parts import OpenParts
from proofpress.entry.cloud.serving.step import Step
from proofpress.entry.cloud.topology import Function
from proofpress.stages.knocking import knock

SECRETS = "PROOFPRESS_WEBHOOK_SECRETS"
_LARGEST = 65_536
"""Bytes; a webhook carries a few names."""
_KNOCK, _NOTHING = "knock", "nothing"


def answering(opened: OpenParts) -> HttpFunction:
    """The function: a look at every job under way for each webhook that tells of one."""
    recent = Recent()
    return serve(Function.WEBHOOK, _work, opened, lambda request: _received(request, recent))


def _received(request: Request, recent: Recent) -> Envelope:
    """Nothing of what a webhook says is passed on: it is a knock, no fact."""
    if request.method != "POST":
        raise Refused(405, "Webhooks are posted here.")
    if (request.content_length or 0) > _LARGEST:
        raise Refused(413, f"The body is larger than {_LARGEST} bytes.")
    now = datetime.now(UTC)
    try:
        event = verify(dict(request.headers.items()), request.get_data(), _secrets(), now)
    except Forged as forged:
        raise Refused(400, "This is no webhook of ours.") from forged
    new = event.is_about_jobs and recent.is_new(event, now)
    return Envelope(Message(data=b"", attributes={"about": _KNOCK if new else _NOTHING}))


def _secrets() -> list[str]:
    secrets = os.environ.get(SECRETS, "").split()
    if not secrets:
        raise BadInput(f"{SECRETS} has no secret: set it to what the registration of the webhook showed once.")
    return secrets


def _work(step: Step) -> Outcome:
    if step.envelope.message.attributes["about"] == _KNOCK:
        knock(step.ports)
        step.ports.bus.flush()
    return DONE
