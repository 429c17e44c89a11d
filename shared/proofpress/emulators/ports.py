"""Ports of this machine that a server can have to itself."""

import secrets
import socket
from contextlib import suppress

_FIRST = 10240
_BEHIND = 32768
"""Linux and macOS give no outgoing connection a port below this one unless they are told to. A server that takes
seconds to start, as Java's do, would now and then find that such a connection had taken its port meanwhile."""


def free_port() -> int:
    """A port of 127.0.0.1 on which nothing listens now, for whoever takes it at once."""
    with hold_port() as held:
        return int(held.getsockname()[1])


def hold_port() -> socket.socket:
    """A socket whose port, of 127.0.0.1, no other Server on this machine gets until it is closed.

    It holds the port for UDP, so that a server can listen on it for TCP; nothing else keeps two that start at the same
    time from finding the same port free.
    """
    while True:
        held = socket.socket(type=socket.SOCK_DGRAM)
        address = ("127.0.0.1", _FIRST + secrets.randbelow(_BEHIND - _FIRST))
        with suppress(OSError), socket.socket() as probe:
            held.bind(address)
            probe.bind(address)
            return held
        held.close()
