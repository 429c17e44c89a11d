"""A 256-bit perceptual hash: the signs of the picture's lowest frequencies, as in pHash but with four times the bits.

It holds the composition. It knows neither colour nor mean light, and says little of flat pictures; the
signature covers for that. All in integers, so that every machine gets the same bits.
"""

import struct
from math import cos, pi
from operator import mul

from PIL import Image

HASH_BITS = 256

_SIDE = 32
_KEPT = 16
_LANE = 64
_SCALE = 4096
_COSINES = [[round(_SCALE * cos(pi * k * (2 * x + 1) / (2 * _SIDE))) for x in range(_SIDE)] for k in range(_KEPT)]
_BASIS = [sum(_COSINES[k][x] << (_LANE * k) for k in range(_KEPT)) for x in range(_SIDE)]
"""For each pixel of a row its weight in all sixteen frequencies, side by side in one large integer.

One multiplication of that integer serves sixteen sums, which is several times faster than a loop over them.
"""
_BIAS = sum(1 << (_LANE * k + _LANE - 1) for k in range(_KEPT))
"""Lifts every lane above zero, so that the lanes come apart as unsigned numbers in the same order."""


def dct_hash(grey: Image.Image) -> str:
    """The hash as 64 hex digits: DCT-II of 32 x 32 means, the 16 x 16 lowest frequencies against their median.

    Bits go row by row, vertical frequency first; the first bit is the mean's and always 1 in a picture with any light.
    """
    frequencies = _lowest(grey.resize((_SIDE, _SIDE), Image.Resampling.BOX).tobytes())
    median = sorted(frequencies)[HASH_BITS // 2 - 1]
    bits = "".join("1" if value > median else "0" for value in frequencies)
    return f"{int(bits, 2):0{HASH_BITS // 4}x}"


def hamming(one: str, other: str) -> int:
    """In how many of 256 bits two hashes differ; about 128 for unrelated pictures."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def _lowest(pixels: bytes) -> list[int]:
    """The 16 x 16 lowest frequencies, all shifted by the same constant."""
    rows = [sum(map(mul, pixels[start : start + _SIDE], _BASIS)) for start in range(0, _SIDE * _SIDE, _SIDE)]
    lowest: list[int] = []
    for weights in _COSINES:
        packed = sum(map(mul, weights, rows)) + _BIAS
        lowest.extend(struct.unpack(f"<{_KEPT}Q", packed.to_bytes(_KEPT * _LANE // 8, "little")))
    return lowest
