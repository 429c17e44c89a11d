"""JMESPath over events: which of them a campaign hears, and what it takes from them."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

import jmespath
from jmespath.exceptions import JMESPathError
from jmespath.functions import Functions
from jmespath.parser import ParsedResult

from proofpress.domain.campaigns.news import News
from proofpress.domain.campaigns.spec import CampaignSpec, Told
from proofpress.domain.errors import Drop
from proofpress.domain.written_values import scalar
from proofpress.manifests.campaigns.evaluating import BoundedInterpreter
from proofpress.manifests.spelling import Speller

_COMPILED = 4_000
_FAILURES = (JMESPathError, ArithmeticError, RecursionError, TypeError, ValueError)
"""What jmespath raises over values that an expression was not written for: a step of 0, a rounded infinity."""
_OF_EVERYTHING = frozenset({"value_projection", "current"})
"""Parts of an expression that speak of fields without naming them."""


def fault_of(expression: str, speller: Speller) -> tuple[str, str]:
    """Why an expression cannot be used, and a hint; empty where it can."""
    try:
        parsed = _compiled(expression)
    except JMESPathError as error:
        return f"is not JMESPath: {' '.join(str(error).split())[:200]}", "see https://jmespath.org/tutorial.html"
    except RecursionError:
        return "is nested too deeply", "use fewer brackets"
    functions = Functions.FUNCTION_TABLE
    for node in _nodes(parsed.parsed):
        if node["type"] == "function_expression" and node["value"] not in functions:
            return f"calls an unknown function {node['value']!r}", speller.hint(node["value"], sorted(functions))
    return "", ""


def evaluate(expression: str, document: object, what: str) -> Any:
    """The value of an expression over a document; Drop where it cannot be had."""
    try:
        return BoundedInterpreter().visit(_compiled(expression).parsed, document)
    except _FAILURES as error:
        words = " ".join(str(error).split())[:300]
        raise Drop(f"{what} {expression!r} cannot be evaluated over this event: {words}") from error


def hears(spec: CampaignSpec, news: News) -> bool:
    """Whether an event is for a campaign, as far as can be told without what must be looked up."""
    if news.campaign and news.campaign != spec.name:
        return False
    return not spec.event.senders or news.sender in spec.event.senders


def passes(spec: CampaignSpec, document: Mapping[str, Any]) -> bool:
    """Whether an event's fields pass a campaign's filter."""
    if spec.event.filter is None:
        return True
    return evaluate(spec.event.filter, document, f"the filter of {spec.name}") not in (None, False, "", [], {})


def tell(spec: CampaignSpec, document: Mapping[str, Any]) -> Told:
    """What an event says of a campaign's variables; those that it does not tell are left out.

    Raises:
        Drop: a variable comes out as something that no template can show.
    """
    told: Told = {}
    for name, expression in spec.event.variables.items():
        what = f"the variable {name} of {spec.name},"
        value = evaluate(expression, document, what)
        if value is None:
            continue
        try:
            told[name] = scalar(value)
        except ValueError as error:
            raise Drop(f"{what} {expression!r}, comes out as a {type(value).__name__}: {error}") from error
    return told


class Interest:
    """Whether what a sender says has changed can matter to a campaign.

    A path matters where its last name is one that some expression speaks of, or where it is the product itself. That
    errs on the side of looking: what then turns out to be equal changes nothing.
    """

    def __init__(self, spec: CampaignSpec) -> None:
        expressions = [*spec.event.variables.values(), *filter(None, (spec.event.filter,))]
        nodes = [node for expression in expressions for node in _nodes(_compiled(expression).parsed)]
        self._names = {node["value"].lower() for node in nodes if node["type"] == "field"}
        self._speaks_of_all = any(node["type"] in _OF_EVERYTHING for node in nodes)

    def in_news(self, news: News) -> bool:
        """Whether some change of an event matters; always where it does not say what changed."""
        return news.changed is None or self._speaks_of_all or any(map(self._in_path, news.changed))

    def _in_path(self, path: str) -> bool:
        parts = path.lower().strip(".").split(".")
        return len(parts) == 1 or parts[-1] in self._names


@lru_cache(_COMPILED)
def _compiled(expression: str) -> ParsedResult:
    return jmespath.compile(expression)


def _nodes(node: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """All nodes of a parsed expression."""
    yield node
    for child in node.get("children", ()):
        if isinstance(child, Mapping):
            yield from _nodes(child)
