import pytest

from tests.manifests.loading import assert_problem, loaded, only_problem, problems_of


def test_a_json_manifest_is_read() -> None:
    batch = loaded('{"name": "n", "defaults": {"want": 2}, "items": [{"id": "a", "prompt": "p"}, "q"]}', "m.json")
    assert [(item.id, item.prompt, item.want) for item in batch.items] == [("a", "p", 2), ("q-1", "q", 2)]


def test_a_queue_of_slug_and_prompt_lines_works_as_it_is() -> None:
    batch = loaded('\ufeff{"slug": "a", "prompt": "p"}\r\n\r\n{"slug": "b", "prompt": "q\u2028r"}\r\n', "q.jsonl")
    assert [(item.id, item.prompt) for item in batch.items] == [("a", "p"), ("b", "q\u2028r")]


def test_a_line_may_be_just_a_prompt() -> None:
    assert loaded('"a fox"\n"a hare"', "q.ndjson").items[1].prompt == "a hare"


@pytest.mark.parametrize(
    ("text", "line", "field", "message"),
    [
        ('{\n "items": [\n  {"prompt": "a"},\n  {"prompt": "b",\n   "wnat": 1}]}', 5, "items[1].wnat", "unknown key"),
        ('{"items": ["p"],\n "name": "}]{[",\n "nmae": "\\"x"}', 3, "nmae", "unknown key"),
        ('[\n["x"],\n 7]', 2, "", "must be a mapping or a prompt, but is a list"),
        ('{"items": [}', 1, "", "not valid JSON"),
        ('{"items": ["p"]} x', 1, "", "extra data"),
        ('{"items": ["p"],\n\n "max_usd": NaN}', 1, "", "NaN is not a number"),
        ('{"items": ["p"], "max_usd": 1e999}', 1, "", "too large"),
        ('{"items": ["p"], "max_usd": ' + "9" * 5000 + "}", 1, "", "thousands of digits"),
        ('["\\ud800"]', 1, "", "half of a character"),
        ('{"items": ["p"],\n "name": "a",\n "name": "b"}', 3, "name", "twice; the first is on line 2"),
        ('{"name": "a", "name": "b"} x', 1, "", "extra data"),
    ],
)
def test_a_fault_in_json_has_its_line(text: str, line: int, field: str, message: str) -> None:
    assert_problem(problems_of(text, "m.json")[0], line, field, message)


def test_equal_keys_of_different_objects_are_no_duplicates() -> None:
    problems = problems_of('[{"id": "a", "prompt": "p"},\n {"id": "b", "id": "c", "prompt": "p"}]', "m.json")
    assert [(problem.line, problem.field) for problem in problems] == [(2, "id")]


def test_every_bad_line_of_a_queue_is_reported() -> None:
    text = '{"prompt": "p"}\n{"prompt": }\n{"prompt": "p"}\n{"a": 1, "a": 2}\n{"x": Infinity}'
    assert [problem.line for problem in problems_of(text, "q.jsonl")] == [2, 4, 5]


def test_a_fault_in_a_queue_has_the_line_of_its_object() -> None:
    assert_problem(
        only_problem('{"prompt": "p"}\n\n{"prompt": "p", "wnat": 1}', "q.jsonl"), 3, "wnat", "unknown", "want"
    )


def test_escaped_pairs_are_whole_characters() -> None:
    assert loaded('["a \\ud83d\\ude00 face"]', "m.json").items[0].prompt == "a \U0001f600 face"
