"""Filters and operators of templates, with bounded results.

Only what is listed here exists in a template. Each result is bounded by the lengths of what goes in, or checked before it
is built, so that no short template can fill the memory.
"""

from collections.abc import Callable, Iterable
from typing import Any

from jinja2.exceptions import SecurityError
from jinja2.filters import FILTERS as JINJA_FILTERS
from jinja2.runtime import Undefined

from proofpress.domain.written_values import MAX_PROMPT
from proofpress.manifests.names import slug

MAX_RANGE = 1_000
_MAX_BITS = 256
_TAKEN_OVER = (
    *("abs", "count", "default", "d", "first", "float", "int", "last", "length", "list", "map", "max", "min"),
    *("reject", "rejectattr", "reverse", "select", "selectattr", "sort", "unique"),
)


def text_of(value: object) -> str:
    """A text or number as text; lists and rows are refused, since they would be written as Python writes them."""
    if isinstance(value, Undefined):
        return str(value)
    if isinstance(value, str | int | float):
        return str(value)
    raise SecurityError(f"{_kind(value)} cannot be written as text; name one of its values")


def _kind(value: object) -> str:
    if isinstance(value, dict):
        return f"a row (with {', '.join(map(str, list(value)[:10]))})"
    return "a list" if isinstance(value, list | tuple) else f"a {type(value).__name__}"


def _on_text(function: Callable[[str], object]) -> Callable[[object], object]:
    return lambda value: function(text_of(value))


def _bounded(length: int) -> None:
    if length > MAX_PROMPT:
        raise SecurityError(f"makes a text of more than {MAX_PROMPT:,} characters")


def replace(value: object, old: str, new: str) -> str:
    """Every `old` in a text by `new`."""
    text, old, new = text_of(value), text_of(old), text_of(new)
    _bounded(len(text) + text.count(old) * max(0, len(new) - len(old)))
    return text.replace(old, new)


def join(values: Iterable[object], separator: object = "") -> str:
    """Texts in a row, with a separator between them."""
    texts: list[str] = []
    between, length = text_of(separator), 0
    for value in values:
        texts.append(text_of(value))
        length += len(texts[-1]) + len(between)
        _bounded(length)
    return between.join(texts)


def truncate(value: object, length: int = 255, end: str = "...") -> str:
    """The first characters of a text up to a whole word, and a sign that more was there."""
    text = text_of(value)
    if len(text) <= length:
        return text
    return text[: max(0, length - len(end))].rsplit(" ", 1)[0] + end


def bounded_range(*args: int) -> range:
    """`range` of up to 1,000 numbers."""
    numbers = range(*args)
    if len(numbers) > MAX_RANGE:
        raise SecurityError(f"range() makes at most {MAX_RANGE:,} numbers")
    return numbers


def add(left: Any, right: Any) -> Any:
    """`+` of numbers, texts and short lists."""
    if isinstance(left, str | list | tuple) and isinstance(right, str | list | tuple):
        _bounded(len(left) + len(right))
    return left + right


def multiply(left: Any, right: Any) -> Any:
    """`*` of numbers; repeating a text is refused."""
    if not isinstance(left, int | float) or not isinstance(right, int | float):
        raise SecurityError("'*' multiplies numbers only")
    if isinstance(left, int) and isinstance(right, int) and left.bit_length() + right.bit_length() > _MAX_BITS:
        raise SecurityError("'*' makes too large a number")
    return left * right


def modulo(left: Any, right: Any) -> Any:
    """`%` of numbers; formatting a text with it is refused."""
    if not isinstance(left, int | float):
        raise SecurityError("'%' takes numbers only; write {{ … }} where a value belongs")
    return left % right


def power(_left: object, _right: object) -> object:
    """`**` is refused."""
    raise SecurityError("'**' is not available")


OPERATORS: dict[str, Callable[[Any, Any], Any]] = {"+": add, "*": multiply, "%": modulo, "**": power}
FILTERS: dict[str, Callable[..., Any]] = {
    **{name: JINJA_FILTERS[name] for name in _TAKEN_OVER},
    "capitalize": _on_text(str.capitalize),
    "join": join,
    "lower": _on_text(str.lower),
    "replace": replace,
    "slug": _on_text(slug),
    "string": text_of,
    "title": _on_text(str.title),
    "trim": _on_text(str.strip),
    "truncate": truncate,
    "upper": _on_text(str.upper),
    "wordcount": _on_text(lambda text: len(text.split())),
}
