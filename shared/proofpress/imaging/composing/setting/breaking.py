"""Where a line may end.

Words at spaces, and at the hyphens and dashes inside them; between East Asian characters but for those that may not
begin or end a line (JIS X 4051 and CLREQ, the part that copy of a few lines needs). Korean breaks at spaces.
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from proofpress.imaging.composing.fonts.scripts import family_of

_SPACES = re.compile("[ \t\u2002-\u200a\u3000]+")
_AFTER_DASH = re.compile(r"(?<=\w\w[-\u2010\u2013\u2014])(?=\w\w)")
_NEVER_FIRST = frozenset(
    "、。，．・：；？！゛゜´｀¨＾ヽヾゝゞ々ー—…‥）〕］｝〉》」』】〗’”°′″℃％‰»›"  # noqa: RUF001
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ,.:;?!)]}%~～"  # noqa: RUF001
)
_NEVER_LAST = frozenset("（〔［｛〈《「『【〖‘“￥＄£€¥$([{«‹#＃")  # noqa: RUF001
_LEAST_HEAD = 2
_CLAUSE = 8
"""Characters of a Chinese clause that is rather set smaller than broken."""
_BREAKING = frozenset({"han", "kana"})


class Atom(NamedTuple):
    """A piece of text that stays in one line."""

    text: str
    joint: str = " "
    """Between it and the atom before it, where both are in one line."""


def atoms_of(paragraph: str, *, phrases: bool) -> list[Atom]:
    """The pieces of a text without line breaks of its own; with `phrases`, Japanese is cut between phrases only.

    Chinese is then cut between clauses, as long as these are short.
    """
    atoms: list[Atom] = []
    for word in filter(None, _SPACES.split(paragraph)):
        pieces = [piece for part in _AFTER_DASH.split(word) for piece in _east_asian(part, phrases=phrases)]
        atoms += [Atom(piece, " " if number == 0 else "") for number, piece in enumerate(pieces)]
    return atoms


def bound(atoms: list[Atom], last: int = 2) -> list[Atom]:
    """The same with the last few pieces in one, so that no line of a single word is left over."""
    head, tail = atoms[:-last], atoms[-last:]
    if len(head) < _LEAST_HEAD or any(atom.text.endswith("-") for atom in tail[:-1]):
        return atoms
    text = tail[0].text + "".join(("\u00a0" if atom.joint else "") + atom.text for atom in tail[1:])
    return [*head, Atom(text, tail[0].joint)]


def _east_asian(word: str, *, phrases: bool) -> Iterator[str]:
    """A word cut between its East Asian characters, where the rules allow it."""
    if not phrases:
        yield from _cut(word, lambda _, __: True)
    elif any(map(_is_hiragana, word)):
        yield from _cut(word, lambda before, after: _is_hiragana(before) and not _is_hiragana(after))
    else:
        for clause in _cut(word, lambda _, __: False):
            yield from [clause] if len(clause) <= _CLAUSE else _cut(clause, lambda _, __: True)


def _cut(word: str, wanted: Callable[[str, str], bool]) -> Iterator[str]:
    """Cut behind closing marks, and where it is wanted and allowed between two characters."""
    start = 0
    for position in range(1, len(word)):
        before, after = word[position - 1], word[position]
        if after in _NEVER_FIRST or before in _NEVER_LAST:
            continue
        between = {family_of(before), family_of(after)} & _BREAKING and wanted(before, after)
        if between or _closes(before):
            yield word[start:position]
            start = position
    yield word[start:]


def _is_hiragana(character: str) -> bool:
    """Whether it is of the script of Japanese endings and particles: a phrase usually ends with one."""
    return "\u3041" <= character <= "\u309f"


def _closes(character: str) -> bool:
    """Whether it is East Asian punctuation behind which a line may end."""
    return character in "、。，！？；：）」』】》〉"  # noqa: RUF001
