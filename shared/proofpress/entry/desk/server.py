"""Serves the desk on loopback."""

import logging
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from waitress.server import BaseWSGIServer, create_server

from proofpress.domain.errors import BadInput
from proofpress.entry.desk.app import Desk
from proofpress.entry.desk.invitation import Invitations
from proofpress.entry.desk.room import Room

HOST = "127.0.0.1"
_THREADS = 24
"""Half of them may be held by live pages; pictures and decisions share the others."""


@dataclass(frozen=True)
class Served:
    """A desk that is being served."""

    port: int
    gate: Invitations

    def link(self, to: str = "/") -> str:
        """An address that lets one browser in, once, and leads it to a page."""
        return f"http://{HOST}:{self.port}{self.gate.invite(to)}"


@contextmanager
def serving(room: Room, name: str, port: int = 0) -> Iterator[Served]:
    """Serve a desk in threads of its own; port 0 takes any that is free. BadInput where a port is taken.

    The room's gate is not used: a gate is made for the port, for a visitor of the given name.
    """
    logging.getLogger("waitress").setLevel(logging.ERROR)
    bound = _bound(port)
    taken = int(bound.getsockname()[1])
    gate = Invitations(name, taken)
    desk = Desk(replace(room, gate=gate))
    channels: dict[int, Any] = {}
    server = create_server(
        desk,
        channels,
        sockets=[bound],
        threads=_THREADS,
        ident="",
        clear_untrusted_proxy_headers=True,
    )
    over = threading.Event()
    thread = threading.Thread(target=_run, args=(server, over), name="desk", daemon=True)
    thread.start()
    try:
        yield Served(taken, gate)
    finally:
        over.set()
        desk.close()
        server.task_dispatcher.shutdown()
        server.close()
        # Browsers keep their connections, and the server leaves those to whoever holds them.
        for channel in list(channels.values()):
            channel.handle_close()
        thread.join(5)


def _run(server: BaseWSGIServer, over: threading.Event) -> None:
    """Serve until the server is closed, by which its loop loses the sockets that it waits for."""
    try:
        server.run()
    except (OSError, ValueError):
        if not over.is_set():
            raise


def _bound(port: int) -> socket.socket:
    """A socket of its own, because cookies and hosts are named after the port before the server is made."""
    made = socket.socket()
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((HOST, port))
    except OSError as error:
        made.close()
        raise BadInput(f"Port {port} cannot be used ({error.strerror or error}): pass --port with another.") from error
    return made
