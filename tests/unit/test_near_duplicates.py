"""Which drafts count as one picture."""

from base64 import b64encode

from hypothesis import given
from hypothesis import strategies as st

from proofpress.domain.near_duplicates import RADIUS, Fingerprint, alike, is_near_duplicate, repeated

HASH = "5a" * 32
RAMP = bytes(value for place in range(256) for value in (place, 255 - place, 128))


def signed(values: bytes) -> str:
    return b64encode(values).decode()


def within(distance: int) -> str:
    return f"{int(HASH, 16) ^ ((1 << distance) - 1):064x}"


def test_hashes_may_differ_up_to_the_radius() -> None:
    assert is_near_duplicate(HASH, signed(RAMP), within(RADIUS), signed(RAMP))
    assert not is_near_duplicate(HASH, signed(RAMP), within(RADIUS + 1), signed(RAMP))


def test_a_shade_lighter_is_the_same_picture_and_another_light_is_not() -> None:
    dim = bytes(value // 2 + 20 for value in RAMP)
    assert is_near_duplicate(HASH, signed(dim), HASH, signed(bytes(value + 20 for value in dim)))
    assert not is_near_duplicate(HASH, signed(dim), HASH, signed(bytes(value + 21 for value in dim)))


def test_other_colours_are_another_picture() -> None:
    swapped = bytes(value for place in range(256) for value in (255 - place, place, 128))
    assert not is_near_duplicate(HASH, signed(RAMP), HASH, signed(swapped))


def test_the_rounding_of_a_faint_picture_is_no_difference() -> None:
    faint = bytes(100 + place % 2 for place in range(768))
    assert is_near_duplicate(HASH, signed(faint), HASH, signed(bytes(100 for _ in range(768))))


@given(st.binary(min_size=768, max_size=768), st.binary(min_size=768, max_size=768), st.integers(0, 255))
def test_it_does_not_matter_which_of_two_comes_first(one: bytes, other: bytes, distance: int) -> None:
    forth = is_near_duplicate(HASH, signed(one), within(distance), signed(other))
    assert forth == is_near_duplicate(within(distance), signed(other), HASH, signed(one))
    assert is_near_duplicate(HASH, signed(one), HASH, signed(one))


def test_each_repeats_the_first_that_it_is_like_whether_that_repeats_another_or_not() -> None:
    prints = [Fingerprint(bits, RAMP) for bits in (0, (1 << 60) - 1, (1 << 120) - 1, 1 << 200)]
    assert repeated(prints) == {1: 0, 2: 1, 3: 0}


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(40, 200)), max_size=30))
def test_the_grid_finds_what_comparing_all_pairs_finds(drafts: list[tuple[int, int]]) -> None:
    prints = [Fingerprint(((1 << 45) - 1) << (40 * kind), bytes([level]) * 768) for kind, level in drafts]
    pairs = {
        later: next(earlier for earlier in range(later) if alike(prints[later], prints[earlier]))
        for later in range(len(prints))
        if any(alike(prints[later], prints[earlier]) for earlier in range(later))
    }
    assert repeated(prints) == pairs
