"""A courier between Pub/Sub's emulator and the functions, for what the emulator does not do.

The emulator has two pushes of a subscription under way at once, and delivers a message once. The courier takes every
push, and then delivers it as often as a test wants, out of order and many at a time, each copy until it is taken.
"""

import http.client
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from urllib.parse import urlsplit

_DROPPED = {"host", "connection", "content-length", "accept-encoding"}
_TAKEN = {http.HTTPStatus.OK, http.HTTPStatus.CREATED, http.HTTPStatus.ACCEPTED, http.HTTPStatus.NO_CONTENT}


@dataclass
class Courier:
    """How messages are delivered, and how it went. Times are seconds."""

    copies: int = 1
    shuffle: float = 0.0
    """Each copy waits for a random time up to this one."""
    again: float = 1.0
    """The pause before a refused copy is delivered again."""
    width: int = 80
    """Deliveries to one function under way at once."""
    seed: int = 0
    messages: int = 0
    taken: int = 0
    """Copies that were acknowledged."""
    refused: Counter[int] = field(default_factory=Counter)
    """Answers that were no acknowledgement, by status; 0 is none at all."""
    under_way: Counter[str] = field(default_factory=Counter)
    """By the address of the function."""
    most_under_way: Counter[str] = field(default_factory=Counter)
    seconds: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    """From the moment that a copy was due to its acknowledgement, by the address of the function."""
    port: int = 0

    def __post_init__(self) -> None:
        self._chance = Random(self.seed)  # noqa: S311 - chance that can be repeated
        self._lock = threading.Lock()
        self._pools: dict[str, ThreadPoolExecutor] = {}
        self._over = threading.Event()

    def through(self, url: str) -> str:
        """Where a message for a URL is to be pushed to."""
        return f"http://127.0.0.1:{self.port}/{urlsplit(url).netloc}"

    def take(self, target: str, body: bytes, headers: dict[str, str]) -> None:
        """Accept a message for the function at an address."""
        with self._lock:
            self.messages += 1
            pool = self._pools.setdefault(target, ThreadPoolExecutor(self.width))
            due = [time.monotonic() + self._chance.uniform(0, self.shuffle) for _ in range(self.copies)]
        for moment in sorted(due):
            pool.submit(self._deliver, target, body, headers, moment)

    def have(self, width: int) -> None:
        """Deliver so many at once from now on."""
        with self._lock:
            self.width = width
            self._pools.clear()

    def close(self) -> None:
        """Forget what was not delivered."""
        self._over.set()
        for pool in self._pools.values():
            pool.shutdown(wait=False, cancel_futures=True)

    def _deliver(self, target: str, body: bytes, headers: dict[str, str], due: float) -> None:
        self._over.wait(due - time.monotonic())
        while not self._over.is_set():
            self._count(target, 1)
            status = _post(target, body, headers)
            self._count(target, -1, status)
            if status in _TAKEN:
                self.seconds[target].append(time.monotonic() - due)
                return
            self._over.wait(self.again)

    def _count(self, target: str, change: int, status: int | None = None) -> None:
        with self._lock:
            self.taken += status in _TAKEN
            if status is not None and status not in _TAKEN:
                self.refused[status] += 1
            self.under_way[target] += change
            self.most_under_way[target] = max(self.most_under_way[target], self.under_way[target])


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def __init__(self, courier: Courier) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.courier = courier


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        headers = {name: value for name, value in self.headers.items() if name.lower() not in _DROPPED}
        self.server.courier.take(self.path.removeprefix("/"), body, headers)
        self.send_response(http.HTTPStatus.NO_CONTENT)
        self.end_headers()

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


def _post(target: str, body: bytes, headers: dict[str, str]) -> int:
    connection = http.client.HTTPConnection(target, timeout=300)
    with closing(connection), suppress(OSError, http.client.HTTPException):
        connection.request("POST", "/", body, headers)
        return connection.getresponse().status
    return 0


@contextmanager
def delivering(courier: Courier) -> Iterator[Courier]:
    """Let a courier work while the block runs."""
    with _Server(courier) as server:
        courier.port = server.server_port
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield courier
        finally:
            courier.close()
            server.shutdown()
