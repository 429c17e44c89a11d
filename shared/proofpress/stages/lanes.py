"""The batch lane, where a process has one, and the lane that a call is to take now."""

from proofpress.domain.catalog import Lane
from proofpress.domain.deadlines import lane_of_drafts, lane_of_finals
from proofpress.domain.errors import Stop
from proofpress.domain.records import Attempt, Final, Item
from proofpress.ports import Jobs, Ports


def jobs_of(ports: Ports) -> Jobs:
    """The batch lane; Stop in a process that makes no calls in it."""
    if ports.jobs is None:
        raise Stop("This process makes no calls in the batch lane.")
    return ports.jobs


def lane_now(ports: Ports, item: Item, call: Attempt | Final) -> Lane:
    """The lane that the manifest wants for a call that is made now."""
    if isinstance(call, Attempt):
        return lane_of_drafts(item.draft_lane, item.spec.lanes, ports.clock.now())
    return lane_of_finals(item.final_lane, item.spec.lanes, ports.clock.now())
