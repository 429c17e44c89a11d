"""review as a command: it serves the desk until it is interrupted, and its engine makes what was decided."""

import json
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from email.message import Message
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from proofpress.domain.errors import Busy, Stop
from proofpress.entry.desk.engine import Engine
from tests.cli.conftest import Run
from tests.support.runs import PATIENCE, Service, start


class Browser:
    """Follows the link that `review` prints, and decides."""

    def __init__(self, link: str) -> None:
        where = urlsplit(link)
        self.connection = HTTPConnection(where.netloc, timeout=PATIENCE)
        entered = self._answer("GET", f"{where.path}?{where.query}")
        self.headers = {"Cookie": str(entered[1]["Set-Cookie"]).partition(";")[0]}
        self.headers["X-Proofpress-Token"] = re.findall(r'data-token="(\w+)"', self.get("/b/byhand"))[0]

    def get(self, path: str) -> str:
        return self._answer("GET", path, headers=self.headers)[0].decode()

    def decide(self, verb: str, draft: str) -> bool:
        order = json.dumps({"verb": verb, "drafts": [{"draft": draft}]})
        answer = self._answer("POST", "/decide", order, {**self.headers, "Content-Type": "application/json"})
        return bool(json.loads(answer[0])["outcomes"][0]["done"])

    def close(self) -> None:
        self.connection.close()

    def _answer(self, *asked: Any, **more: Any) -> tuple[bytes, Message]:
        self.connection.request(*asked, **more)
        answer = self.connection.getresponse()
        return answer.read(), answer.headers


@pytest.fixture
def drafted(run: Run, by_hand: Path, work: Path) -> Path:
    """A work folder whose drafts wait for a person."""
    assert run("run", by_hand) == 0
    return work


@pytest.fixture
def review(service: Service, drafted: Path) -> Iterator["subprocess.Popen[str]"]:
    """The command, as somebody starts it."""
    process = start(service, "review", "byhand", "--no-open", "--workspace", str(drafted))
    yield process
    process.kill()
    process.communicate()


def link_of(process: "subprocess.Popen[str]") -> str:
    assert process.stderr is not None
    for line in process.stderr:
        if line.startswith("http://127.0.0.1:"):
            return line.strip()
    raise AssertionError("review printed no link")


def state(browser: Browser, draft: str) -> str:
    found = re.search(r'class="verdict [\w-]+"><b>([\w ]+)</b>', browser.get(f"/d/byhand/{draft}?part"))
    assert found
    return found[1]


def test_what_is_accepted_at_the_desk_is_rendered_until_ctrl_c(review: "subprocess.Popen[str]") -> None:
    with closing(Browser(link_of(review))) as browser:
        assert state(browser, "fox/0001") == "waiting"
        assert browser.decide("accept", "byhand/fox/0001")
        assert state(browser, "fox/0001") == "accepted"
        assert browser.decide("undo", "byhand/fox/0001")
        assert browser.decide("accept", "byhand/fox/0002")
        deadline = time.monotonic() + PATIENCE
        while state(browser, "fox/0002") != "keeper":
            assert time.monotonic() < deadline
            time.sleep(0.2)
        assert state(browser, "fox/0001") == "waiting"
    review.send_signal(signal.SIGINT)
    assert review.wait(PATIENCE) == 0


@pytest.mark.usefixtures("drafted")
def test_decisions_are_only_noted_where_nobody_allowed_to_spend(work: Path) -> None:
    live = Service("https://service.invalid", Path())
    process = start(live, "review", "byhand", "--no-open", "--workspace", str(work))
    with closing(Browser(link_of(process))) as browser:
        assert "What you decide is noted; `proofpress resume" in browser.get("/b/byhand")
        assert browser.decide("accept", "byhand/fox/0001")
    process.send_signal(signal.SIGTERM)
    assert process.wait(PATIENCE) == 0
    process.communicate()


@pytest.mark.usefixtures("drafted")
def test_a_port_that_is_taken_is_named(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert run("review", "--no-open", "--port", port) == 2
    assert f"Port {port} cannot be used" in capsys.readouterr().err


def test_a_desk_on_this_machine_needs_no_client_of_google() -> None:
    """The names of the clients' packages lie about as namespaces; nothing of them is loaded."""
    names = "proofpress.entry.desk.server, proofpress.entry.desk.pack, proofpress.entry.cli.desk"
    program = f"import sys, {names}; print([name for name in sys.modules if name.startswith('google.') and "
    program += "sys.modules[name].__file__])"
    assert subprocess.check_output([sys.executable, "-c", program], text=True).strip() == "[]"


class Runs:
    """What an engine was told to run, and what it answers."""

    def __init__(self, *answers: Exception | None) -> None:
        self.answers = list(answers)
        self.seen: list[list[str]] = []
        self.ran = threading.Semaphore(0)

    def __call__(self, batches: Sequence[str]) -> None:
        self.seen.append(list(batches))
        answer = self.answers.pop(0) if self.answers else None
        self.ran.release()
        if answer is not None:
            raise answer


def test_the_engine_waits_until_nobody_decides_any_more() -> None:
    runs = Runs()
    engine = Engine(runs, quiet=0.3)
    for batch in ("b", "a", "b"):
        engine.decided(batch)
        time.sleep(0.05)
    assert runs.seen == []
    assert runs.ran.acquire(timeout=PATIENCE)
    engine.close()
    assert runs.seen == [["a", "b"]]


def test_the_engine_gives_way_to_another_run_and_tries_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("proofpress.entry.desk.engine._BUSY_SECONDS", 0.05)
    runs = Runs(Busy("held"))
    engine = Engine(runs, quiet=0.02)
    engine.decided("b")
    assert all(runs.ran.acquire(timeout=PATIENCE) for _ in range(2))
    engine.close()
    assert runs.seen == [["b"], ["b"]]


def test_the_engine_says_what_stopped_it_and_goes_on_at_the_next_decision() -> None:
    runs = Runs(Stop("The key is refused."))
    engine = Engine(runs, quiet=0.02)
    engine.decided("b")
    assert runs.ran.acquire(timeout=PATIENCE)
    deadline = time.monotonic() + PATIENCE
    while "The key is refused." not in engine.words():
        assert time.monotonic() < deadline
        time.sleep(0.01)
    engine.decided("b")
    assert runs.ran.acquire(timeout=PATIENCE)
    engine.close()


def test_an_engine_that_is_closed_runs_nothing_more() -> None:
    runs = Runs()
    engine = Engine(runs, quiet=30)
    engine.decided("b")
    engine.close()
    assert runs.seen == []
