"""The sandbox that templates run in."""

from collections.abc import Iterator
from typing import Any

from jinja2 import StrictUndefined, TemplateError, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing

from proofpress.manifests.templating.filters import FILTERS, OPERATORS, bounded_range, text_of
from proofpress.manifests.templating.rules import COUNTED

MAX_ROUNDS = 10_000
"""Rounds of all loops of one template."""


class UnknownName(Exception):
    """A template asks for something that is not there."""

    def __init__(self, name: str, within: object) -> None:
        super().__init__(name)
        self.name = name
        self.within = within


class _Missing(StrictUndefined):
    """Raises as StrictUndefined does, but tells name and owner apart instead of wording them."""

    @property
    def _undefined_message(self) -> str:
        raise UnknownName(str(self._undefined_name), None if self._undefined_obj is missing else self._undefined_obj)


class Environment(ImmutableSandboxedEnvironment):
    """Strict about names, bounded in what filters, operators and loops make; see `filters` and `rules`."""

    intercepted_binops = frozenset(OPERATORS)

    def __init__(self) -> None:
        super().__init__(
            undefined=_Missing, trim_blocks=True, lstrip_blocks=True, optimized=False, finalize=_printable, cache_size=0
        )
        self.filters = {**FILTERS, COUNTED: self._counted}
        self.globals = {"range": bounded_range}
        self.binop_table = {**self.binop_table, **OPERATORS}
        self.rounds = 0

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Columns of a row come before the methods of a mapping, so `product.items` is a column if there is one."""
        if isinstance(obj, dict) and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)

    def _counted(self, values: Any) -> Iterator[Any]:
        for value in values:
            self.rounds += 1
            if self.rounds > MAX_ROUNDS:
                raise TemplateError(f"its loops take more than {MAX_ROUNDS:,} rounds")
            yield value


def _printable(value: object) -> object:
    return value if isinstance(value, Undefined) else text_of(value)
