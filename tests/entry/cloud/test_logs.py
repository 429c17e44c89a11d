"""One JSON line for each delivery, in Cloud Logging's fields, and never a secret in it."""

import logging
from datetime import datetime
from decimal import Decimal

import pytest

from proofpress.domain import queries, tracing
from proofpress.domain.errors import Drop, FailureClass, NothingUsable
from proofpress.domain.events import DraftAccepted, DraftRequested, Event, JobRequested, ObjectFinalized, encode
from proofpress.domain.instructions import Instruction
from proofpress.domain.pricing import settle
from proofpress.domain.records import Attempt, Batch
from proofpress.entry.cloud.serving import logs
from proofpress.entry.cloud.serving.parts import Parts
from proofpress.entry.cloud.serving.subject import labels_of
from proofpress.ports import Ports
from proofpress.stages.draft import draft
from tests.entry.cloud.conftest import Call, lines
from tests.entry.cloud.one_stage import running
from tests.entry.cloud.requests import Posted, push_event, sample
from tests.support.pipeline import PICTURE, Pipeline, catalog

CANARY = "AIza-canary-of-a-key"
TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
Out = pytest.CaptureFixture[str]


def _submit(pipeline: Pipeline) -> Posted:
    pipeline.submit("defaults: {review: none}\nitems:\n- {id: keys, prompt: a brass key, want: 1}\n")
    (attempt, *_) = pipeline.attempts()
    return push_event(DraftRequested(attempt=attempt.key))


def test_a_delivery_leaves_one_line_with_what_it_did_and_cost(
    parts: Parts, pipeline: Pipeline, call: Call, capsys: Out
) -> None:
    posted = _submit(pipeline)
    call(running(draft, parts), posted)
    (line,) = lines(capsys.readouterr().out)
    attempt = pipeline.attempts()[0]
    assert line["logging.googleapis.com/labels"] == {
        "function": "draft", "batch": "b", "item": "keys", "attempt": "0001",
    }  # fmt: skip
    assert (line["severity"], line["outcome"], line["message"]) == ("INFO", "done", "draft b/keys/0001 done")
    assert line["dollars"] == pytest.approx(float(attempt.usd))
    assert attempt.usd == settle(catalog(), catalog().model(pipeline.models.calls[0][1].model), PICTURE)
    assert (line["delivery_attempt"], line["message_id"]) == (1, "m-1")
    assert isinstance(line["milliseconds"], float)
    assert isinstance(line["model_milliseconds"], float)
    assert line["milliseconds"] >= line["model_milliseconds"] >= 0
    assert datetime.fromisoformat(str(line["time"])).tzinfo is not None


def test_a_refusal_that_was_billed_is_counted(parts: Parts, pipeline: Pipeline, call: Call, capsys: Out) -> None:
    def refuse(_instruction: Instruction, _attempt: str) -> bytes:
        raise NothingUsable(FailureClass.EMPTY, "nothing was drawn", usage=PICTURE)

    pipeline.models.draws = refuse
    call(running(draft, parts), _submit(pipeline))
    (line,) = lines(capsys.readouterr().out)
    assert Decimal(str(line["dollars"])) == pipeline.attempts()[0].usd > 0


def test_operations_on_the_ledger_are_counted_as_firestore_bills_them(parts: Parts, call: Call, capsys: Out) -> None:
    def stage(_event: Event, ports: Ports) -> None:
        ports.ledger.get(Batch, "none")
        ports.ledger.find(queries.batches())
        ports.ledger.count(queries.attempts("none"))
        ports.ledger.total(queries.attempts("none"), "usd")

    call(running(stage, parts), push_event(DraftRequested(attempt="b/keys/0001")))
    (line,) = lines(capsys.readouterr().out)
    assert (line["ledger_reads"], line["ledger_writes"]) == (4, 0)


def test_records_that_are_written_are_counted(parts: Parts, pipeline: Pipeline, call: Call, capsys: Out) -> None:
    call(running(draft, parts), _submit(pipeline))
    (line,) = lines(capsys.readouterr().out)
    assert isinstance(line["ledger_writes"], int)
    assert line["ledger_writes"] >= 2  # the lease, and the draft
    assert isinstance(pipeline.ledger.get(Attempt, "b/keys/0001"), Attempt)


