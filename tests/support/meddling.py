"""A line between a client and a server of this machine, on which what the client says may come to be misheard."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress

Hear = Callable[[bytes], bytes]
"""What arrives of some bytes that a client sent."""


@contextmanager
def meddling(port: int, hear: Hear) -> Iterator[str]:
    """Address and port of the client's end of the line; `port` is the server's."""
    with socket.create_server(("127.0.0.1", 0)) as listener, ExitStack() as lines:
        accepting = threading.Thread(target=_accept, args=(listener, port, hear, lines))
        accepting.start()
        try:
            yield f"127.0.0.1:{listener.getsockname()[1]}"
        finally:
            _hang_up(listener)
            accepting.join()


def _accept(listener: socket.socket, port: int, hear: Hear, lines: ExitStack) -> None:
    with suppress(OSError):
        while True:
            client = lines.enter_context(listener.accept()[0])
            server = lines.enter_context(socket.create_connection(("127.0.0.1", port)))
            for source, target, ear in ((client, server, hear), (server, client, bytes)):
                thread = threading.Thread(target=_carry, args=(source, target, ear))
                thread.start()
                lines.callback(thread.join)
            lines.callback(_hang_up, client)
            lines.callback(_hang_up, server)


def _carry(source: socket.socket, target: socket.socket, hear: Hear) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(hear(data))
    _hang_up(target)


def _hang_up(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
