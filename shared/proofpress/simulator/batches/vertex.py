"""Jobs as Vertex AI writes them: batchPredictionJobs."""

import json
import re
from typing import Any

from proofpress.simulator.batches.files import timestamp
from proofpress.simulator.batches.job import Job
from proofpress.simulator.batches.studio import Order
from proofpress.simulator.refusal import Refused
from proofpress.simulator.reply import Request

_FILTER = re.compile(r'\s*(?:display_name|displayName)\s*=\s*"([^"]*)"\s*')


def read_order(request: Request) -> Order:
    """The order of a request; Refused where it is none, or does not read and write lines in Cloud Storage."""
    try:
        body = json.loads(request.body)
        (source,) = body["inputConfig"]["gcsSource"]["uris"]
        sink = body["outputConfig"]["gcsDestination"]["outputUriPrefix"]
        formats = {body["inputConfig"]["instancesFormat"], body["outputConfig"]["predictionsFormat"]}
        model = str(body["model"]).rsplit("/", 1)[-1]
    except (ValueError, KeyError, TypeError) as error:
        raise Refused(
            400, f"A batch prediction job reads one object of lines and writes to a prefix: {error!r}"
        ) from error
    if formats != {"jsonl"}:
        raise Refused(400, "The simulator reads and writes jsonl only.")
    return Order(body.get("displayName", ""), model, source, sink)


def chosen(job: Job, request: Request) -> bool:
    """Whether the filter of a list lets a job through."""
    wanted = request.query.get("filter")
    if not wanted:
        return True
    found = _FILTER.fullmatch(wanted)
    if not found:
        raise Refused(400, f"The simulator filters by display_name only, not by {wanted!r}.")
    return job.display_name == found[1]


def described(job: Job) -> dict[str, Any]:
    """The resource that a job is."""
    found: dict[str, Any] = {
        "name": job.name,
        "displayName": job.display_name,
        "model": f"publishers/google/models/{job.model}",
        "state": f"JOB_STATE_{job.state}",
        "createTime": timestamp(job.created),
        "updateTime": timestamp(job.updated),
        "inputConfig": {"instancesFormat": "jsonl", "gcsSource": {"uris": [job.source]}},
        "outputConfig": {"predictionsFormat": "jsonl", "gcsDestination": {"outputUriPrefix": job.sink}},
    }
    if job.began:
        found["startTime"] = timestamp(job.began)
    if job.ended:
        counts = {"successfulCount": job.succeeded, "failedCount": job.failed, "incompleteCount": -1}
        found |= {
            "endTime": timestamp(job.ended),
            "completionStats": {name: str(count) for name, count in counts.items()},
        }
    if job.output:
        found["outputInfo"] = {"gcsOutputDirectory": job.output.rstrip("/")}
    return found | {"error": job.error} if job.error else found
