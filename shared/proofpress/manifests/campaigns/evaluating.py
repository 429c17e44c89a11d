"""Evaluates JMESPath within bounds: a few characters can ask for more than any machine has.

`[@,@][]|[@,@][]|…` doubles a list with every step, and `[@,@]|[@,@]|…` one value that is small in memory and endless for
whoever compares it or writes it down.
"""

from typing import Any

from jmespath.visitor import TreeInterpreter

MAX_WORK = 2_000_000
"""Steps of one evaluation, each entry of a list that it makes counted too: seconds, on one processor."""
MAX_WEIGHT = 20_000_000
"""Values and characters of one value, all that is within it counted: twice the largest event."""
_CHARACTERS_A_STEP = 64


class TooMuch(ValueError):
    """An expression asks for more than is done."""


class BoundedInterpreter(TreeInterpreter):
    """One evaluation; TooMuch where it passes its bounds."""

    def __init__(self) -> None:
        super().__init__()
        self._work = 0
        # With the values themselves, so that no other value can get an id that is known.
        self._weights: dict[int, tuple[object, int]] = {}

    def visit(self, node: Any, *args: Any, **kwargs: Any) -> Any:
        """The value of a part of an expression."""
        value = super().visit(node, *args, **kwargs)
        self._spend(1)
        if self._weight(value) > MAX_WEIGHT:
            raise TooMuch(f"it makes a value of more than {MAX_WEIGHT:,} parts")
        return value

    def _spend(self, steps: int) -> None:
        self._work += steps
        if self._work > MAX_WORK:
            raise TooMuch(f"it takes more than {MAX_WORK:,} steps")

    def _weight(self, value: object) -> int:
        """How many values and characters there are in a value, what is in it twice counted twice."""
        if isinstance(value, str):
            self._spend(len(value) // _CHARACTERS_A_STEP)
            return 1 + len(value)
        if not isinstance(value, list | dict):
            return 1
        known = self._weights.get(id(value))
        if known is None:
            self._spend(len(value))
            parts = value.values() if isinstance(value, dict) else value
            known = self._weights[id(value)] = (value, 1 + sum(map(self._weight, parts)))
        return known[1]
