"""Which drafts count as one picture."""

from base64 import b64encode

from hypothesis import given
from hypothesis import strategies as st

from proofpress.domain.near_duplicates import RADIUS, is_near_duplicate

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
