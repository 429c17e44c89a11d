"""What a misspelt word was probably meant to be."""

from collections.abc import Collection
from difflib import get_close_matches

_CANDIDATES = 2_000


class Speller:
    """Looks for near words, each question once, and stops guessing when a file is wrong through and through."""

    def __init__(self, questions: int = 200) -> None:
        self._left = questions
        self._known: dict[tuple[str, int], str | None] = {}

    def nearest(self, word: str, known: Collection[str], cutoff: float = 0.6) -> str | None:
        """The word that resembles this one most; None where none does."""
        key = (word, hash(tuple(known)))
        if key not in self._known:
            if not self._left or len(word) > 200:  # noqa: PLR2004
                return None
            self._left -= 1
            self._known[key] = _nearest(word, known, cutoff)
        return self._known[key]

    def hint(self, word: str, known: Collection[str], otherwise: str = "") -> str:
        """The nearest word as a question to the user, or what else helps."""
        near = self.nearest(word, known)
        return f"did you mean {near!r}?" if near else otherwise


def _nearest(word: str, known: Collection[str], cutoff: float) -> str | None:
    lowered = {other.lower(): other for other in list(known)[:_CANDIDATES]}
    found = get_close_matches(word.lower(), lowered, 1, cutoff)
    return lowered[found[0]] if found else None
