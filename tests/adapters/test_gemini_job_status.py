"""What the service says of a job is read whole, in both forms, and nothing in it brings the reading down."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofpress.adapters.gemini_job_status import studio_status, vertex_status
from proofpress.domain.jobs import JobCounts, JobState, JobStatus

# The two examples are those of the service's references, with names of ours.
OPERATION: dict[str, Any] = {
    "name": "batches/b1",
    "done": True,
    "metadata": {
        "name": "batches/b1",
        "model": "models/gemini-3.1-flash-lite-image",
        "displayName": "job-1",
        "state": "BATCH_STATE_SUCCEEDED",
        "createTime": "2026-11-20T10:00:00.123456789Z",
        "endTime": "2026-11-20T11:00:00Z",
        "inputConfig": {"fileName": "files/in"},
        "batchStats": {"requestCount": "3", "successfulRequestCount": "2", "failedRequestCount": "1"},
        "output": {"responsesFile": "files/out"},
    },
    "response": {"responsesFile": "files/out"},
}
PREDICTION: dict[str, Any] = {
    "name": "projects/1/locations/global/batchPredictionJobs/2",
    "displayName": "job-1",
    "state": "JOB_STATE_SUCCEEDED",
    "createTime": "2026-11-20T10:00:00.123456Z",
    "endTime": "2026-11-20T11:00:00Z",
    "inputConfig": {"gcsSource": {"uris": ["gs://b/lines.jsonl"]}},
    "completionStats": {"successfulCount": "2", "failedCount": "1", "incompleteCount": "0"},
    "outputInfo": {"gcsOutputDirectory": "gs://b/out/prediction-1"},
}


def in_state(word: str, **fields: Any) -> JobStatus:
    return studio_status({"name": "batches/b1", "metadata": {"state": word}, **fields})


@pytest.mark.parametrize(
    ("status", "source", "output"),
    [
        (studio_status(OPERATION), "files/in", "files/out"),
        (vertex_status(PREDICTION), "gs://b/lines.jsonl", "gs://b/out/prediction-1"),
    ],
    ids=["studio", "vertex"],
)
def test_everything_that_is_said_is_read(status: JobStatus, source: str, output: str) -> None:
    assert (status.display_name, status.state, status.input, status.output) == (
        "job-1",
        JobState.SUCCEEDED,
        source,
        output,
    )
    assert status.counts == JobCounts(lines=3, succeeded=2, failed=1)
    assert status.created == datetime(2026, 11, 20, 10, 0, 0, 123456, UTC)
    assert status.ended == datetime(2026, 11, 20, 11, 0, tzinfo=UTC)


@pytest.mark.parametrize("prefix", ["BATCH_STATE_", "JOB_STATE_"])
@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("PENDING", JobState.QUEUED),
        ("QUEUED", JobState.QUEUED),
        ("RUNNING", JobState.RUNNING),
        ("PAUSED", JobState.RUNNING),
        ("UPDATING", JobState.RUNNING),
        ("CANCELLING", JobState.CANCELLING),
        ("SUCCEEDED", JobState.SUCCEEDED),
        ("PARTIALLY_SUCCEEDED", JobState.PARTIAL),
        ("FAILED", JobState.FAILED),
        ("CANCELLED", JobState.CANCELLED),
        ("EXPIRED", JobState.EXPIRED),
        ("UNSPECIFIED", JobState.UNKNOWN),
        ("DAYDREAMING", JobState.UNKNOWN),
    ],
)
def test_each_word_has_its_state(prefix: str, word: str, state: JobState) -> None:
    assert in_state(prefix + word).state is state
    assert vertex_status({"state": prefix + word}).state is state


def test_exactly_the_states_without_a_way_on_are_over() -> None:
    going_on = {JobState.QUEUED, JobState.RUNNING, JobState.CANCELLING, JobState.UNKNOWN}
    assert {state for state in JobState if not state.over} == going_on


def test_an_operation_that_is_done_is_over_whatever_its_word() -> None:
    assert in_state("BATCH_STATE_DAYDREAMING", done=True).state is JobState.PARTIAL
    assert in_state("BATCH_STATE_RUNNING", done=True, error={"code": 13}).state is JobState.FAILED


def test_results_that_are_named_in_the_response_alone_are_found() -> None:
    assert in_state("BATCH_STATE_SUCCEEDED", response={"responsesFile": "files/out"}).output == "files/out"


@pytest.mark.parametrize("read", [studio_status, vertex_status])
def test_the_reason_of_a_failure_is_kept(read: Callable[[dict[str, Any]], JobStatus]) -> None:
    assert read({"error": {"code": 9, "message": "no quota"}}).error == "code 9: no quota"


def test_counts_that_are_not_said_are_not_guessed() -> None:
    assert in_state("BATCH_STATE_PENDING").counts == JobCounts()
    some = vertex_status({"completionStats": {"successfulCount": "10", "failedCount": "1", "incompleteCount": "-1"}})
    assert some.counts == JobCounts(lines=-1, succeeded=10, failed=1)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*OPERATION, *PREDICTION]), inner),
    max_leaves=5,
)


@given(st.dictionaries(st.sampled_from([*OPERATION, *PREDICTION, *OPERATION["metadata"]]), values))
def test_no_json_brings_the_reading_down(found: dict[str, Any]) -> None:
    studio_status(found)
    studio_status({"metadata": found})
    vertex_status(found)


@pytest.mark.parametrize("read", [studio_status, vertex_status])
def test_what_no_ledger_could_keep_is_kept_as_far_as_it_can_be(read: Callable[[dict[str, Any]], JobStatus]) -> None:
    half = "a\ud800"
    stats = {name: float("inf") for name in ("requestCount", "successfulCount", "failedCount", "incompleteCount")}
    job = {
        "name": half,
        "state": half,
        "displayName": half,
        "error": {"code": half, "message": half},
        "completionStats": stats,
        "metadata": {"displayName": half, "state": half, "batchStats": stats, "output": {"responsesFile": half}},
        "inputConfig": {"gcsSource": {"uris": [half]}},
    }
    found = read(job)
    assert JobStatus.model_validate_json(found.model_dump_json()) == found
    assert (found.name, found.error, found.counts.lines) == ("a?", "code a?: a?", -1)
