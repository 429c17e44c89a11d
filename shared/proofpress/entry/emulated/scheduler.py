"""What Google does on its own: calling `sweep` on a schedule, and starting a server anew that died."""

import http.client
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress

from proofpress.emulators.servers import Server
from proofpress.entry.cloud.topology import FUNCTION_TIMEOUT

_HEADERS = {"X-CloudScheduler": "true", "User-Agent": "Google-Cloud-Scheduler", "Content-Type": "application/json"}
_WATCH_SECONDS = 0.2
_JOIN_SECONDS = 5.0
"""How long a call in flight is waited for; the end of its server cuts it off."""


@contextmanager
def scheduled(sweep: Server, seconds: float) -> Iterator[None]:
    """POST to the server every so many seconds while the block runs, as Cloud Scheduler does."""
    with _repeating("scheduler", seconds, lambda: call(sweep)):
        yield


@contextmanager
def kept_alive(servers: Iterable[Server]) -> Iterator[None]:
    """Replace the servers that die while the block runs, as Cloud Run does."""
    watched = tuple(servers)

    def replace() -> None:
        for server in watched:
            if not server.alive:
                server.restart()

    with _repeating("keeper", _WATCH_SECONDS, replace):
        yield


def call(sweep: Server) -> int:
    """Make one call of the scheduler's; the status of the answer, 0 where none came."""
    connection = http.client.HTTPConnection(sweep.host, timeout=FUNCTION_TIMEOUT)
    with closing(connection), suppress(OSError, http.client.HTTPException):
        connection.request("POST", "/", b"{}", _HEADERS)
        return connection.getresponse().status
    return 0


@contextmanager
def _repeating(name: str, seconds: float, do: Callable[[], object]) -> Iterator[None]:
    over = threading.Event()

    def repeat() -> None:
        while not over.wait(seconds):
            do()

    thread = threading.Thread(target=repeat, name=name, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(_JOIN_SECONDS)
