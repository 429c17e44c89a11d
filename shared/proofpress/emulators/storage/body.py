"""The body of a request, read piece by piece."""

import io
from collections.abc import Iterator

PIECE = 256 * 1024
"""Bytes that are held in memory at a time."""


class Body:
    """A body of known length, or one in chunks; ConnectionError where the client leaves before its end."""

    def __init__(self, stream: io.BufferedIOBase, length: int | None) -> None:
        self._stream = stream
        self._left = length or 0
        self._chunked = length is None
        self._ended = length == 0

    def read(self, limit: int = PIECE) -> bytes:
        """The next bytes, at most so many; none at the end."""
        if self._left == 0 and self._chunked and not self._ended:
            self._next_chunk()
        if self._ended:
            return b""
        data = self._stream.read(min(limit, self._left))
        if not data:
            raise ConnectionAbortedError("The client left in the middle of its request.")
        self._left -= len(data)
        self._end_of_piece()
        return data

    def whole(self) -> bytes:
        """Everything that is left."""
        return b"".join(self)

    def drain(self) -> None:
        """Throw away what is left, so that the connection can go on."""
        for _ in self:
            continue

    def __iter__(self) -> Iterator[bytes]:
        while data := self.read():
            yield data

    def _next_chunk(self) -> None:
        size = self._stream.readline(1024).split(b";")[0].strip()
        try:
            self._left = int(size, 16)
        except ValueError as error:
            raise ConnectionAbortedError("The client sent a broken chunk.") from error
        if self._left == 0:
            self._ended = True
            while self._stream.readline(65_536).strip():
                continue

    def _end_of_piece(self) -> None:
        if self._left:
            return
        if self._chunked:
            self._stream.readline(3)
        else:
            self._ended = True
