"""Reports compared: where two of them differ, apart from what two runs can never have in common."""

from collections.abc import Iterator
from typing import Any

_OF_A_RUN = {"times", "generation"}


def differences(one: Any, other: Any, at: str = "report") -> list[str]:
    """Each place where two reports say different things, with both; times and generations may differ."""
    return list(_differences(one, other, at))


def _differences(one: Any, other: Any, at: str) -> Iterator[str]:
    if isinstance(one, dict) and isinstance(other, dict):
        for name in sorted(one.keys() | other.keys()):
            if name not in _OF_A_RUN:
                yield from _differences(one.get(name), other.get(name), f"{at}.{name}")
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for index, (first, second) in enumerate(zip(one, other, strict=True)):
            yield from _differences(first, second, f"{at}[{index}]")
    elif one != other:
        yield f"{at}: {one!r} != {other!r}"
