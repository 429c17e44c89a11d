import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proofpress.manifests.names import joined, slug, unfit
from tests.manifests.loading import assert_problem, loaded, only_problem


@pytest.mark.parametrize("name", ["a", "A.b_c-1", "9", "x" * 100, "common", "console.log"])
def test_an_id_may_be_a_plain_name(name: str) -> None:
    assert unfit(name) == ""


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("../x", "letters, digits"),
        ("a/b", "letters, digits"),
        (".hidden", "letters, digits"),
        ("-rf", "letters, digits"),
        ("a b", "letters, digits"),
        ("é", "letters, digits"),
        ("a\n", "letters, digits"),
        ("x" * 101, "1 to 100"),
        ("a..b", "'..'"),
        ("a.", "end in '.'"),
        ("con", "Windows"),
        ("LPT1.png", "Windows"),
    ],
)
def test_an_id_that_cannot_be_a_name_is_reported(name: str, message: str) -> None:
    assert message in unfit(name)


def test_an_unfit_id_comes_with_one_that_would_do() -> None:
    assert_problem(only_problem("- prompt: p\n  id: My Photo"), 2, "id", "'My Photo' must be", "'my-photo' would do")


@pytest.mark.parametrize(("first", "second"), [("a", "a"), ("Photo", "photo")])
def test_equal_ids_are_reported_with_both_lines(first: str, second: str) -> None:
    problem = only_problem(f"items:\n- {{id: {first}, prompt: p}}\n- {{prompt: q, slug: {second}}}")
    assert_problem(problem, 3, "items[1].slug", "line 2")


def test_items_without_ids_are_named_after_their_prompts() -> None:
    text = "items: [A quiet harbour at dusk with boats, A quiet harbour at dusk with gulls, 東京, 大阪]"
    assert [item.id for item in loaded(text).items] == [
        "a-quiet-harbour-at-dusk-with-1",
        "a-quiet-harbour-at-dusk-with-2",
        "item-0003",
        "item-0004",
    ]


@settings(deadline=None)
@given(st.text())
def test_a_slug_is_empty_or_a_fit_id_unless_it_names_a_device(text: str) -> None:
    made = slug(text)
    assert re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*)?", made)
    assert len(made) <= 60


@settings(deadline=None)
@given(st.lists(st.text("ab-", min_size=1, max_size=90).map(slug), min_size=1, max_size=5))
def test_a_joined_id_is_never_too_long(parts: list[str]) -> None:
    assert len(joined(*parts)) <= 100
