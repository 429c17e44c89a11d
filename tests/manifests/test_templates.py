import contextlib
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proofpress.manifests.spelling import Speller
from proofpress.manifests.templating.substitution import names_in, substitute
from proofpress.manifests.templating.templates import TemplateFault, Templates
from tests.manifests.loading import assert_problem, loaded, only_problem, problems_of

VARIABLES = {
    "mood": "calm",
    "n": 3,
    "long": "x" * 20_000,
    "product": {"title": "Mug", "items": "three mugs"},
}


def rendered(source: str) -> str:
    return Templates(Speller()).render(source, VARIABLES)


def refused(source: str) -> TemplateFault:
    with pytest.raises(TemplateFault) as caught:
        rendered(source)
    return caught.value


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("a {{ mood }} {{product.title}}", "a calm Mug"),
        ("{{ product.items }}", "three mugs"),
        ("{{ mood | upper }}, {{ 'Über Öl' | slug }}", "CALM, uber-ol"),
        ("{{ mood.upper() }}", "CALM"),
        ("{{ n * 2 + 1 }}", "7"),
        ("{{ mood ~ '-' ~ n }}", "calm-3"),
        ("{% if n > 2 %}many{% else %}few{% endif %}", "many"),
        ("{% for word in 'a b'.split() %}{{ loop.index }}{{ word }}{% endfor %}", "1a2b"),
        ("{% for i in range(3) if i %}{{ i }}{% endfor %}", "12"),
        ("{% set x = mood ~ '!' %}{{ x }}", "calm!"),
        ("{{ none_such | default('plain') }}", "plain"),
        ("{{ [3, 1] | sort | join('-') }}", "1-3"),
        ("{{ 'one two three' | truncate(9) }}", "one..."),
        ("{{ 'aXb' | replace('X', ', ') }}", "a, b"),
        ("{% raw %}{{ mood }}{% endraw %}", "{{ mood }}"),
        ("100 % sure", "100 % sure"),
        ("<b> & \"c\" {{ '<i>' }}", '<b> & "c" <i>'),
    ],
)
def test_a_template_is_filled_in(source: str, text: str) -> None:
    assert rendered(source) == text


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("{{ 'a' * 1000000000 }}", "multiplies numbers only"),
        ("{{ [1] * 1000000000 }}", "multiplies numbers only"),
        ("{{ 10 ** 10 ** 10 }}", "'\\*\\*' is not available"),
        ("{{ '%999999999d' % 1 }}", "takes numbers only"),
        ("{% for i in range(10000000000) %}{% endfor %}", "at most 1,000 numbers"),
        ("{% for i in range(999) %}{% for j in range(999) %}{% endfor %}{% endfor %}", "10,000 rounds"),
        ("{% for a in long %}{% for b in long if false %}{% endfor %}{% endfor %}", "10,000 rounds"),
        ("{% for i in range(900) %}{{ long }}{% endfor %}", "20,000 characters"),
        ("{{ long }}{{ long }}", "20,000 characters"),
        ("{{ long ~ (long ~ 'x') }}", "20,000 characters"),
        ("{{ long + long }}", "20,000 characters"),
        ("{{ [long, long] | join }}", "20,000 characters"),
        ("{{ long | replace('x', long) }}", "20,000 characters"),
        ("{{ [long, long] | string }}", "a list cannot be written"),
        ("{{ 'x' | center(1000000000) }}", "No filter"),
        ("{{ 'x'.ljust(1000000000) }}", "can be called"),
        ("{{ lipsum(1000000) }}", "can be called"),
        ("{{ ''.__class__ }}", "'__class__'"),
        ("{{ product.update }}", "not among the columns"),
        ("{{ product }}", r"a row \(with title, items\)"),
        ("{{ product['title'].format }}", "cannot be written"),
        ("{% macro m() %}{% endmacro %}", "macro is not available"),
        ("{% include 'x' %}", "include is not available"),
        ("{% set a = [mood] %}", "set takes a text or a number"),
        ("{{ 1 / 0 }}", "division by zero"),
        ("{{ '\\ud800' }}", "cannot be sent"),
        ("{{ (" + "(" * 5000 + "1" + ")" * 5000 + ") }}", "nested too deeply"),
        ("{{ " + "9" * 9000 + " }}", "digits"),
        ("{{ mood", "unexpected end of template"),
        ("a\nb {% if %}", "line 2 of it"),
    ],
)  # fmt: skip
def test_what_is_wrong_or_dangerous_is_refused_quickly(source: str, message: str) -> None:
    started = time.process_time()
    fault = refused(source)
    assert time.process_time() - started < 2
    with pytest.raises(TemplateFault, match=message):
        raise fault


