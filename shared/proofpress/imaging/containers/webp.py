"""WebP, RFC 9649: a RIFF file whose first chunk gives the size of the canvas."""

from proofpress.imaging.containers.container import Container

_HEADER = 30
_ANIMATED = 0x02
_BLOCK = 16 * 16
"""Pixels to a byte of zeros at the end, at most. A plain picture may be coded in zeros, but not in as many: 0.7 a block."""
_ZEROS = 64
"""As many more are nothing strange even in a small one."""


def read_webp(data: bytes) -> Container:
    """Read the RIFF length and the first chunk; the chunks behind it are the decoder's business."""
    end = 8 + _little(data[4:8])
    if len(data) < max(_HEADER, end):
        return Container("image/webp", *_canvas(data), "the WebP is cut: it is shorter than it says")
    width, height = _canvas(data)
    fault = "" if width and height else "the WebP holds no picture"
    if _is_zeroed(data, end, width * height):
        fault = "the WebP is damaged: its end is filled with zeros"
    animated = data[12:16] == b"VP8X" and bool(data[20] & _ANIMATED)
    return Container("image/webp", width, height, fault, animated)


def _is_zeroed(data: bytes, end: int, pixels: int) -> bool:
    """Whether zeros took the place of the last data: a decoder makes a picture of them without an error."""
    zeros = pixels // _BLOCK + _ZEROS
    return zeros < end and not any(data[end - zeros : end])


def is_lossless(data: bytes) -> bool:
    """Whether the pixels, of an animation the first frame's, are coded without loss."""
    kind, start = data[12:16], 12
    while kind not in {b"VP8 ", b"VP8L", b""}:
        length = _little(data[start + 4 : start + 8])
        start += 8 + (16 if kind == b"ANMF" else length + length % 2)
        kind = data[start : start + 4]
    return kind == b"VP8L"


def _canvas(data: bytes) -> tuple[int, int]:
    """Width and height by the kind of the first chunk: lossy, lossless or extended; zeros for any other."""
    if len(data) < _HEADER:
        return 0, 0
    match data[12:16]:
        case b"VP8 ":
            return _little(data[26:28]) & 0x3FFF, _little(data[28:30]) & 0x3FFF
        case b"VP8L":
            bits = _little(data[21:25])
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case b"VP8X":
            return _little(data[24:27]) + 1, _little(data[27:30]) + 1
    return 0, 0


def _little(data: bytes) -> int:
    return int.from_bytes(data, "little")
