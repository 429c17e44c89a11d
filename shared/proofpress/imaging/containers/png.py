"""PNG, third edition: chunks with their checksums, up to IEND."""

from collections.abc import Iterator
from zlib import crc32

from proofpress.imaging.containers.container import Container

_SIGNATURE = 8
_FRAMING = 12
"""Bytes of a chunk besides its content: length, type and checksum."""
_ANIMATION = frozenset({b"acTL", b"fcTL", b"fdAT"})


def read_png(data: bytes) -> Container:
    """Walk the chunks; a wrong checksum is a fault in any of them."""
    view = memoryview(data)
    width, height = int.from_bytes(data[16:20]), int.from_bytes(data[20:24])
    kinds = set()
    for kind, start, end in _chunks(data):
        if crc32(view[start + 4 : end - 4]) != int.from_bytes(data[end - 4 : end]):
            return Container("image/png", width, height, f"the PNG is damaged: the checksum of {kind!r} is wrong")
        kinds.add(kind)
    if b"IEND" not in kinds:
        return Container("image/png", width, height, "the PNG is cut: its end chunk is missing")
    fault = "" if width and height and b"IDAT" in kinds else "the PNG holds no picture"
    return Container("image/png", width, height, fault, animated=bool(kinds & _ANIMATION))


def still(data: bytes) -> bytes:
    """A whole PNG without its animation: the picture that a viewer shows which knows no animated PNG."""
    kept = (data[start:end] for kind, start, end in _chunks(data) if kind not in _ANIMATION)
    return data[:_SIGNATURE] + b"".join(kept)


def _chunks(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Type, start and end of every whole chunk up to IEND."""
    start, kind = _SIGNATURE, b""
    while kind != b"IEND":
        end = start + _FRAMING + int.from_bytes(data[start : start + 4])
        if end > len(data):
            return
        kind = data[start + 4 : start + 8]
        yield kind, start, end
        start = end
