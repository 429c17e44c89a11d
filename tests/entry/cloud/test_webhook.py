"""The function that hears of ended jobs: only from who signs, and each time once."""

import base64
import hashlib
import hmac
import json
import time

import pytest
from flask.testing import FlaskClient

from proofpress.domain.jobs import JobState, JobStatus
from proofpress.domain.records import Job
from proofpress.domain.states import JobStep
from proofpress.entry.cloud.serving.parts import Parts
from proofpress.entry.cloud.serving.webhook import SECRETS, answering
from proofpress.ports import Create, Topic
from tests.entry.cloud.conftest import Serve
from tests.support.pipeline import Pipeline

KEY = b"a secret of the webhook"
SECRET = "whsec_" + base64.b64encode(KEY).decode()


@pytest.fixture
def client(parts: Parts, served: Serve, pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    monkeypatch.setenv(SECRETS, f"whsec_b3RoZXI= {SECRET}")
    now = pipeline.clock.now()
    job = Job(id="proofpress-1", batch="b", stage="draft", model="m", calls=1, created=now, changed=now)
    submitted = job.moved(JobStep.SUBMITTING, now).moved(JobStep.SUBMITTED, now)
    assert pipeline.ledger.commit(
        Create(submitted.seen(JobStatus(name="batches/1", state=JobState.RUNNING))),
        Create(job.having(id="proofpress-2")),
    )
    return served(answering(lambda: parts))


def signed(event_id: str, body: bytes, *, key: bytes = KEY, age: float = 0) -> dict[str, str]:
    moment = str(int(time.time() - age))
    digest = hmac.digest(key, f"{event_id}.{moment}.".encode() + body, hashlib.sha256)
    signature = f"v1,{base64.b64encode(digest).decode()}"
    return {"webhook-id": event_id, "webhook-timestamp": moment, "webhook-signature": signature}


BODY = json.dumps({"type": "batch.succeeded", "data": {"id": "batches/1"}}).encode()


def knocks(pipeline: Pipeline) -> list[str]:
    return [message.attributes["ce-subject"] for topic, message in pipeline.bus.waiting if topic is Topic.JOBS]


def test_a_signed_webhook_has_every_submitted_job_looked_at(client: FlaskClient, pipeline: Pipeline) -> None:
    assert client.post("/", data=BODY, headers=signed("one", BODY)).status_code == 204
    assert knocks(pipeline) == ["proofpress-1"]


def test_a_webhook_that_comes_again_changes_nothing(client: FlaskClient, pipeline: Pipeline) -> None:
    for _ in range(3):
        assert client.post("/", data=BODY, headers=signed("one", BODY)).status_code == 204
    assert knocks(pipeline) == ["proofpress-1"]


def test_who_does_not_sign_or_comes_too_late_is_turned_away(client: FlaskClient, pipeline: Pipeline) -> None:
    forged = [{}, signed("two", BODY, key=b"guessed"), signed("two", BODY + b" "), signed("two", BODY, age=3600)]
    for headers in forged:
        assert client.post("/", data=BODY, headers=headers).status_code == 400
    assert client.get("/").status_code == 405
    assert client.post("/", data=b"x" * 100_000, headers=signed("two", BODY)).status_code == 413
    assert knocks(pipeline) == []


def test_a_webhook_of_something_else_is_heard_and_left_alone(client: FlaskClient, pipeline: Pipeline) -> None:
    body = json.dumps({"type": "response.completed", "data": {}}).encode()
    assert client.post("/", data=body, headers=signed("three", body)).status_code == 204
    assert knocks(pipeline) == []


def test_without_secrets_nobody_is_believed(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(SECRETS)
    assert client.post("/", data=BODY, headers=signed("one", BODY)).status_code >= 500


@pytest.mark.parametrize("secrets", [SECRET, f"{SECRET}!", "whsec_ no-base64-canary"])
def test_a_secret_of_the_webhook_is_in_no_log_and_no_answer(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], secrets: str
) -> None:
    monkeypatch.setenv(SECRETS, secrets)
    answers = [
        client.post("/", data=body, headers=headers)
        for body, headers in (
            (BODY, signed("one", BODY)),
            (BODY, {}),
            (b"{", signed("two", b"{")),
            (b"", signed("3", BODY)),
        )
    ]
    printed = capsys.readouterr()
    for place in (printed.out, printed.err, *(f"{each.headers}{each.get_data()!r}" for each in answers)):
        assert SECRET.removeprefix("whsec_") not in place
        assert KEY.decode() not in place
        assert "canary" not in place
