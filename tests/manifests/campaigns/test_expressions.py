"""JMESPath within bounds: whatever an expression asks for, it ends soon, in a value or in one clear refusal."""

import pytest

from fuzz.limits import limited_time
from proofpress.domain.errors import Drop
from proofpress.manifests.campaigns.evaluating import MAX_WEIGHT
from proofpress.manifests.campaigns.expressions import evaluate, fault_of
from proofpress.manifests.spelling import Speller

EVENT = {"title": "A cup", "tags": ["red", "blue"], "variants": [{"price": "9.00"}, {"price": "12.00"}]}


@pytest.mark.parametrize(
    "expression",
    [
        "|".join(["[@,@][]"] * 200),
        "|".join(["[@,@]"] * 200) + "|to_string(@)",
        f"{{l: {'|'.join(['[@,@]'] * 100)}, r: {'|'.join(['[@,@]'] * 100)}}} | l == r",
        f"contains([{'|'.join(['[@,@]'] * 100)}], {'|'.join(['[@,@]'] * 100)})",
        "title|" + "|".join(["join('',[@,@])"] * 100),
        "variants|" + "|".join(["[@,@]|[].[@,@]"] * 100),
    ],
    ids=[
        "a doubled list",
        "a doubled value written",
        "two compared",
        "one looked for",
        "a doubled text",
        "projections",
    ],
)
def test_an_expression_that_doubles_what_it_has_is_refused_in_time(expression: str) -> None:
    assert len(expression) <= 2_000
    assert fault_of(expression, Speller()) == ("", "")
    with (
        limited_time(),
        pytest.raises(Drop, match=r"cannot be evaluated over this event: it (takes|makes a value of) more"),
    ):
        evaluate(expression, EVENT, "the filter")


@pytest.mark.parametrize("expression", ["!" * 1_999, "(" * 999 + "a" + ")" * 999, "[" * 999 + "a" + "]" * 999])
def test_an_expression_that_is_nested_too_deeply_is_a_fault(expression: str) -> None:
    assert fault_of(expression, Speller())[0] == "is nested too deeply"


@pytest.mark.parametrize("expression", ["tags[::0]", "ceil(to_number('inf'))", "abs(title)", "sort_by(variants, &@)"])
def test_what_goes_wrong_over_an_event_is_a_refusal(expression: str) -> None:
    with pytest.raises(Drop, match="cannot be evaluated over this event"):
        evaluate(expression, EVENT, "the filter")


def test_a_large_event_is_within_the_bounds() -> None:
    event = {"variants": [{"price": f"{number}.00", "text": "x" * 80} for number in range(60_000)]}
    assert sum(len(each["text"]) for each in event["variants"]) < MAX_WEIGHT
    assert evaluate("variants[?price == '59999.00'] | [0].price", event, "the variable") == "59999.00"
