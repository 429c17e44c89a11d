"""The courier delivers each push until it is taken, as often and as many at a time as it is told."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from proofpress.emulators.courier import Courier, delivering

PATIENCE = 10.0


class Function(ThreadingHTTPServer):
    """Refuses what it gets first, so many times; takes a moment for each."""

    daemon_threads = True

    def __init__(self, refusals: int) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.refusals = refusals
        self.bodies: list[bytes] = []
        self.lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/"


class _Handler(BaseHTTPRequestHandler):
    server: Function

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        time.sleep(0.02)
        with self.server.lock:
            self.server.refusals -= 1
            refuses = self.server.refusals >= 0
            if not refuses:
                self.server.bodies.append(body)
        self.send_response(503 if refuses else 204)
        self.end_headers()

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@contextmanager
def function(refusals: int = 0) -> Iterator[Function]:
    with Function(refusals) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def push(courier: Courier, url: str, body: bytes) -> None:
    through = courier.through(url).removeprefix("http://")
    host, _, path = through.partition("/")
    connection = HTTPConnection(host, timeout=PATIENCE)
    connection.request("POST", f"/{path}", body)
    assert connection.getresponse().status == 204
    connection.close()


def wait(courier: Courier, taken: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while courier.taken < taken or any(courier.under_way.values()):
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_refused_push_comes_again_until_it_is_taken() -> None:
    with delivering(Courier(again=0.01)) as courier, function(refusals=3) as server:
        push(courier, server.url, b"news")
        wait(courier, 1)
        assert server.bodies == [b"news"]
        assert courier.refused == {503: 3}
        assert [len(each) for each in courier.seconds.values()] == [1]


def test_a_push_comes_as_often_as_is_asked_for() -> None:
    with delivering(Courier(copies=3)) as courier, function() as server:
        push(courier, server.url, b"news")
        wait(courier, 3)
        assert server.bodies == [b"news"] * 3
        assert courier.messages == 1


@pytest.mark.parametrize("width", [1, 2])
def test_no_more_deliveries_are_under_way_than_the_courier_has(width: int) -> None:
    with delivering(Courier()) as courier, function() as server:
        courier.have(width)
        for number in range(8):
            push(courier, server.url, str(number).encode())
        wait(courier, 8)
        assert set(courier.most_under_way.values()) == {width}
