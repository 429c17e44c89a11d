"""Jobs as the Gemini API writes them: as long-running operations."""

import json
from dataclasses import dataclass
from typing import Any

from proofpress.simulator.batches.files import timestamp
from proofpress.simulator.batches.job import Job
from proofpress.simulator.refusal import Refused
from proofpress.simulator.reply import Request

_WORDS = {"CANCELLING": "RUNNING", "PARTIALLY_SUCCEEDED": "SUCCEEDED"}
"""Phases that this form of the API has no word for."""
_TYPE = "type.googleapis.com/google.ai.generativelanguage.v1main.GenerateContentBatch"


@dataclass(frozen=True)
class Order:
    """What a job is created from."""

    display_name: str
    model: str
    source: str
    sink: str = ""


def read_order(request: Request) -> Order:
    """The order of a request; Refused where it is none, or has its requests inline."""
    try:
        batch = json.loads(request.body)["batch"]
        inputs = batch["inputConfig"]
    except (ValueError, KeyError, TypeError) as error:
        raise Refused(400, "A batch needs its inputConfig.") from error
    source = inputs.get("fileName") or inputs.get("file_name")
    if not source:
        raise Refused(400, "The simulator reads the requests of a batch from a file: name it in inputConfig.fileName.")
    return Order(batch.get("displayName") or batch.get("display_name") or "", request.route.model, source)


def described(job: Job) -> dict[str, Any]:
    """The operation that a job is."""
    metadata: dict[str, Any] = {
        "@type": _TYPE,
        "name": job.name,
        "model": f"models/{job.model}",
        "displayName": job.display_name,
        "state": f"BATCH_STATE_{_WORDS.get(job.state, job.state)}",
        "createTime": timestamp(job.created),
        "updateTime": timestamp(job.updated),
        "inputConfig": {"fileName": job.source},
        "batchStats": _stats(job),
    }
    if job.ended:
        metadata["endTime"] = timestamp(job.ended)
    found: dict[str, Any] = {"name": job.name, "metadata": metadata}
    if job.phase.over:
        found["done"] = True
    if job.output:
        metadata["output"] = {"responsesFile": job.output}
    if job.error:
        return found | {"error": job.error}
    if job.output:
        return found | {"response": {"@type": f"{_TYPE}Output", "responsesFile": job.output}}
    return found


def _stats(job: Job) -> dict[str, str]:
    counts = {
        "requestCount": job.lines,
        "successfulRequestCount": job.succeeded,
        "failedRequestCount": job.failed,
        "pendingRequestCount": job.lines - job.succeeded - job.failed,
    }
    return {name: str(count) for name, count in counts.items() if count}
