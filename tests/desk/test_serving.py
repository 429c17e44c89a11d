"""The desk's server comes to an end with all that it began."""

import http.client
from contextlib import closing
from pathlib import Path

from tests.support.desks import opened


def test_a_desk_that_is_over_leaves_no_connection_open(work: Path) -> None:
    with opened(work) as desk:
        connection = http.client.HTTPConnection("127.0.0.1", desk.served.port, timeout=60)
        connection.request("GET", "/b/shore")
        connection.getresponse().read()
        held = connection.sock
    with closing(connection):
        assert held is not None
        assert held.recv(1) == b""
