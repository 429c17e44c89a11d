import pytest

from tests.manifests.loading import MemoryFiles, assert_problem, loaded, only_problem, problems_of


def ids_of(text: str, files: MemoryFiles | None = None) -> list[str]:
    return [item.id for item in loaded(text, files=files).items]


def test_a_matrix_alone_makes_the_items_the_last_axis_changing_fastest() -> None:
    text = "defaults: {prompt: '{{ mood }} {{ place }}'}\nmatrix: {mood: [calm, wild], place: [sea, wood]}"
    batch = loaded(text)
    assert [(item.id, item.prompt) for item in batch.items] == [
        ("calm-sea", "calm sea"),
        ("calm-wood", "calm wood"),
        ("wild-sea", "wild sea"),
        ("wild-wood", "wild wood"),
    ]
    assert batch.items[0].variables == {"mood": "calm", "place": "sea"}


def test_an_items_own_matrix_expands_it_alone() -> None:
    assert ids_of("items:\n- {id: a, prompt: p}\n- {id: b, prompt: p, matrix: {n: [1, 2]}}") == ["a", "b-1", "b-2"]


def test_items_without_an_id_are_told_apart_by_their_position() -> None:
    assert ids_of("items: [p, q]\nmatrix: {n: [x, y]}") == ["item-0001-x", "item-0001-y", "item-0002-x", "item-0002-y"]


def test_an_items_axis_replaces_the_one_of_the_manifest() -> None:
    text = "matrix: {n: [1, 2], m: [x]}\nitems:\n- {id: a, prompt: p}\n- {id: b, prompt: p, matrix: {n: [3]}}"
    assert ids_of(text) == ["a-1-x", "a-2-x", "b-3-x"]


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("p.csv", "sku,title\nM1,a mug\nL2,a lamp\n"),
        ("p.json", '[{"sku": "M1", "title": "a mug"}, {"sku": "L2", "title": "a lamp"}]'),
        ("p.jsonl", '{"sku": "M1", "title": "a mug"}\n{"sku": "L2", "title": "a lamp"}\n'),
    ],
)
def test_rows_of_a_file_become_mappings_named_by_their_sku(name: str, rows: str) -> None:
    files = MemoryFiles({name: rows})
    batch = loaded(f"matrix: {{product: {name}}}\nitems:\n- {{id: x, prompt: '{{{{ product.title }}}}'}}", files=files)
    assert [(item.id, item.prompt) for item in batch.items] == [("x-m1", "a mug"), ("x-l2", "a lamp")]
    assert batch.items[0].variables == {"product.sku": "M1", "product.title": "a mug"}


def test_items_may_be_the_rows_of_a_file() -> None:
    files = MemoryFiles({"rows.csv": "id,title,want\na,fox,2\nb,hare,\n"})
    batch = loaded("defaults: {prompt: 'A {{ title }}'}\nitems: rows.csv", files=files)
    assert [(item.id, item.prompt, item.want) for item in batch.items] == [("a", "A fox", 2), ("b", "A hare", 1)]


def test_a_file_of_many_items_is_read_once() -> None:
    files = MemoryFiles({"p.csv": "sku\na\nb\n"})
    loaded("items:\n" + "".join(f"- {{id: x{n}, prompt: p, matrix: {{r: p.csv}}}}\n" for n in range(5)), files=files)
    assert files.reads == ["p.csv"]


def test_values_that_make_no_name_or_the_same_are_numbered() -> None:
    assert ids_of("items: [{id: x, prompt: p}]\nmatrix: {w: [東京, a b, a-b, {colour: red}]}") == [
        "x-1",
        "x-a-b-2",
        "x-a-b-3",
        "x-4",
    ]


def test_a_long_id_is_cut_and_stays_unique() -> None:
    long = ["a" * 40 + "b", "a" * 40 + "c"]
    ids = ids_of(f"items: [{{id: {'x' * 90}, prompt: p}}]\nmatrix: {{m: {long}, n: [1, 2]}}")
    assert len(set(ids)) == 4
    assert max(map(len, ids)) <= 100


def test_an_id_may_be_a_template_over_the_axes() -> None:
    text = "matrix: {n: [a, b]}\nitems: [{id: 'pic-{{ n }}-x', prompt: 'p of {{ id }}'}]"
    assert [(item.id, item.prompt) for item in loaded(text).items] == [
        ("pic-a-x", "p of pic-a-x"),
        ("pic-b-x", "p of pic-b-x"),
    ]


@pytest.mark.parametrize(
    ("text", "line", "field", "message", "hint"),
    [
        ("items: [p]\nmatrix:\n  n: []", 3, "matrix.n", "at least one", ""),
        ("items: [p]\nmatrix:\n  n: 5", 3, "matrix.n", "a list of values", ""),
        ("items: [p]\nmatrix:\n  n:\n  - 1\n  - [2]", 5, "matrix.n[1]", "text, a number, or a row", ""),
        ("items: [p]\nmatrix:\n  n:\n  - {a: [2]}", 4, "matrix.n[0]", "text, a number, or a row", ""),
        ("items: [p]\nmatrix:\n  n:\n  - {a: rose, pale blue}", 4, "matrix.n[0]", "'pale blue' has no value", "quotes"),
        ("items: [p]\nmatrix:\n  n m: [1]", 3, "matrix.n m", "cannot name a variable", ""),
        ("items: [p]\nmatrix:\n  n: prodcuts.csv", 3, "matrix.n", "no file 'prodcuts.csv'", "'products.csv'"),
        ("items: [p]\nmatrix:\n  n: ../products.csv", 3, "matrix.n", "must not leave", ""),
        ("items: [p]\nmatrix:\n  n: map.json", 3, "matrix.n", "not a list of rows", ""),
        ("items: zzz.jsonl", 1, "items", "no file", "relative"),
        ("items: [{id: 'x', prompt: p}]\nmatrix: 3", 2, "matrix", "must be a mapping", ""),
        (
            "matrix: {n: [a, b]}\nitems: [{id: '{{ \"same\" }}', prompt: p}]",
            2,
            "items[0].id",
            "'same' to two items",
            "axis",
        ),
    ],
)
def test_a_faulty_matrix_is_reported(text: str, line: int, field: str, message: str, hint: str) -> None:
    files = MemoryFiles({"products.csv": "sku\na\n", "map.json": '{"a": 1}'})
    assert_problem(only_problem(text, files=files), line, field, message, hint)


def test_faults_in_a_file_of_rows_name_that_file() -> None:
    files = MemoryFiles({"p.csv": "sku,title\na,b,c\n"})
    problem = only_problem("items: [p]\nmatrix: {n: p.csv}", files=files)
    assert (problem.file, problem.line) == ("p.csv", 2)


def test_faults_in_items_of_a_file_name_its_line() -> None:
    files = MemoryFiles({"rows.jsonl": '{"prompt": "p"}\n{"prompt": "q", "wnat": 2}'})
    problem = only_problem("items: rows.jsonl", files=files)
    assert (problem.file, problem.line, problem.field) == ("rows.jsonl", 2, "wnat")


def test_more_than_a_hundred_thousand_items_are_refused_before_they_are_made() -> None:
    axis = list(range(1000))
    problems = problems_of(f"items: [p]\nmatrix: {{a: {axis}, b: {axis}, c: {axis}}}")
    assert_problem(problems[0], 1, "items[0]", "more than 100,000 items", "split")
