"""Calls divided into jobs."""

from hypothesis import given
from hypothesis import strategies as st

from proofpress.domain.portions import portions


@given(st.lists(st.integers(1, 50)), st.integers(1, 10), st.integers(1, 60))
def test_no_call_is_lost_or_sent_twice_and_no_job_is_larger_than_allowed(
    sizes: list[int], most: int, most_bytes: int
) -> None:
    made = list(portions(list(enumerate(sizes)), most, most_bytes))
    assert [call for portion in made for call in portion] == list(range(len(sizes)))
    assert all(portion and len(portion) <= most for portion in made)
    assert all(len(portion) == 1 or sum(sizes[call] for call in portion) <= most_bytes for portion in made)


def test_a_job_is_filled_before_another_is_begun() -> None:
    assert list(portions([(name, 1) for name in "abcdefg"], 3, 100)) == [list("abc"), list("def"), list("g")]
