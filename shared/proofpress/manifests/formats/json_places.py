"""Where the values of a valid JSON text stand: the second look that error messages need."""

import json
import re
from collections.abc import Iterator
from typing import NamedTuple

from proofpress.manifests.places import Keys, Lines, Place

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+')


class _Value(NamedTuple):
    keys: Keys
    offset: int
    scope: int
    """Number of the object that holds it, so that equal keys of two objects stay apart."""


class _Frame:
    __slots__ = ("at_key", "is_object", "key", "scope")

    def __init__(self, is_object: bool, scope: int) -> None:
        self.is_object = is_object
        self.at_key = is_object
        self.key: str | int = "" if is_object else 0
        self.scope = scope

    def advance(self) -> None:
        """A comma was read."""
        if isinstance(self.key, int):
            self.key += 1
        self.at_key = self.is_object

    def take(self, token: str) -> bool:
        """Whether this token, not a comma or a closing bracket, is a key or an element."""
        if not self.is_object:
            return True
        if self.at_key:
            self.key, self.at_key = json.loads(token), False
            return True
        return False


def find_places(text: str) -> dict[Keys, Place]:
    """Line and column of every value; a member of an object stands where its key does."""
    lines = Lines(text)
    return {value.keys: lines.place(value.offset) for value in _values(text)}


def find_duplicates(text: str) -> Iterator[tuple[str, int, int]]:
    """Each key that an object has again, with the offsets of its first and its later appearance."""
    first: dict[tuple[int, Keys], int] = {}
    for value in _values(text):
        seen = first.setdefault((value.scope, value.keys), value.offset)
        if seen != value.offset:
            yield str(value.keys[-1]), seen, value.offset


def _values(text: str) -> Iterator[_Value]:
    frames: list[_Frame] = []
    scopes = 0
    for match in _TOKEN.finditer(text):
        piece = match[0]
        if piece in "}]":
            frames.pop()
        elif piece == ",":
            frames[-1].advance()
        elif frames and frames[-1].take(piece):
            yield _Value(tuple(frame.key for frame in frames), match.start(), frames[-1].scope)
        if piece in "{[":
            scopes += 1
            frames.append(_Frame(piece == "{", scopes))
