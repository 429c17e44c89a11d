"""The simulator's own endpoints under /_simulator: orders, the log, and a fresh start."""

import json

from pydantic import BaseModel, ConfigDict, ValidationError

from proofpress.simulator.faults import Fault
from proofpress.simulator.refusal import Refused
from proofpress.simulator.reply import Reply, answer, refusal
from proofpress.simulator.state import State

PREFIX = "/_simulator/"


class FaultScript(BaseModel):
    """What is sent to order faults."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    faults: tuple[Fault, ...]


def control(method: str, path: str, body: bytes, state: State) -> Reply:
    """Answer a request to one of the simulator's own endpoints."""
    match method, path.removeprefix(PREFIX):
        case "POST", "faults":
            return _script(body, state)
        case "GET", "faults":
            unmet = [fault.model_dump(mode="json") for fault in state.faults.unmet()]
            return answer({"faults": state.faults.report(), "unmet": unmet}, "control")
        case "GET", "requests":
            records = [json.loads(record.model_dump_json()) for record in state.records.all()]
            return answer({"requests": records}, "control")
        case "POST", "reset":
            state.reset()
            return answer({}, "control")
        case _:
            return refusal(Refused(404, f"The simulator has no {method} {path}."))


def _script(body: bytes, state: State) -> Reply:
    try:
        script = FaultScript.model_validate_json(body)
    except ValidationError as error:
        return refusal(Refused(400, f"These faults cannot be ordered: {error}"))
    state.faults.script(script.faults)
    return answer({"faults": len(script.faults)}, "control")
