"""JPEG, ITU-T T.81 annex B: segments up to the end marker."""

import re

from proofpress.imaging.containers.container import Container

_MARKER = re.compile(rb"\xff([^\x00\xd0-\xd7\xff])")
"""A marker that can follow coded data: no stuffed zero, restart marker or fill byte."""
_START, _END, _SCAN = 0xD8, 0xD9, 0xDA
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Start-of-frame markers; the three left out define tables."""
_MAX_SCANS = 100
"""A progressive picture has about ten. Every scan costs a pass over all pixels, so thousands are an attack."""


def read_jpeg(data: bytes) -> Container:
    """Walk the segments. Ends at the end marker, so that what cameras append behind it does not matter."""
    width = height = scans = position = 0
    while found := _MARKER.search(data, position):
        code, position = found[1][0], found.end()
        if code == _END:
            return Container("image/jpeg", width, height, _fault(width, height, scans))
        if code == _START:
            continue
        if code in _FRAMES:
            height = int.from_bytes(data[position + 3 : position + 5])
            width = int.from_bytes(data[position + 5 : position + 7])
        scans += code == _SCAN
        position += int.from_bytes(data[position : position + 2])
    return Container("image/jpeg", width, height, "the JPEG is cut: its end marker is missing")


def _fault(width: int, height: int, scans: int) -> str:
    if not (width and height and scans):
        return "the JPEG holds no picture"
    return f"the JPEG has {scans} scans" if scans > _MAX_SCANS else ""
