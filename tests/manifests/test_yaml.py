import pytest

from proofpress.manifests.formats.core_schema import plain_value
from tests.manifests.loading import assert_problem, loaded, only_problem, problems_of


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("16:9", "16:9"),
        ("no", "no"),
        ("on", "on"),
        ("1_000", "1_000"),
        ("007", "007"),
        ("1.10", "1.10"),
        ("0x1f", "0x1f"),
        (".nan", ".nan"),
        ("2026-01-01", "2026-01-01"),
        ("12", 12),
        ("-3", -3),
        ("1.5", 1.5),
        ("True", True),
        ("~", None),
        ("", None),
    ],
)
def test_an_unquoted_scalar_is_read_by_the_core_schema(text: str, value: object) -> None:
    assert plain_value(text) == value
    assert type(plain_value(text)) is type(value)


def test_ratios_and_sizes_need_no_quotes() -> None:
    item = loaded("items:\n- {prompt: p, aspect_ratio: 16:9, image_size: 2K}").items[0]
    assert (item.aspect_ratio, item.image_size) == ("16:9", "2K")


def test_an_id_keeps_its_leading_zeros() -> None:
    assert loaded("items:\n- {prompt: p, id: 0042}").items[0].id == "0042"


def test_quoted_text_is_never_a_number() -> None:
    assert loaded("items:\n- prompt: p\n  variables: {a: '5', b: 5, c: !!str 5}").items[0].variables == {
        "a": "5",
        "b": 5,
        "c": "5",
    }


def test_an_alias_stands_for_its_anchor() -> None:
    batch = loaded("items:\n- &base {id: a, prompt: p, variables: &v {x: y}}\n- {id: b, prompt: q, variables: *v}")
    assert [item.variables for item in batch.items] == [{"x": "y"}, {"x": "y"}]


def test_a_fault_below_an_alias_is_shown_at_the_anchor() -> None:
    problem = only_problem("variables: &v\n  a b: 1\nitems:\n- prompt: p\n")
    assert_problem(problem, 2, "variables.a b", "cannot name")


@pytest.mark.parametrize(
    ("text", "line", "message", "hint"),
    [
        ("items:\n- prompt: a: b", 2, "not valid YAML", "in quotes"),
        ("items:\n- prompt: 'open", 2, "not valid YAML", "quotes"),
        ("items:\n\t- p", 2, "not valid YAML", ""),
        ("name: a\nname: b\nitems: [p]", 2, "'name' is here twice; the first is on line 1", "remove"),
        ("items:\n- !!python/object:os.system {}", 2, "tag", "remove"),
        ("items:\n- !secret x", 2, "tag", "remove"),
        ("items:\n- &a [*a]", 2, "inside what it refers to", ""),
        ("items: *nothing", 1, "refers to nothing", ""),
        ("items: [p]\n---\nitems: [q]", 2, "second YAML document", "'---'"),
        ("items:\n- prompt: {{ mood }}", 2, "key must be plain text", "quotes"),
    ],
)
def test_yaml_that_cannot_be_read_gets_one_message(text: str, line: int, message: str, hint: str) -> None:
    problem = only_problem(text)
    assert_problem(problem, line, problem.field, message, hint)


def test_every_duplicate_key_is_reported() -> None:
    text = "items:\n- {prompt: p, want: 1, want: 2}\n- {prompt: p, id: a, id: b}"
    assert [(problem.line, problem.field) for problem in problems_of(text)] == [(2, "want"), (3, "id")]


def test_the_column_of_a_field_is_known() -> None:
    assert only_problem("items:\n  - prompt: p\n    wnat: 1").column == 5
