"""The message that has a planned call made live."""

from proofpress.domain.catalog import Lane
from proofpress.domain.events import DraftAccepted, DraftRequested
from proofpress.domain.records import Attempt, Final
from proofpress.ports import Ports, Topic


def request_of(call: Attempt | Final) -> tuple[Topic, DraftRequested | DraftAccepted]:
    """What asks the stage of a draft or of a final to make it, to take over its picture, or to see that it is not wanted."""
    if isinstance(call, Attempt):
        return Topic.DRAFTS, DraftRequested(attempt=call.key)
    return Topic.ACCEPTS, DraftAccepted(attempt=call.attempt, render=call.render)


def request(ports: Ports, call: Attempt | Final) -> None:
    """Send that; what goes to the batch lane is put into a job by `sweep`, and asked for by nobody."""
    if call.lane is Lane.LIVE:
        ports.bus.publish(*request_of(call), traceparent=call.traceparent)
