"""Webhooks: signed as those of the service are, delivered again until they are taken, lost or doubled as ordered."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from google import genai

from proofpress.domain.webhooks import Recent, WebhookEvent, verify
from proofpress.simulator.batches.webhook import Webhook
from proofpress.simulator.server import Simulator, Surroundings
from tests.simulator.conftest import LITE
from tests.simulator.test_batches import ended, jsonl, request, upload

SECRET = "whsec_c2ltdWxhdGVk"  # noqa: S105 - the simulator's
Connect = Callable[..., genai.Client]


@dataclass
class Listener:
    """What came, and what is answered, the last answer for all that follow."""

    answers: list[int] = field(default_factory=lambda: [200])
    came: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    url: str = ""

    @property
    def events(self) -> list[WebhookEvent]:
        return [verify(headers, body, [SECRET], datetime.now(UTC)) for headers, body in self.came]


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            listener.came.append((dict(self.headers.items()), body))
            self.send_response(listener.answers.pop(0) if len(listener.answers) > 1 else listener.answers[0])
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class names it so
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    listener.url = f"http://127.0.0.1:{server.server_address[1]}"
    yield
    server.shutdown()
    thread.join()
    server.server_close()


def run(studio: Connect, listener: Listener, *faults: dict[str, Any]) -> str:
    """A job from beginning to end; its id."""
    with listening(listener):
        around = Surroundings(webhook=Webhook(listener.url, SECRET))
        with Simulator(around=around) as simulator:
            simulator.script(faults)
            client = studio(simulator)
            file = upload(client, jsonl({"key": "k", "request": request()}))
            job = ended(client, client.batches.create(model=LITE, src=file.name or ""))
            simulator.settle()
            assert not simulator.unmet()
    return str(job.name)


def test_the_end_of_a_job_is_told_and_signed(studio: Connect) -> None:
    listener = Listener()
    name = run(studio, listener)
    (event,) = listener.events
    assert event.type == "batch.succeeded"
    assert name.endswith(event.job)
    assert event.output.startswith("files/")


@pytest.mark.parametrize(("do", "kind"), [("fail", "failed"), ("expire", "expired"), ("cancel", "cancelled")])
def test_each_end_has_its_type(studio: Connect, do: str, kind: str) -> None:
    listener = Listener()
    run(studio, listener, {"operation": "job", "do": do, "lines": 0})
    assert [event.type for event in listener.events] == [f"batch.{kind}"]


def test_a_webhook_that_is_not_taken_comes_again_as_the_same(studio: Connect) -> None:
    listener = Listener(answers=[500, 200])
    run(studio, listener)
    assert len({event.id for event in listener.events}) == 1
    assert len(listener.events) == 2


def test_a_lost_webhook_never_comes(studio: Connect) -> None:
    listener = Listener()
    run(studio, listener, {"operation": "webhook", "do": "lose"})
    assert listener.came == []


def test_a_webhook_that_comes_twice_is_known_the_second_time(studio: Connect) -> None:
    listener, recent = Listener(), Recent()
    run(studio, listener, {"operation": "webhook", "do": "repeat"})
    now = datetime.now(UTC)
    assert [recent.is_new(event, now) for event in listener.events] == [True, False]
