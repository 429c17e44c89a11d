"""Bodies of type multipart/related: a resource in JSON, then the bytes of an object."""

from email.message import Message
from email.parser import BytesHeaderParser
from typing import Any

from proofpress.emulators.storage.body import Body
from proofpress.emulators.storage.contents import Incoming
from proofpress.emulators.storage.messages import Request, parse_object
from proofpress.emulators.storage.refusals import invalid

_HEAD_BYTES = 1024 * 1024
_AFTER_END = 64
"""Bytes that may follow the last delimiter: an end of line, and an epilogue that nobody writes."""


def read_multipart(request: Request, incoming: Incoming) -> tuple[dict[str, Any], str | None]:
    """The resource, and the type of the bytes where they have one; the bytes go to the file as they arrive."""
    delimiter = b"--" + _boundary(request.headers)
    reader = _Reader(request.body)
    reader.until(delimiter)
    reader.until(b"\r\n\r\n")
    resource = reader.until(b"\r\n" + delimiter)
    headers = BytesHeaderParser().parsebytes(reader.until(b"\r\n\r\n").lstrip())
    reader.copy_until_last(b"\r\n" + delimiter + b"--", incoming)
    return parse_object(resource), headers.get("Content-Type")


def _boundary(headers: Message) -> bytes:
    boundary = headers.get_boundary()
    if headers.get_content_type() != "multipart/related" or not boundary:
        raise invalid("Invalid multipart request: Content-Type must be multipart/related with a boundary")
    return boundary.encode()


class _Reader:
    def __init__(self, body: Body) -> None:
        self._body = body
        self._buffer = b""

    def until(self, delimiter: bytes) -> bytes:
        """What comes before the next delimiter, which is passed over."""
        while delimiter not in self._buffer:
            more = self._body.read()
            if not more or len(self._buffer) > _HEAD_BYTES:
                raise invalid("Invalid multipart request: it does not have two parts")
            self._buffer += more
        found, self._buffer = self._buffer.split(delimiter, 1)
        return found

    def copy_until_last(self, delimiter: bytes, incoming: Incoming) -> None:
        """Copy what comes before the delimiter that ends the body; a delimiter inside is not looked for."""
        kept = len(delimiter) + _AFTER_END
        for more in self._body:
            self._buffer += more
            incoming.write(self._buffer[:-kept])
            self._buffer = self._buffer[-kept:]
        end = self._buffer.rfind(delimiter)
        if end < 0:
            raise invalid("Invalid multipart request: the last delimiter is missing")
        incoming.write(self._buffer[:end])