def test_a_delivery_is_a_span_of_its_manifests_trace(parts: Parts, call: Call, capsys: Out) -> None:
    seen: list[str] = []
    call(running(lambda _event, ports: seen.append(ports.trace), parts), sample("push_wrapped"))
    (line,) = lines(capsys.readouterr().out)
    assert tracing.trace_id(seen[0]) == TRACE
    assert seen[0] != sample("push_wrapped").parsed().traceparent
    assert line["logging.googleapis.com/trace"] == f"projects/shop/traces/{TRACE}"
    assert line["logging.googleapis.com/spanId"] == seen[0].split("-")[2]
    assert line["logging.googleapis.com/trace_sampled"] is True


def test_a_delivery_without_a_trace_begins_one(parts: Parts, call: Call) -> None:
    seen: list[str] = []
    call(
        running(lambda _event, ports: seen.append(ports.trace), parts),
        push_event(DraftRequested(attempt="b/keys/0001")),
    )
    assert tracing.trace_id(seen[0])


def test_what_libraries_log_belongs_to_the_delivery_that_they_worked_for(parts: Parts, call: Call, capsys: Out) -> None:
    def stage(_event: Event, _ports: Ports) -> None:
        logging.getLogger("some.library").warning("slow: %d s", 7)
        logging.getLogger("some.library").info("chatter")

    call(running(stage, parts), sample("push_wrapped"))
    library, step = lines(capsys.readouterr().out)
    assert (library["severity"], library["message"]) == ("WARNING", "slow: 7 s")
    assert library["logging.googleapis.com/trace"] == step["logging.googleapis.com/trace"]
    logging.getLogger("some.library").warning("afterwards")
    (afterwards,) = lines(capsys.readouterr().out)
    assert "logging.googleapis.com/trace" not in afterwards


@pytest.mark.parametrize(
    ("event", "labels"),
    [
        (DraftRequested(attempt="b/keys/0001"), {"batch": "b", "item": "keys", "attempt": "0001"}),
        (DraftAccepted(attempt="b/keys/0001", render=2), {"batch": "b", "item": "keys", "attempt": "0001"}),
        (ObjectFinalized(bucket="finals", name="b/k.1/0007-2.jpg"), {"batch": "b", "item": "k.1", "attempt": "0007"}),
        (ObjectFinalized(bucket="drafts", name="stray.jpg"), {"batch": "stray"}),
        (JobRequested(job="proofpress-1"), {"job": "proofpress-1"}),
    ],
)
def test_labels_say_what_an_event_is_about(event: Event, labels: dict[str, str]) -> None:
    assert labels_of(event) == labels


@pytest.mark.parametrize("error", [Drop, ValueError])
def test_a_secret_is_in_no_log_no_dead_letter_and_no_answer(
    error: type[Exception], parts: Parts, call: Call, capsys: Out, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GEMINI_API_KEY", CANARY)

    def stage(_event: Event, _ports: Ports) -> None:
        logging.getLogger("urllib3").warning("GET https://host/v1?key=%s&alt=json", CANARY)
        logging.getLogger("google.auth").warning("Authorization: Bearer ya29.canary-of-a-token")
        raise error(f"401 for {CANARY}")

    headers = {"Authorization": "Bearer ya29.canary-of-a-token", "x-goog-pubsub-message-id": "1"}
    message = encode(DraftRequested(attempt="b/keys/0001"))
    answer = call(running(stage, parts), Posted(headers | message.attributes, message.data))
    printed = capsys.readouterr()
    letters = [letter.model_dump_json() for letter in parts.ports.ledger.find(queries.dead_letters())]
    assert len(letters) == (error is Drop)
    for place in (printed.out, printed.err, answer.get_data(as_text=True), str(answer.headers), *letters):
        assert "canary" not in place
    assert "[hidden]" in printed.out


def test_configuring_twice_prints_once(capsys: Out) -> None:
    logs.configure()
    logs.configure()
    logging.getLogger("some.library").warning("once")
    assert len(lines(capsys.readouterr().out)) == 1
