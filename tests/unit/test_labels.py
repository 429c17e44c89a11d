"""A key survives the rules for labels of Google Cloud, there and back."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofpress.domain.labels import key_of, labels_of


@given(st.text(min_size=1, max_size=300))
def test_a_key_comes_back_as_it_was(key: str) -> None:
    labels = labels_of(key)
    assert key_of(labels) == key
    assert all(re.fullmatch(r"[a-z0-9_-]{1,63}", value) for value in labels.values())
    assert all(re.fullmatch(r"[a-z][a-z0-9_-]{0,62}", name) for name in labels)


@given(st.text(min_size=1, max_size=300), st.dictionaries(st.text(max_size=5), st.text(max_size=5)))
def test_other_labels_do_no_harm(key: str, others: dict[str, str]) -> None:
    assert key_of({**others, **labels_of(key)}) == key


@pytest.mark.parametrize(
    "labels", [{}, {"proofpress-key-0": ""}, {"proofpress-key-0": "?!"}, {"proofpress-key-1": "me"}, {"team": "a"}]
)
def test_labels_that_stand_for_no_key_have_none(labels: dict[str, str]) -> None:
    assert key_of(labels) == ""


@pytest.mark.parametrize("length", range(35, 45))
def test_no_length_falls_between_two_labels(length: int) -> None:
    assert key_of(labels_of("k" * length)) == "k" * length
