"""The server's own endpoints under /_storage: faults, and notifications that are still to be sent."""

from pydantic import BaseModel, ConfigDict, ValidationError

from proofpress.emulators.storage.faults import Fault
from proofpress.emulators.storage.messages import Reply, Request, answer
from proofpress.emulators.storage.refusals import invalid
from proofpress.emulators.storage.state import State

PREFIX = "/_storage/"


class FaultScript(BaseModel):
    """What is sent to order faults."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    faults: tuple[Fault, ...]


def order_faults(request: Request, state: State) -> Reply:
    """Order more faults."""
    try:
        script = FaultScript.model_validate_json(request.body.whole())
    except ValidationError as error:
        raise invalid(f"These faults cannot be ordered: {error}") from error
    state.faults.script(script.faults)
    return answer(request, {"faults": len(script.faults)})


def report_faults(request: Request, state: State) -> Reply:
    """Every order, with how often it was met."""
    return answer(request, {"faults": state.faults.report()})


def clear_faults(_: Request, state: State) -> Reply:
    """Drop all orders."""
    state.faults.clear()
    return Reply(204)


def count_announcements(request: Request, state: State) -> Reply:
    """How many notifications Pub/Sub has not taken yet."""
    return answer(request, {"waiting": waiting(state)})


def waiting(state: State) -> int:
    """How many notifications Pub/Sub has not taken yet."""
    with state.index.reading() as db:
        (count,) = db.execute("SELECT count(*) FROM announcements").fetchone()
    return int(count)
