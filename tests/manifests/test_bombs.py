import time
from collections.abc import Iterator

import pytest

from proofpress.manifests import MAX_BYTES
from proofpress.manifests.spelling import Speller
from proofpress.manifests.templating.templates import TemplateFault, Templates
from tests.manifests.loading import MemoryFiles, problems_of


@pytest.fixture(autouse=True)
def _quickly() -> Iterator[None]:
    started = time.process_time()
    yield
    assert time.process_time() - started < 10


def laughs(levels: int) -> str:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, levels)]
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("m.yaml", laughs(9), "expands to more than 2,000,000 values"),
        ("m.yaml", "[" * 200_000, "more than 50 levels"),
        ("m.yaml", "{a: " * 60, "more than 50 levels"),
        ("m.yaml", "- " * 200_000, "more than 50 levels"),
        ("m.yaml", "a: &a0 [1]\n" + "".join(f"b{n}: &a{n + 1} [*a{n}]\n" for n in range(60)), "50 levels"),
        ("m.json", "[" * 200_000, "more than 50 levels"),
        ("m.json", "[" * 60 + "]" * 60, "more than 50 levels"),
        ("m.jsonl", "[" * 60 + "]" * 60, "more than 50 levels"),
        ("m.json", "[" + "1," * 3_000_000 + "1]", "more than 2,000,000 values"),
        ("m.yaml", "- p\n" * 100_001, "more than 100,000 items"),
        ("m.jsonl", '"p"\n' * 3_000_000, "more than 100,000 items"),
        ("m.csv", "prompt\n" + "p\n" * 100_001, "more than 100,000 items"),
        ("m.csv", 'prompt\n"' + "x" * 200_000, "not valid CSV"),
        ("m.yaml", f"variables: {{{', '.join(f'a{n}: 1' for n in range(9999))}}}\nitems: [p]", "at most 1000 items"),
        ("m.csv", "," * 100_000 + "\np", "has no items"),
    ],
    ids=lambda value: value[:12] if isinstance(value, str) else None,
)
def test_a_bomb_ends_quickly_with_one_message(name: str, data: str, message: str) -> None:
    problems = problems_of(data, name)
    assert len(problems) == 1
    assert message in problems[0].message


def test_a_file_over_the_limit_is_refused_before_it_is_parsed() -> None:
    problem = problems_of(b"- " * MAX_BYTES, "m.yaml")[0]
    assert problem.message == "has 40 MB; at most 20 MB are read"


def test_long_prompts_of_many_items_are_refused_together() -> None:
    axis = list(range(300))
    text = f"variables: {{v: {'x' * 19_000}}}\nitems: [{{prompt: '{{{{ v }}}}'}}]\nmatrix: {{a: {axis}, b: {axis}}}"
    assert "more than 100,000,000 characters" in problems_of(text)[0].message


def test_templates_that_keep_the_machine_busy_are_stopped() -> None:
    templates = Templates(Speller(), seconds=0.1)
    rounds = "{% for i in range(99) %}{% for j in range(99) %}{{ '' if v == v ~ '' }}{% endfor %}{% endfor %}x"

    def fill_for_ever() -> None:
        while True:
            templates.render(rounds, {"v": "x" * 19_000})

    with pytest.raises(TemplateFault, match="take too long"):
        fill_for_ever()


def test_a_hundred_thousand_misspelt_words_are_not_all_puzzled_over() -> None:
    text = "items:\n" + "".join(f"- {{prompt: p, wnat{n}: 1, promtp{n}: 2}}\n" for n in range(30_000))
    problems = problems_of(text)
    assert problems[0].hint == "did you mean 'want'?"
    assert len(problems) == 60_000


def test_a_row_file_that_is_too_large_is_refused() -> None:
    files = MemoryFiles({"p.csv": b"x" * (MAX_BYTES + 1)})
    assert "more than 20 MB" in problems_of("items: [p]\nmatrix: {a: p.csv}", files=files)[0].message
