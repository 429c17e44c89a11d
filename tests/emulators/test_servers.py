"""Servers on a leash: started where a port is free, replaced when they die, never left behind."""

import http.client
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from proofpress.domain.errors import Stop
from proofpress.emulators.ports import hold_port
from proofpress.emulators.servers import Server

SERVE = """
import os, subprocess, sys
from http.server import BaseHTTPRequestHandler, HTTPServer
class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers(); self.wfile.write(str(os.getpid()).encode())
if os.fork() == 0:
    HTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
os.wait()
"""


def command(port: int) -> tuple[str, ...]:
    """A shell-like parent whose child serves, as Google's emulators are."""
    return (sys.executable, "-c", SERVE, str(port))


def serving_process(server: Server) -> int:
    with closing(http.client.HTTPConnection(server.host, timeout=60)) as connection:
        connection.request("GET", "/")
        return int(connection.getresponse().read())


def answers(server: Server) -> bool:
    try:
        return bool(serving_process(server))
    except OSError:
        return False


def wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def is_over(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    return "Z" in Path(f"/proc/{process}/stat").read_text().split()[2]


def test_the_child_of_a_server_ends_with_it(tmp_path: Path) -> None:
    with Server("test server", command, tmp_path / "log") as server:
        child = serving_process(server)

    wait_until(lambda: is_over(child))


def test_a_killed_server_takes_its_child_along_and_is_launched_again_on_its_port(tmp_path: Path) -> None:
    with Server("test server", command, tmp_path / "log") as server:
        first, port = serving_process(server), server.port
        server.kill()
        assert not server.alive
        wait_until(lambda: is_over(first))

        server.restart()
        wait_until(lambda: answers(server))

        assert server.port == port
        assert serving_process(server) != first


def test_a_server_whose_parent_dies_does_not_keep_its_child(tmp_path: Path) -> None:
    with Server("test server", command, tmp_path / "log") as server:
        child = serving_process(server)
        os.kill(os.getsid(child), signal.SIGKILL)

        wait_until(lambda: is_over(child) and not server.alive)


def test_the_error_of_a_server_that_does_not_start_ends_with_its_last_words(tmp_path: Path) -> None:
    def complain(port: int) -> tuple[str, ...]:
        return (sys.executable, "-c", f"raise SystemExit('no configuration, port {port}')")

    with pytest.raises(Stop, match=r"test server did not start[\s\S]*no configuration, port"):
        Server("test server", complain, tmp_path / "log").start()


def test_a_port_that_somebody_took_meanwhile_is_not_the_end(tmp_path: Path) -> None:
    calls: list[int] = []

    def second_time_lucky(port: int) -> tuple[str, ...]:
        calls.append(port)
        # As Java says it: above a trace that is longer than what a person is shown.
        busy = (sys.executable, "-c", "raise SystemExit('Address already in use' + 40 * '\\n  at a line of its trace')")
        return busy if len(calls) == 1 else command(port)

    with Server("test server", second_time_lucky, tmp_path / "log") as server:
        assert serving_process(server)
    assert len(calls) == 2


def test_ports_that_are_held_are_all_different() -> None:
    with ExitStack() as context:
        held = [context.enter_context(hold_port()) for _ in range(500)]

        assert len({each.getsockname()[1] for each in held}) == 500


def test_no_outgoing_connection_is_given_a_port_that_may_be_held() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, ExitStack() as context:
        held = [context.enter_context(hold_port()) for _ in range(100)]
        calls = [context.enter_context(socket.create_connection(server.getsockname())) for _ in range(100)]

        assert max(each.getsockname()[1] for each in held) < min(each.getsockname()[1] for each in calls)


def test_a_server_can_listen_on_a_held_port() -> None:
    with hold_port() as held, socket.create_server(held.getsockname()) as server:
        assert server.getsockname() == held.getsockname()
