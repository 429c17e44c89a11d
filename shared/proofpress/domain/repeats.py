"""Which drafts repeat which: by a rule that looks at two of them at a time, in whatever order they came.

Of two alike drafts the lower in rank stands. A draft is a duplicate where there is any lower one that passed its own
checks and that it is like, whether or not that one stands itself: so nobody's verdict depends on anybody else's.
"""

from base64 import b64decode
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from proofpress.domain.marks import NARROW, WIDE, band, dealt
from proofpress.domain.near_duplicates import Fingerprint, alike
from proofpress.domain.records import Sketch

MOST_SHARERS = 500
"""Drafts with one band in common that each of them is compared with, the lowest first. More are alike to a prompt that
draws next to nothing, and the lowest of those will do; without a limit they would be compared each with each."""

_UNPACKED = 256
"""Fingerprints that are kept unpacked, 25 kB each: alike drafts are looked at one after another."""


@dataclass(frozen=True, slots=True)
class Sketched:
    """What of a sketch is compared, in a kilobyte."""

    key: str
    rank: tuple[int, bool, int, str]
    sha256: str
    is_edit: bool
    radius: int
    hash: int
    signature: bytes

    @classmethod
    def of(cls, sketch: Sketch) -> "Sketched":
        """From the record."""
        return cls(
            sketch.key,
            sketch.rank,
            sketch.sha256,
            sketch.is_edit,
            sketch.radius,
            int(sketch.hash, 16),
            b64decode(sketch.signature),
        )


def repeats(draft: Sketched, other: Sketched) -> bool:
    """Whether a draft shows again what another one shows.

    An edit does only where it has the same bytes: it was ordered to be like a draft, and like all that this one is like.
    """
    if draft.sha256 == other.sha256:
        return True
    radius = min(draft.radius, other.radius)
    if draft.is_edit or (draft.hash ^ other.hash).bit_count() > radius:
        return False
    return alike(_fingerprint(draft.hash, draft.signature), _fingerprint(other.hash, other.signature), radius)


@lru_cache(_UNPACKED)
def _fingerprint(hash_: int, signature: bytes) -> Fingerprint:
    return Fingerprint(hash_, signature)


class Comparison:
    """All drafts of a scope, for the comparison in memory: no index, and so no draft that it missed."""

    def __init__(self, drafts: Iterable[Sketched]) -> None:
        self._drafts = sorted(drafts, key=lambda draft: draft.rank)

    @property
    def batches(self) -> set[str]:
        """The batches that the drafts are of."""
        return {draft.key.partition("/")[0] for draft in self._drafts}

    def originals(self, *, among: Callable[[str], bool] = lambda _: True) -> dict[str, str]:
        """By key of each draft that repeats a lower one: the lowest that it was found to repeat."""
        drafts = [draft for draft in self._drafts if among(draft.key)]
        lowest: dict[int, int] = {}
        for sharers in _sharers(drafts):
            for place, number in enumerate(sharers[1:], 1):
                _look(drafts, number, sharers[: min(place, MOST_SHARERS)], lowest)
        return {drafts[number].key: drafts[original].key for number, original in lowest.items()}


def _sharers(drafts: list[Sketched]) -> Iterator[list[int]]:
    """Numbers of drafts that have their bytes, or a band, in common; each list in order of rank."""
    yield from _grouped(draft.sha256 for draft in drafts)
    for bands in (NARROW, WIDE):
        hashes = [dealt(draft.hash, bands) for draft in drafts]
        for place in range(bands.number):
            yield from _grouped(band(whole, place, bands) for whole in hashes)


def _grouped(values: Iterable[object]) -> Iterable[list[int]]:
    """The numbers of equal values; most values are alone, and take no list."""
    firsts: dict[object, int] = {}
    groups: dict[object, list[int]] = {}
    for number, value in enumerate(values):
        if (first := firsts.setdefault(value, number)) != number:
            groups.setdefault(value, [first]).append(number)
    return groups.values()


def _look(drafts: list[Sketched], number: int, lower: list[int], lowest: dict[int, int]) -> None:
    found = lowest.get(number, number)
    for other in lower:
        if other >= found:
            return
        if repeats(drafts[number], drafts[other]):
            lowest[number] = other
            return
