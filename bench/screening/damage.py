"""What can be wrong with a file's bytes. Each is (bytes, rng, strength) to bytes."""

from collections.abc import Callable
from random import Random
from typing import Final
from zlib import crc32

Damage = Callable[[bytes, Random, float], bytes]
_PNG_END: Final = b"\x00\x00\x00\x00IEND" + crc32(b"IEND").to_bytes(4)
PAGE: Final = (
    b"<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>"
)
ERROR: Final = (
    b'{"error": {"code": 503, "message": "The model is overloaded. Please try again later.", "status": "UNAVAILABLE"}}'
)


def cut(data: bytes, _rng: Random, percent: float) -> bytes:
    """Only the first so many percent arrived."""
    return data[: max(40, round(len(data) * percent / 100))]


def forged(data: bytes, _rng: Random, percent: float) -> bytes:
    """Cut, and closed as if it were whole: with the end marker of its format, its lengths put right."""
    start = cut(data, _rng, percent)
    if data.startswith(b"\xff\xd8"):
        return start + b"\xff\xd9"
    if data.startswith(b"\x89PNG"):
        return _closed_png(start)
    return start[:4] + (len(start) // 2 * 2 - 8).to_bytes(4, "little") + start[8 : len(start) // 2 * 2]


def _closed_png(start: bytes) -> bytes:
    """The last chunk shortened to what is there, with a checksum that fits, and an end."""
    place = 8
    while place + 8 <= len(start):
        length = int.from_bytes(start[place : place + 4])
        if place + 12 + length > len(start):
            body = start[place + 4 :]
            return start[:place] + (len(body) - 4).to_bytes(4) + body + crc32(body).to_bytes(4) + _PNG_END
        place += 12 + length
    return start + _PNG_END


def flipped(data: bytes, rng: Random, share: float) -> bytes:
    """Runs of bytes overwritten, all past the first third of the file."""
    spoilt = bytearray(data)
    for _ in range(round(share)):
        place = rng.randrange(len(data) // 3, len(data) - 200)
        spoilt[place : place + 24] = rng.randbytes(24)
    return bytes(spoilt)


def page(_data: bytes, _rng: Random, _strength: float) -> bytes:
    """A proxy's page under a picture's name."""
    return PAGE


def error(_data: bytes, _rng: Random, _strength: float) -> bytes:
    """A service's error under a picture's name."""
    return ERROR


def empty(_data: bytes, _rng: Random, _strength: float) -> bytes:
    """Nothing."""
    return b""


def zeroed(data: bytes, _rng: Random, percent: float) -> bytes:
    """Of full length, but zeros after the first so many percent: a disk's or a download's holes."""
    kept = round(len(data) * percent / 100)
    return data[:kept] + bytes(len(data) - kept)


DAMAGES: Final[tuple[tuple[str, Damage, tuple[float, ...]], ...]] = (
    ("cut", cut, (4, 30, 70, 93)),
    ("forged", forged, (15, 40, 70, 90)),
    ("flipped", flipped, (2, 12)),
    ("page", page, (0,)),
    ("error", error, (0,)),
    ("empty", empty, (0,)),
    ("zeroed", zeroed, (25, 60)),
)
"""The forms of `broken` that are made after saving."""
