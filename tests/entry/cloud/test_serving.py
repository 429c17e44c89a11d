"""What the queue is answered: acknowledged when the work is done or recorded, delivered again in every other case."""

import pytest

from proofpress.domain import queries
from proofpress.domain.errors import (
    CapReached,
    FailureClass,
    RefusedForNow,
    Retry,
    Stop,
    UnknownPrice,
)
from proofpress.domain.events import DraftRequested, Event, encode
from proofpress.entry.cloud.envelope import LARGEST_BODY
from proofpress.entry.cloud.reading import own_event
from proofpress.entry.cloud.serving.endpoint import serve
from proofpress.entry.cloud.serving.parts import Parts
from proofpress.entry.cloud.serving.staging import Route, stage_work
from proofpress.entry.cloud.topology import Function
from proofpress.ports import Topic
from tests.entry.cloud.conftest import Call, Serve, lines
from tests.entry.cloud.one_stage import DUE, raising, running
from tests.entry.cloud.requests import Posted, push_event


def test_work_that_is_done_is_acknowledged(parts: Parts, call: Call) -> None:
    seen: list[Event] = []
    answer = call(running(lambda event, _ports: seen.append(event), parts), push_event(DUE))
    assert (answer.status_code, answer.data, seen) == (204, b"", [DUE])


@pytest.mark.parametrize(
    ("error", "status", "severity", "outcome"),
    [
        (Retry("the ledger is away"), 503, "WARNING", "retry"),
        (RefusedForNow(FailureClass.RATE_LIMITED, "slow down"), 503, "WARNING", "retry"),
        (Stop("the key is wrong"), 503, "ERROR", "stopped"),
        (CapReached("no dollars left"), 503, "ERROR", "stopped"),
        (UnknownPrice("no price"), 503, "ERROR", "stopped"),
        (ValueError("nobody foresaw this"), 500, "ERROR", "crashed"),
    ],
)
def test_what_may_succeed_later_is_delivered_again(
    error: Exception,
    status: int,
    severity: str,
    outcome: str,
    parts: Parts,
    call: Call,
    capsys: pytest.CaptureFixture[str],
) -> None:
    answer = call(running(raising(error), parts), push_event(DUE))
    (line,) = lines(capsys.readouterr().out)
    assert (answer.status_code, answer.data) == (status, b"")
    assert (line["severity"], line["outcome"]) == (severity, outcome)
    assert str(error) in str(line["message"])
    assert ("stack_trace" in line) == (outcome == "crashed")
    assert not parts.ports.ledger.count(queries.dead_letters())


def test_parts_that_cannot_be_built_are_asked_for_again(parts: Parts, served: Serve) -> None:
    answers: list[Parts | Stop] = [Stop("No Google Cloud project is named."), parts]

    def opened() -> Parts:
        answer = answers.pop(0)
        if isinstance(answer, Stop):
            raise answer
        return answer

    work = stage_work([Route(Topic.DRAFTS, DraftRequested, lambda _event, _ports: None)], [own_event])
    client, posted = served(serve(Function.DRAFT, work, opened)), push_event(DUE)
    statuses = [client.post("/", data=posted.body, headers=posted.headers).status_code for _ in range(2)]
    assert statuses == [503, 204]


def test_strangers_are_refused_with_the_reason(parts: Parts, call: Call) -> None:
    answer = call(running(raising(AssertionError()), parts), Posted({}, b"hello"))
    assert answer.status_code == 400
    assert b"neither a Pub/Sub push nor a CloudEvent" in answer.data


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_events_are_posted(method: str, parts: Parts, served: Serve) -> None:
    answer = served(running(raising(AssertionError()), parts)).open("/", method=method)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")


def test_a_body_that_is_too_large_is_refused(parts: Parts, served: Serve) -> None:
    client = served(running(raising(AssertionError()), parts))
    assert client.post("/", data=b"x" * (LARGEST_BODY + 1)).status_code == 413


def test_a_push_without_data_is_a_form_to_the_server_and_read_all_the_same(parts: Parts, served: Serve) -> None:
    message = encode(DUE)
    headers = {
        **message.attributes,
        "x-goog-pubsub-message-id": "1",
        "content-type": "application/x-www-form-urlencoded",
    }
    client = served(running(lambda _event, _ports: None, parts))
    assert client.post("/", data=message.data, headers=headers).status_code == 204
