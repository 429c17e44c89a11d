"""When two drafts are the same picture: a rule on what screening records, so that no picture is looked at again.

The hash compares composition and is blind to colour and mean light; the signature sees both. A pair is a near
duplicate only where both agree, so a recoloured, relit, mirrored or regrouped draft is another picture.
"""

from base64 import b64decode
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product

RADIUS = 60
"""Bits of 256 in which the hashes of one picture may differ. Different drafts of one textured prompt lie at 128 and,
in three million pairs, six times within 60; of recompressed, resized, slightly cropped or overlaid copies 95 % lie
within 50."""
DIFFERENCE = 0.20
"""Share of the pictures' own structure by which their signatures may differ once their mean colour is taken off."""
OFFSET = 20
"""Levels by which the mean of a colour channel may differ: a shade lighter or warmer, not another light."""
_FAINT = 2.5
"""Levels: below as little structure the rounding of the signature would count as a difference."""
_CELLS = 256


@dataclass(frozen=True)
class Fingerprint:
    """What a draft is compared by, unpacked once for many comparisons."""

    hash: int
    """The 256 bits of imaging.hashing."""
    signature: bytes
    """The 16 x 16 RGB means of imaging.signature, 768 bytes."""

    @cached_property
    def means(self) -> tuple[float, ...]:
        """Mean red, green and blue, in levels."""
        return tuple(sum(self.signature[channel::3]) / _CELLS for channel in range(3))

    @cached_property
    def deviations(self) -> tuple[float, ...]:
        """Every value less the mean of its channel, red first, then green and blue."""
        return tuple(value - mean for channel, mean in enumerate(self.means) for value in self.signature[channel::3])

    @cached_property
    def structure(self) -> float:
        """Mean absolute deviation, in levels: how much picture there is."""
        return sum(map(abs, self.deviations)) / len(self.deviations)


def fingerprint(hash_: str, signature: str) -> Fingerprint:
    """From the text forms that screening records: 64 hex digits and base64."""
    return Fingerprint(int(hash_, 16), b64decode(signature))


def alike(one: Fingerprint, other: Fingerprint, radius: int = RADIUS) -> bool:
    """Whether two drafts are the same picture; symmetric, and not transitive. `radius` is in bits of the hash."""
    if (one.hash ^ other.hash).bit_count() > radius:
        return False
    if any(abs(a - b) > OFFSET for a, b in zip(one.means, other.means, strict=True)):
        return False
    pairs = zip(one.deviations, other.deviations, strict=True)
    difference = sum(abs(a - b) for a, b in pairs) / len(one.deviations)
    return difference <= DIFFERENCE * max(_FAINT, (one.structure + other.structure) / 2)


def is_near_duplicate(hash_a: str, signature_a: str, hash_b: str, signature_b: str) -> bool:
    """The same on the text forms."""
    return alike(fingerprint(hash_a, signature_a), fingerprint(hash_b, signature_b))


def repeated(prints: Iterable[Fingerprint]) -> dict[int, int]:
    """Which of these drafts, in the order in which they stand, repeats which earlier one, the first where several.

    A draft counts although it repeats one itself, so that no verdict depends on another. Exact: only drafts
    whose mean colours are too far apart are left out, by a grid of cells as wide as the offset that is allowed.
    """
    found: dict[int, int] = {}
    grid: dict[tuple[int, ...], list[tuple[int, Fingerprint]]] = defaultdict(list)
    for number, draft in enumerate(prints):
        cell = tuple(int(mean // OFFSET) for mean in draft.means)
        firsts = [_first(draft, grid[near]) for near in _around(cell) if near in grid]
        earlier = min((first for first in firsts if first is not None), default=None)
        if earlier is not None:
            found[number] = earlier
        grid[cell].append((number, draft))
    return found


def _around(cell: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """A cell and its 26 neighbours."""
    return product(*(range(place - 1, place + 2) for place in cell))


def _first(draft: Fingerprint, earlier: list[tuple[int, Fingerprint]]) -> int | None:
    bits = draft.hash
    near = ((number, other) for number, other in earlier if (bits ^ other.hash).bit_count() <= RADIUS)
    return next((number for number, other in near if alike(draft, other)), None)
