"""The one line that every delivery leaves in the log."""

import logging

from proofpress.entry.cloud.serving.outcome import Outcome
from proofpress.entry.cloud.serving.step import Step
from proofpress.entry.cloud.topology import Function

_log = logging.getLogger(__name__)


def log_step(function: Function, outcome: Outcome, seconds: float, step: Step | None = None) -> None:
    """Say what a delivery came to; one that was refused before any work has no step."""
    labels = {"function": str(function), **(step.labels if step else {})}
    about = "/".join(labels[name] for name in ("batch", "item", "attempt", "job") if name in labels)
    message = " ".join(filter(None, (function, about, outcome.name))) + (f": {outcome.words}" if outcome.words else "")
    fields: dict[str, object] = {
        "logging.googleapis.com/labels": labels,
        "outcome": outcome.name,
        "milliseconds": _milliseconds(seconds),
        **(_of_step(step) if step else {}),
    }
    level = logging.getLevelNamesMapping()[outcome.severity]
    _log.log(level, "%s", message, exc_info=outcome.crash, extra={"step": fields})


def _of_step(step: Step) -> dict[str, object]:
    return {
        "dollars": float(step.meter.usd),
        "model_milliseconds": _milliseconds(step.meter.model_seconds),
        "ledger_reads": step.meter.reads,
        "ledger_writes": step.meter.writes,
        "delivery_attempt": step.envelope.deliveries,
        "message_id": step.envelope.id,
    }


def _milliseconds(seconds: float) -> float:
    return round(seconds * 1_000, 1)
