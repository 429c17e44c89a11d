"""Our key is blotted out of what a service says before anything is cut off: half a key would not be found."""

import json
from collections.abc import Iterator

import pytest

from proofpress.adapters.gemini import GeminiModels
from proofpress.adapters.gemini_answers import MAX_WORDS
from proofpress.adapters.gemini_jobs import GeminiJobs
from proofpress.adapters.gemini_settings import GeminiSettings
from proofpress.adapters.local.clock import SystemClock
from proofpress.domain.errors import ModelRefused
from proofpress.domain.jobs import JobState, JobStatus
from proofpress.ports import Image
from tests.adapters.gemini_calls import CATALOG, JPEG, body, draft, question
from tests.adapters.gemini_server import GeminiServer, Reply, gemini_server
from tests.support.jobs import order

KEY = "AIzaCANARY-0123456789-do-not-log-me"
CUTS = (200, MAX_WORDS)
OFFSETS = range(8, 90, 9)
"""Characters before a cut at which the key begins, what stands before the server's words included."""


@pytest.fixture
def server() -> Iterator[GeminiServer]:
    with gemini_server() as server:
        yield server


@pytest.fixture
def models(server: GeminiServer) -> Iterator[GeminiModels]:
    found = GeminiModels(GeminiSettings(base_url=server.url, api_key=KEY, timeout=5.0), CATALOG, SystemClock())
    yield found
    found.close()


@pytest.fixture
def jobs(server: GeminiServer) -> Iterator[GeminiJobs]:
    found = GeminiJobs(GeminiSettings(base_url=server.url, api_key=KEY, timeout=5.0), CATALOG, SystemClock())
    yield found
    found.close()


def across(cut: int) -> Iterator[str]:
    """Words in which the key lies across a cut, wherever it begins."""
    return (f"{'x' * (cut - offset)}{KEY} and more" for offset in OFFSETS)


def holds_a_part(words: str) -> bool:
    """Whether any eight characters of the key stand in words."""
    return any(KEY[start : start + 8] in words for start in range(len(KEY) - 7))


@pytest.mark.parametrize("status", [400, 429, 503])
def test_of_an_error_of_the_live_lane(server: GeminiServer, models: GeminiModels, status: int) -> None:
    for words in across(MAX_WORDS):
        server.reply = Reply({"error": {"code": status, "message": words, "status": "X"}}, status=status)
        with pytest.raises(ModelRefused) as refused:
            models.generate(draft(), [], attempt="a")
        assert not holds_a_part(str(refused.value))
        assert len(refused.value.words) <= MAX_WORDS


def test_of_an_answer_that_is_none(server: GeminiServer, models: GeminiModels) -> None:
    for words in across(MAX_WORDS):
        for reply in (words, json.dumps(body({"text": words}, finish="NO_IMAGE")), json.dumps(body({"text": words}))):
            server.reply = Reply(reply)
            with pytest.raises(ModelRefused) as refused:
                models.generate(draft(), [], attempt="a")
            assert not holds_a_part(str(refused.value))


def test_of_a_review_that_is_none(server: GeminiServer, models: GeminiModels) -> None:
    for words in across(MAX_WORDS):
        server.reply = Reply(body({"text": words}))
        with pytest.raises(ModelRefused) as refused:
            models.review(question(), Image(JPEG, "image/jpeg"), attempt="a")
        assert not holds_a_part(str(refused.value))


def test_of_the_reasons_of_a_review(server: GeminiServer, models: GeminiModels) -> None:
    for words in across(300):
        server.reply = Reply(body({"text": json.dumps({"score": 0.5, "accept": False, "reasons": [words]})}))
        opinion = models.review(question(), Image(JPEG, "image/jpeg"), attempt="a")
        assert not holds_a_part(" ".join(opinion.reasons))


@pytest.mark.parametrize("status", [200, 400, 409, 500])
def test_of_a_job_that_is_not_made(server: GeminiServer, jobs: GeminiJobs, status: int) -> None:
    for cut in CUTS:
        for words in across(cut):
            server.reply = Reply(words, status=status, headers={"x-goog-upload-url": f"{server.url}/up"})
            with pytest.raises(ModelRefused) as refused:
                jobs.submit(order())
            assert not holds_a_part(str(refused.value))


def test_of_a_job_whose_creation_failed(server: GeminiServer, jobs: GeminiJobs) -> None:
    """The upload is taken; what the service says of the job itself is an error with our key across the cut."""
    file = {"file": {"name": "files/1", "uri": f"{server.url}/files/1"}}
    for words in across(MAX_WORDS):
        server.reply = Reply(file, headers={"x-goog-upload-url": f"{server.url}/up"})
        server.then = Reply(words, status=500)
        with pytest.raises(ModelRefused) as refused:
            jobs.submit(order())
        assert "HTTP 500" in refused.value.words
        assert not holds_a_part(str(refused.value))


def test_of_results_line_by_line(server: GeminiServer, jobs: GeminiJobs) -> None:
    status = JobStatus(name="batches/1", display_name="d", state=JobState.SUCCEEDED, output="files/out")
    for cut in CUTS:
        lines = [
            *(json.dumps({"key": "k", "error": {"code": 3, "message": words}}) for words in across(cut)),
            *(json.dumps({"key": "k", "response": body({"text": words})}) for words in across(cut)),
            *(json.dumps({"key": 7, "note": words}) for words in across(cut)),
            *across(cut),
        ]
        server.reply = Reply("\n".join(lines))
        results = list(jobs.results(status))
        assert len(results) == len(lines)
        assert not any(holds_a_part(f"{result.key} {result.place} {result.outcome}") for result in results)


def test_of_the_state_of_a_job(server: GeminiServer, jobs: GeminiJobs) -> None:
    for words in across(MAX_WORDS):
        server.reply = Reply({"name": "batches/1", "done": True, "error": {"code": 13, "message": words}})
        found = jobs.status("batches/1")
        assert found is not None
        assert "code 13" in found.error
        assert not holds_a_part(repr(found))