def test_all_unknown_variables_are_named_with_near_ones() -> None:
    complaints = refused("{{ moood | upper }} {{ colour }} {{ x | default('y') }}").complaints
    assert [complaint.message for complaint in complaints] == ["unknown variable 'moood'", "unknown variable 'colour'"]
    assert complaints[0].hint == "did you mean 'mood'? known: long, mood, n, product"


def test_a_column_that_is_not_there_is_named_with_near_ones() -> None:
    complaint = refused("{{ product.titel }}").complaints[0]
    assert (complaint.message, complaint.hint[:22]) == (
        "'titel' is not among the columns"[:32],
        "did you mean 'title'? ",
    )


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(["{{ mood }}", "{{mood}}", "{{ product.title }}", "{", "}", " ", "é", "\n", "{{ n }}"]))
)
def test_the_short_way_writes_what_jinja_writes(parts: list[str]) -> None:
    source = "".join(parts)
    templates = Templates(Speller())
    if names_in(source) is not None and "{{" in source:
        compiled = templates.render(source + " {% if false %}{% endif %}", VARIABLES)
        assert substitute(source, VARIABLES).strip() == compiled


@settings(deadline=None)
@given(st.text(alphabet="{}%#-| ().'[]+*~abmoodinfset0123\n", max_size=60))
def test_no_template_gets_past_with_anything_but_text_or_a_fault(source: str) -> None:
    with contextlib.suppress(TemplateFault):
        assert isinstance(rendered(source), str)


def test_a_fault_of_a_default_is_shown_once_where_it_stands() -> None:
    problem = only_problem("defaults:\n  prompt: '{{ a b }}'\nitems: [{id: x}, {id: y}]")
    assert_problem(problem, 2, "defaults.prompt", "not a valid template", "jinja")


def test_a_variable_that_only_one_item_lacks_is_shown_at_that_item() -> None:
    text = "defaults:\n  prompt: A {{ city }}\nitems:\n- {id: x, variables: {city: Oslo}}\n- {id: y, variables: {citty: Rome}}"
    assert_problem(only_problem(text), 5, "items[1].prompt", "unknown variable 'city'", "'citty'")


def test_variables_of_items_come_before_those_of_the_matrix_and_of_the_manifest() -> None:
    text = """\
variables: {a: manifest, b: manifest, c: manifest}
matrix: {b: [matrix], c: [matrix]}
items: [{id: x, prompt: "{{ a }} {{ b }} {{ c }}", variables: {c: item}}]
"""
    assert loaded(text).items[0].prompt == "manifest matrix item"


def test_the_rubric_is_a_template_too() -> None:
    text = (
        "defaults: {review: {rubric: 'shows {{ it }}'}}\nitems:\n- {prompt: p, variables: {it: a fox}}\n- {prompt: q}"
    )
    assert_problem(only_problem(text), 4, "items[1].review", "unknown variable 'it'")
    assert loaded(text.replace("q}", "q, variables: {it: x}}")).items[0].review.rubric == "shows a fox"


def test_items_of_one_template_share_its_hash_and_others_do_not() -> None:
    text = "defaults: {prompt: 'A {{ n }}'}\nmatrix: {n: [1, 2]}\nitems: [{id: a}, {id: b, prompt: 'B {{ n }}'}]"
    first, second, third, _ = (item.template for item in loaded(text).items)
    assert first == second != third
    assert len(first) == 12


def test_a_prompt_may_have_twenty_thousand_characters_and_no_more() -> None:
    assert len(loaded(f"- {'x' * 20_000}").items[0].prompt) == 20_000
    assert "at most 20000" in problems_of(f"- {'x' * 20_001}")[0].message
