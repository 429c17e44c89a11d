"""The message that has a planned call made live."""

from proofpress.domain.events import DraftAccepted, DraftRequested
from proofpress.domain.records import Attempt, Final
from proofpress.ports import Ports, Topic


def request(ports: Ports, call: Attempt | Final) -> None:
    """Ask the stage of a draft or of a final to make it, to take over its picture, or to see that it is not wanted."""
    if isinstance(call, Attempt):
        ports.bus.publish(Topic.DRAFTS, DraftRequested(attempt=call.key), traceparent=call.traceparent)
    else:
        accepted = DraftAccepted(attempt=call.attempt, render=call.render)
        ports.bus.publish(Topic.ACCEPTS, accepted, traceparent=call.traceparent)
