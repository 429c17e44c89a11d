"""Numbers as people read them: counted nouns, amounts that stand under each other, durations."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

_MINUTE, _HOUR = 60, 3600


def counted(count: int, noun: str) -> str:
    """A number with its noun: "1 keeper", "1,200 keepers"."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def column(amounts: Sequence[Decimal]) -> list[str]:
    """Dollars with the same decimals, for one column: four only where none of them reaches a dollar."""
    decimals = 2 if any(abs(amount) >= 1 for amount in amounts) else 4
    return [f"${amount:,.{decimals}f}" for amount in amounts]


def aligned(rows: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Lines of figures that stand under each other, with what they are."""
    width = max((len(figure) for figure, _ in rows), default=0)
    return (f"  {figure:>{width}}  {words}" for figure, words in rows)


def duration(seconds: float) -> str:
    """A time as exact as an estimate deserves."""
    if seconds < 1.5 * _MINUTE:
        return f"{max(5, 5 * round(seconds / 5))} s"
    if seconds < 1.5 * _HOUR:
        return f"{round(seconds / _MINUTE)} min"
    hours, rest = divmod(round(seconds / _MINUTE), 60)
    return f"{hours} h {rest} min"
