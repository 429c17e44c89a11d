"""What the service says of a job, from the raw JSON of either form of the API; nothing in it may make us fail."""

from datetime import UTC, datetime
from typing import Any

from proofpress.domain.characters import made_whole
from proofpress.domain.jobs import JobCounts, JobState, JobStatus

JsonObject = dict[str, Any]

_STATES = {
    "PENDING": JobState.QUEUED,
    "QUEUED": JobState.QUEUED,
    "RUNNING": JobState.RUNNING,
    "UPDATING": JobState.RUNNING,
    "PAUSED": JobState.RUNNING,
    "CANCELLING": JobState.CANCELLING,
    "SUCCEEDED": JobState.SUCCEEDED,
    "PARTIALLY_SUCCEEDED": JobState.PARTIAL,
    "FAILED": JobState.FAILED,
    "CANCELLED": JobState.CANCELLED,
    "EXPIRED": JobState.EXPIRED,
}
"""Names without JOB_STATE_ or BATCH_STATE_ before them (google.genai.types.JobState and the REST references)."""


def studio_status(operation: JsonObject) -> JobStatus:
    """A job of the Gemini API, which is a long-running operation."""
    about = _object(operation, "metadata")
    output = _object(about, "output") or _object(operation, "response")
    stats = _object(about, "batchStats")
    state, words = _state(about.get("state"))
    if operation.get("done") and not state.over:
        # Whatever the word is, the operation will not change any more: what it left is to be read.
        state = JobState.FAILED if "error" in operation else JobState.PARTIAL
    return JobStatus(
        name=_text(operation, "name") or _text(about, "name"),
        display_name=_text(about, "displayName"),
        state=state,
        words=words,
        created=_time(about, "createTime"),
        updated=_time(about, "updateTime"),
        ended=_time(about, "endTime"),
        counts=JobCounts(
            lines=_count(stats, "requestCount"),
            succeeded=_count(stats, "successfulRequestCount"),
            failed=_count(stats, "failedRequestCount"),
        ),
        error=_error(operation),
        input=_text(_object(about, "inputConfig"), "fileName"),
        output=_text(output, "responsesFile") or _text(output, "fileName"),
    )


def vertex_status(job: JsonObject) -> JobStatus:
    """A job of Vertex AI, which is a batchPredictionJob."""
    stats = _object(job, "completionStats")
    counts = [_count(stats, name) for name in ("successfulCount", "failedCount", "incompleteCount")]
    uris = _object(_object(job, "inputConfig"), "gcsSource").get("uris")
    state, words = _state(job.get("state"))
    return JobStatus(
        name=_text(job, "name"),
        display_name=_text(job, "displayName"),
        state=state,
        words=words,
        created=_time(job, "createTime"),
        updated=_time(job, "updateTime"),
        ended=_time(job, "endTime"),
        counts=JobCounts(lines=-1 if min(counts) < 0 else sum(counts), succeeded=counts[0], failed=counts[1]),
        error=_error(job),
        input=made_whole(str(uris[0])) if isinstance(uris, list) and uris else "",
        output=_text(_object(job, "outputInfo"), "gcsOutputDirectory"),
    )


def _state(word: object) -> tuple[JobState, str]:
    words = made_whole(str(word or ""))
    return _STATES.get(words.rpartition("_STATE_")[2], JobState.UNKNOWN), words


def _object(found: JsonObject, name: str) -> JsonObject:
    value = found.get(name)
    return value if isinstance(value, dict) else {}


def _text(found: JsonObject, name: str) -> str:
    value = found.get(name)
    return made_whole(value) if isinstance(value, str) else ""


def _count(found: JsonObject, name: str) -> int:
    """Numbers of 64 bits come as strings; the Gemini API leaves a count of 0 out."""
    try:
        return int(found.get(name, 0 if found else -1))
    except (TypeError, ValueError, OverflowError):
        return -1


def _error(found: JsonObject) -> str:
    error = _object(found, "error")
    return made_whole(f"code {error.get('code')}: {error.get('message', '')}") if error else ""


def _time(found: JsonObject, name: str) -> datetime | None:
    """A moment with up to nine digits of a second, of which Python keeps six."""
    try:
        moment = datetime.fromisoformat(_text(found, name))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
