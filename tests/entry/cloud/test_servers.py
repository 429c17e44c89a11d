"""Every function as a server of its own, started as in production, with the adapters of Google Cloud, on emulators."""

import json
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from proofpress.domain.events import Message
from proofpress.entry.cloud.topology import Function
from proofpress.entry.cloud.wiring import open_bus
from proofpress.ports import Topic
from tests.support.clouds import Cloud, cloud

MANIFEST = b"defaults: {review: model, final: pro}\nitems:\n- {id: keys, prompt: a brass key, want: 1}\n"
TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
ATTRIBUTES = {"batch": "spring", "traceparent": f"00-{TRACE}-00f067aa0ba902b7-01"}
TRACED = (Function.INTAKE, Function.DRAFT, Function.REVIEW, Function.RENDER)

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    """A cloud in which a manifest that came by message has become its keeper."""
    with (
        cloud(tmp_path_factory.mktemp("cloud"), sweep_seconds=1, min_backoff=0.5) as running,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setenv("PUBSUB_EMULATOR_HOST", running.emulated.variables["PUBSUB_EMULATOR_HOST"])
        with closing(open_bus(running.emulated.settings)) as bus:
            bus.forward(Topic.REQUESTS, Message(data=MANIFEST, attributes=ATTRIBUTES))
            bus.flush()
        running.wait(lambda: any(batch["state"] == "closed" for batch in _status(running)))
        yield running


def _status(running: Cloud) -> list[dict[str, Any]]:
    """What the desk says."""
    address = running.emulated.functions[Function.DESK].host
    with urllib.request.urlopen(f"http://{address}/status", timeout=30) as answer:
        found: list[dict[str, Any]] = json.loads(answer.read())
    return found


def _steps(running: Cloud, function: Function) -> list[dict[str, Any]]:
    """The lines that a function's deliveries left in its log."""
    lines = (running.emulated.logs / f"{function}.log").read_text().splitlines()
    return [step for step in map(json.loads, lines) if "outcome" in step]


def test_the_desk_says_that_the_batch_is_delivered(finished: Cloud) -> None:
    (batch,) = _status(finished)
    assert (batch["batch"], batch["state"], batch["keepers"]) == ("spring", "closed", 1)


def test_the_desk_shows_the_batch_and_hands_out_thumbnails(finished: Cloud) -> None:
    host = finished.emulated.functions[Function.DESK].host

    def got(path: str) -> bytes:
        with urllib.request.urlopen(f"http://{host}{path}", timeout=60) as answer:
            return bytes(answer.read())

    sheet = json.loads(got("/b/spring/frames.json"))
    (keeper,) = [row for row in sheet["rows"] if "keeper" in row]
    key = f"spring/keys/{keeper[sheet['columns'].index('number')]:04d}"
    assert b"1<small> of 1</small>" in got("/b/spring")
    for path in (f"/thumb/{key}", f"/final-thumb/{key}"):
        assert got(path)[8:12] == b"WEBP"
    assert got(f"/full/{key}")[:3] == b"\xff\xd8\xff"
    with urllib.request.urlopen(f"http://{host}/b/spring/live", timeout=60) as live:
        assert [live.readline() for _ in range(4)][3] == b"event: anew\n"


@pytest.mark.parametrize(
    "function", sorted(set(Function) - {Function.DESK, Function.WEBHOOK, Function.JOB, Function.COMPOSE})
)
def test_every_server_works_on_its_deliveries_and_logs_nothing_but_json(finished: Cloud, function: Function) -> None:
    steps = _steps(finished, function)
    assert {step["outcome"] for step in steps} <= {"done", "retry"}
    assert "done" in {step["outcome"] for step in steps}


@pytest.mark.parametrize("function", TRACED)
def test_the_trace_of_the_manifest_goes_through(finished: Cloud, function: Function) -> None:
    traces = {step["logging.googleapis.com/trace"] for step in _steps(finished, function)}
    assert traces == {f"projects/{finished.emulated.settings.project}/traces/{TRACE}"}


def test_the_dollars_in_the_logs_are_the_dollars_of_the_batch(finished: Cloud) -> None:
    logged = sum(step["dollars"] for function in Function for step in _steps(finished, function))
    assert logged == pytest.approx(_status(finished)[0]["usd"]["spent"])
    assert logged == pytest.approx(float(finished.service.billed()))
