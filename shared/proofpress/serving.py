"""The TCP server under the stand-ins for Google's services: a thread per connection, and an end that leaves none open."""

import sys
from socket import SHUT_RDWR, socket
from socketserver import BaseRequestHandler, TCPServer, ThreadingMixIn
from threading import Lock
from typing import Any


class ConnectionServer(ThreadingMixIn, TCPServer):
    """A thread per connection; closing it also closes the connections that clients keep alive."""

    allow_reuse_address = True
    request_queue_size = 512

    def __init__(self, address: tuple[str, int], handler: type[BaseRequestHandler]) -> None:
        # Before the bind: where that fails, the base class closes the server, which reads these.
        self._open: set[socket] = set()
        self._lock = Lock()
        super().__init__(address, handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Remember the connection, then serve it."""
        with self._lock:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Forget the connection, then close it."""
        with self._lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients may leave at any time; everything else is a fault of ours and shown."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    def server_close(self) -> None:
        """Hang up on everybody, and wait for the requests that are under way, unless the threads are daemons."""
        with self._lock:
            for connection in self._open:
                _hang_up(connection)
        super().server_close()


def _hang_up(connection: socket) -> None:
    try:
        connection.shutdown(SHUT_RDWR)
    except OSError:
        return
