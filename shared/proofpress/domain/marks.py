"""Marks: short texts that alike drafts are likely to share, so that an index finds them without reading the others.

A hash of 256 bits is cut into bands, each with its share of the low frequencies, which change least. Two hashes that
differ in fewer bits than there are bands share one for sure; of near duplicates at 60 bits most share one, because the
bits that differ are not spread evenly.
"""

import hashlib
from functools import cache
from typing import NamedTuple

_SIDE = 16
_DIGITS = _SIDE * _SIDE // 4
_NIBBLE = 4
"""Bits of a hex digit."""
_MARK = 16
"""Hex digits of a mark. Marks of different drafts that are equal by chance cost a comparison, no more."""


class Bands(NamedTuple):
    """How a hash is cut: a number of bands of `width` bits."""

    number: int
    width: int


NARROW = Bands(12, 20)
"""For the index: among 100,000 drafts a question finds six others on average."""

WIDE = Bands(16, 16)
"""For the comparison in memory that a batch ends with: it finds more, and five times as many others."""


def marks_of(scope: str, sha256: str, hash_: str) -> tuple[str, ...]:
    """The marks of a draft: one for its bytes, the others for the bands of its hash; none is shared across scopes."""
    bands = enumerate(bands_of(int(hash_, 16), NARROW))
    return tuple(_mark(scope, *about) for about in [("sha256", sha256), *bands])


def bands_of(hash_: int, bands: Bands) -> list[int]:
    """The bands of a hash, as numbers."""
    whole = dealt(hash_, bands)
    return [band(whole, place, bands) for place in range(bands.number)]


def dealt(hash_: int, bands: Bands) -> int:
    """A hash with its bits in the order of the bands."""
    dealing, moved = _dealing(bands), 0
    for places, digit in zip(dealing, f"{hash_:0{_DIGITS}x}", strict=True):
        moved |= places[digit]
    return moved


def band(whole: int, place: int, bands: Bands) -> int:
    """One of the bands of a dealt hash."""
    return whole >> bands.width * place & (1 << bands.width) - 1


def _mark(scope: str, kind: object, value: object) -> str:
    return hashlib.sha256(f"{scope}\n{kind}\n{value}".encode()).hexdigest()[:_MARK]


@cache
def _dealing(bands: Bands) -> list[dict[str, int]]:
    """By place and value of a hex digit of the hash, where its bits go: the lowest frequencies first, band by band."""
    order = sorted(range(1, _SIDE * _SIDE), key=_frequency)
    # The first bit is that of the mean and always the same: it comes last, where there is room for it.
    targets = {bit: turn for turn, bit in enumerate([*order, 0][: bands.number * bands.width])}
    digits = range(1 << _NIBBLE)
    return [{f"{digit:x}": _moved(place, digit, targets, bands) for digit in digits} for place in range(_DIGITS)]


def _frequency(bit: int) -> tuple[int, int]:
    row, column = divmod(bit, _SIDE)
    return row + column, row


def _moved(place: int, digit: int, targets: dict[int, int], bands: Bands) -> int:
    moved = 0
    for offset in range(_NIBBLE):
        turn = targets.get(place * _NIBBLE + offset)
        if turn is not None and digit >> _NIBBLE - 1 - offset & 1:
            slot, band = divmod(turn, bands.number)
            moved |= 1 << band * bands.width + slot
    return moved
