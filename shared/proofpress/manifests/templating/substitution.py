"""The short way for templates that only name variables, which most prompts are: no compiling, same result."""

import re
from collections.abc import Mapping

from proofpress.manifests.templating.environment import UnknownName
from proofpress.manifests.templating.filters import text_of

_MARKUP = re.compile(r"\{\{|\{%|\{#")
_VALUE = re.compile(r"(?<!\{)\{\{ *([A-Za-z_][A-Za-z0-9_]*)(?:\.([A-Za-z_][A-Za-z0-9_]*))? *\}\}")
_CONSTANTS = frozenset({"true", "false", "none", "True", "False", "None"})


def is_template(text: str) -> bool:
    """Whether a text has anything to fill in."""
    return _MARKUP.search(text) is not None


def names_in(source: str) -> frozenset[str] | None:
    """Variables of a template that does no more than name them; None for one that takes Jinja2."""
    names = frozenset(name for name, _ in _VALUE.findall(source))
    if "\r" in source or names & _CONSTANTS or is_template(_VALUE.sub("", source)):
        return None
    return names


def substitute(source: str, variables: Mapping[str, object]) -> str:
    """Such a template filled in; UnknownName for the first variable that is not there."""
    return _VALUE.sub(lambda found: text_of(_value(variables, found[1], found[2])), source)


def _value(variables: Mapping[str, object], name: str, column: str | None) -> object:
    if name not in variables:
        raise UnknownName(name, None)
    value = variables[name]
    if column is None:
        return value
    if not isinstance(value, Mapping) or column not in value:
        raise UnknownName(column, value)
    return value[column]
