"""Batches that run through the functions alone, on local parts: what Pub/Sub and Cloud Storage would send is posted."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from proofpress.domain import queries, tracing
from proofpress.domain.events import Message, ObjectFinalized, decode
from proofpress.entry.cloud.functions import deliver, draft, intake, job, render, review, screen
from proofpress.entry.cloud.serving.endpoint import serve
from proofpress.entry.cloud.serving.parts import Parts
from proofpress.entry.cloud.serving.staging import stage_work
from proofpress.entry.cloud.topology import PUSHES, Function
from proofpress.ports import Bucket, Topic
from tests.entry.cloud.conftest import Serve
from tests.entry.cloud.requests import Posted, notification, push
from tests.support.pipeline import Pipeline

STAGED = {
    Function.INTAKE: (intake.ROUTES, intake.READERS),
    Function.DRAFT: (draft.ROUTES, draft.READERS),
    Function.SCREEN: (screen.ROUTES, screen.READERS),
    Function.REVIEW: (review.ROUTES, review.READERS),
    Function.RENDER: (render.ROUTES, render.READERS),
    Function.DELIVER: (deliver.ROUTES, deliver.READERS),
    Function.JOB: (job.ROUTES, job.READERS),
}
READERS_OF = {push.topic: push.function for push in PUSHES}
MANIFEST = "defaults: {review: model, final: pro}\nitems:\n- {id: keys, prompt: a brass key, want: 2}\n"
TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"

Post = Callable[[Topic, Posted], None]


@pytest.fixture
def clients(parts: Parts, served: Serve) -> dict[Function, FlaskClient]:
    return {
        name: served(serve(name, stage_work(routes, readers), lambda: parts))
        for name, (routes, readers) in STAGED.items()
    }


@pytest.fixture
def post(clients: dict[Function, FlaskClient]) -> Post:
    def send(topic: Topic, posted: Posted) -> None:
        answer = clients[READERS_OF[topic]].post("/", data=posted.body, headers=posted.headers)
        assert answer.status_code == 204, answer.data

    return send


def _arriving(parts: Parts, topic: Topic, message: Message) -> Posted:
    """A message as it reaches its function: what a bucket announces comes as that bucket's notification."""
    event = decode(message)
    if not isinstance(event, ObjectFinalized):
        return push(message, f"projects/shop/subscriptions/proofpress-{READERS_OF[topic]}-{topic}")
    stored = parts.ports.store.stat(Bucket(event.bucket), event.name)
    assert stored is not None
    return notification(parts.settings.bucket(stored.bucket), stored.name, stored.metadata, stored.generation)


def _drive(parts: Parts, pipeline: Pipeline, post: Post, copies: int) -> None:
    while pipeline.bus.waiting:
        topic, message = pipeline.bus.waiting.pop(0)
        for _ in range(copies):
            post(topic, _arriving(parts, topic, message))


def _same_locally(folder: Path) -> list[str]:
    local = Pipeline(folder)
    local.submit(MANIFEST, "spring")
    local.drive()
    kept = local.keepers("spring")
    local.close()
    return kept


@pytest.mark.parametrize("copies", [1, 3])
def test_a_manifest_in_the_inbox_becomes_the_keepers_of_a_local_run(
    copies: int, parts: Parts, pipeline: Pipeline, post: Post, tmp_path: Path
) -> None:
    name = "spring/manifest.yaml"
    pipeline.store.put(Bucket.INBOX, name, MANIFEST.encode(), "text/plain")
    for _ in range(copies):
        post(Topic.INBOX, notification("shop-proofpress-inbox", name))
    _drive(parts, pipeline, post, copies)
    assert pipeline.batch("spring").state == "closed"
    assert pipeline.keepers("spring") == _same_locally(tmp_path / "local")
    assert len(pipeline.keepers("spring")) == 2
    assert max(Counter(label for label, _ in pipeline.models.paid).values()) <= 2  # a draft, and its final
    assert not pipeline.ledger.count(queries.dead_letters())


def test_a_manifest_in_a_message_becomes_the_same_keepers(
    parts: Parts, pipeline: Pipeline, post: Post, tmp_path: Path
) -> None:
    post(Topic.REQUESTS, push(Message(data=MANIFEST.encode(), attributes={"batch": "spring", "traceparent": TRACE})))
    _drive(parts, pipeline, post, 1)
    assert pipeline.keepers("spring") == _same_locally(tmp_path / "local")
    traces = {
        tracing.trace_id(found.traceparent) for found in (*pipeline.attempts("spring"), *pipeline.finals("spring"))
    }
    assert traces == {tracing.trace_id(TRACE)}


def test_a_manifest_with_mistakes_is_a_dead_letter_that_lists_them(parts: Parts, post: Post) -> None:
    post(Topic.REQUESTS, push(Message(data=b"items:\n- {promt: a key}\n", attributes={"batch": "spring"})))
    (letter,) = parts.ports.ledger.find(queries.dead_letters())
    assert "promt" in letter.reason
    assert (letter.topic, letter.attributes["ce-subject"]) == (Topic.REQUESTS, "spring")


def test_a_file_beside_a_manifest_starts_nothing(parts: Parts, post: Post) -> None:
    post(Topic.INBOX, notification("shop-proofpress-inbox", "spring/mug.png"))
    assert not parts.ports.ledger.count(queries.batches())
    assert not parts.ports.ledger.count(queries.dead_letters())


@pytest.mark.parametrize(("function", "topic"), [(Function.SCREEN, Topic.DRAFTED), (Function.DELIVER, Topic.RENDERED)])
def test_the_notification_of_another_bucket_is_a_dead_letter(
    function: Function, topic: Topic, clients: dict[Function, FlaskClient], parts: Parts
) -> None:
    posted = notification("somebody-elses", "spring/keys/0003.jpg")
    assert clients[function].post("/", data=posted.body, headers=posted.headers).status_code == 204
    (letter,) = parts.ports.ledger.find(queries.dead_letters())
    assert letter.topic == topic
    assert "'somebody-elses'" in letter.reason
