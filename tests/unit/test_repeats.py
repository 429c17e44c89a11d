"""Which drafts repeat which, and the marks by which they find each other."""

import random
from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofpress.domain.marks import NARROW, WIDE, Bands, bands_of, marks_of
from proofpress.domain.records import Sketch
from proofpress.domain.repeats import MOST_SHARERS, Comparison, Sketched, repeats
from proofpress.domain.scopes import scope_of, scopes_of
from proofpress.domain.screening import Across

SIGNATURE = random.Random(4).randbytes(768)
hashes = st.integers(0, 2**256 - 1)


def sketched(number: int, hash_: int, *, wave: int = 1, radius: int = 60, sha256: str = "") -> Sketched:
    sketch = Sketch(
        attempt=f"b/cup/{number:04d}",
        scope="batch:b",
        opened=0,
        wave=wave,
        sha256=sha256 or f"bytes of {number}",
        hash=f"{hash_:064x}",
        signature=b64encode(SIGNATURE).decode(),
        radius=radius,
        marks=(),
    )
    return Sketched.of(sketch)


def flipped(hash_: int, bits: list[int]) -> int:
    for bit in bits:
        hash_ ^= 1 << bit
    return hash_


def one_of_each_band(bands: Bands) -> list[int]:
    """Bits of a hash of which every band has one."""
    of_band: dict[int, int] = {}
    for bit in range(256):
        marked = [place for place, band in enumerate(bands_of(1 << bit, bands)) if band]
        of_band |= dict.fromkeys(marked, bit)
    return [of_band[place] for place in range(bands.number)]


@given(hash_=hashes, bits=st.sets(st.integers(0, 255), max_size=NARROW.number - 1))
def test_hashes_that_differ_in_fewer_bits_than_there_are_bands_share_a_mark(hash_: int, bits: set[int]) -> None:
    other = flipped(hash_, sorted(bits))
    assert set(marks_of("s", "a", f"{hash_:064x}")) & set(marks_of("s", "b", f"{other:064x}"))


@pytest.mark.parametrize("bands", [NARROW, WIDE])
def test_every_bit_belongs_to_one_band_at_most(bands: Bands) -> None:
    owners = [sum(map(bool, bands_of(1 << bit, bands))) for bit in range(256)]
    assert sum(owners) == bands.number * bands.width
    assert set(owners) <= {0, 1}
    assert all(band < 1 << bands.width for band in bands_of(2**256 - 1, bands))


def test_every_band_has_its_share_of_the_low_frequencies() -> None:
    low = [255 - (row * 16 + column) for row in range(5) for column in range(5 - row) if row + column]
    marked = [place for bit in low for place, band in enumerate(bands_of(1 << bit, NARROW)) if band]
    assert len(set(marked)) == NARROW.number


def test_marks_say_whose_they_are() -> None:
    marks = marks_of("batch:b", "bytes", f"{7:064x}")
    assert len(set(marks)) == 1 + NARROW.number <= 30
    assert not set(marks) & set(marks_of("batch:c", "bytes", f"{7:064x}"))
    assert len(set(marks) & set(marks_of("batch:b", "other bytes", f"{7:064x}"))) == NARROW.number


def test_of_two_radii_the_smaller_one_counts() -> None:
    far = flipped(5, list(range(40)))
    assert repeats(sketched(2, far), sketched(1, 5))
    assert not repeats(sketched(2, far, radius=39), sketched(1, 5))
    assert not repeats(sketched(2, far), sketched(1, 5, radius=39))


def test_an_edit_repeats_another_draft_by_its_bytes_alone() -> None:
    assert not repeats(sketched(2, 5, wave=0), sketched(1, 5))
    assert repeats(sketched(2, 5, wave=0, sha256="same"), sketched(1, 6, sha256="same"))


def test_the_lowest_is_named_whatever_the_order() -> None:
    drafts = [sketched(number, flipped(5, list(range(number)))) for number in range(1, 9)]
    expected = {draft.key: "b/cup/0001" for draft in drafts[1:]}
    for seed in range(5):
        shuffled = random.Random(seed).sample(drafts, len(drafts))
        assert Comparison(shuffled).originals() == expected


def test_what_shares_no_mark_of_the_index_is_found_in_the_comparison() -> None:
    one, other = sketched(1, 5), sketched(2, flipped(5, one_of_each_band(NARROW)))
    pairs = zip(bands_of(one.hash, NARROW), bands_of(other.hash, NARROW), strict=True)
    assert all(ours != theirs for ours, theirs in pairs)
    assert Comparison([one, other]).originals() == {other.key: one.key}


@given(base=hashes, chance=st.randoms(use_true_random=False))
def test_the_comparison_finds_what_every_pair_looked_at_would(base: int, chance: random.Random) -> None:
    drafts = [sketched(n, flipped(base, chance.sample(range(256), chance.randrange(14)))) for n in range(1, 15)]
    expected = {
        draft.key: min(lower.key for lower in drafts[:place] if repeats(draft, lower))
        for place, draft in enumerate(drafts)
        if any(repeats(draft, lower) for lower in drafts[:place])
    }
    found = Comparison(drafts).originals()
    near = {draft.key for draft in drafts if (draft.hash ^ drafts[0].hash).bit_count() < WIDE.number}
    assert {key: original for key, original in found.items() if key in near} == {
        key: original for key, original in expected.items() if key in near
    }


def test_a_thousand_copies_are_not_compared_each_with_each() -> None:
    drafts = [sketched(number, 5) for number in range(1, 2 * MOST_SHARERS + 1)]
    assert set(Comparison(drafts).originals().values()) == {"b/cup/0001"}


def test_some_of_the_drafts_are_compared_among_themselves() -> None:
    drafts = [sketched(number, 5) for number in range(1, 4)]
    among = {"b/cup/0002", "b/cup/0003"}.__contains__
    assert Comparison(drafts).originals(among=among) == {"b/cup/0003": "b/cup/0002"}
    assert Comparison(drafts).batches == {"b"}


def test_batches_and_campaigns_of_one_name_are_apart() -> None:
    assert scope_of(Across.BATCH, "spring", "spring") != scope_of(Across.CAMPAIGN, "spring", "spring")
    assert scope_of(Across.OFF, "b", "spring") == ""
    assert scopes_of("b", "") == (scope_of(Across.BATCH, "b", ""),)
    assert len(scopes_of("b", "spring")) == 2
