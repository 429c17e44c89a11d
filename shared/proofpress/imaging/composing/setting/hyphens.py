"""Where a word may be divided: the patterns of LibreOffice through pyphen, and soft hyphens that the writer set."""

from functools import cache
from typing import Any

SOFT_HYPHEN = "\u00ad"
_CLOSING = ".,;:!?…)»”’"  # noqa: RUF001
_LEAST_BEFORE, _LEAST_AFTER = 3, 4


def divisions(word: str, locale: str) -> list[int]:
    """Positions before which a hyphen may stand, ascending. A writer's own soft hyphens are the only ones if there are any."""
    if SOFT_HYPHEN in word:
        plain = [len(part) for part in word.split(SOFT_HYPHEN)]
        return [sum(plain[: number + 1]) for number in range(len(plain) - 1)]
    patterns, letters = _patterns(locale), word.rstrip(_CLOSING)
    found = patterns.positions(letters) if patterns and letters.isalpha() else []
    return [position for position in found if _LEAST_BEFORE <= position <= len(letters) - _LEAST_AFTER]


@cache
def _patterns(locale: str) -> Any:
    import pyphen

    language = pyphen.language_fallback(locale.replace("-", "_"))
    return pyphen.Pyphen(lang=language) if language else None
