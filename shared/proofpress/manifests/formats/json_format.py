"""JSON and JSON lines into plain values; lines are worked out only when a problem must be shown."""

import json
import math
import re
from collections.abc import Iterator

from proofpress.manifests.formats.json_places import find_duplicates, find_places
from proofpress.manifests.limits import MAX_DEPTH, MAX_ITEMS, MAX_NODES
from proofpress.manifests.places import Document, Keys, Lines, Place
from proofpress.manifests.problems import InvalidManifest, Problem, fault

_HALF_CHARACTER = re.compile(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}")


class _Refused(ValueError):
    """Valid for the parser, but not for us."""


class _Duplicate(_Refused):
    """An object has a key twice."""


def read_json(file: str, text: str) -> Document:
    """Parse a JSON file; InvalidManifest says why it cannot be."""
    try:
        value = _parse_marking_duplicates(file, text)
    except json.JSONDecodeError as error:
        raise fault(file, error.lineno, f"is not valid JSON: {_words(error)}", column=error.colno) from error
    except _Refused as error:
        raise fault(file, 1, str(error)) from error
    return Document(file, text, value, _Locator(text).locate)


def read_json_lines(file: str, text: str) -> Document:
    """Parse a file with one JSON value a line; every bad line is reported."""
    rows: list[object] = []
    numbers: list[int] = []
    problems: list[Problem] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        if len(rows) + len(problems) > MAX_ITEMS:
            break  # whoever asked for the rows refuses as many
        try:
            rows.append(_parse(line))
            numbers.append(number)
        except json.JSONDecodeError as error:
            words = f"is not valid JSON: {_words(error)}"
            problems.append(Problem(file, number, error.colno, "", words, "each line must be one whole JSON object"))
        except _Refused as error:
            problems.append(Problem(file, number, None, "", str(error)))
    if problems:
        raise InvalidManifest(problems)
    return Document(file, text, rows, lambda keys: _line_of_row(numbers, keys))


def read_value(data: bytes) -> object:
    """The value of a JSON text that another program wrote, in UTF-8; ValueError says why it cannot be used.

    Held to the limits of a manifest, so that whatever comes of it can be stored. Of a key that is there twice the last
    stands, as everywhere.
    """
    return _parse(data.decode("utf-8-sig"), _LENIENT)


def _parse_marking_duplicates(file: str, text: str) -> object:
    try:
        return _parse(text)
    except _Duplicate as error:
        json.loads(text)  # the scan below needs valid JSON, and the parser stopped at the first duplicate
        raise InvalidManifest(_duplicates(file, text)) from error


def _line_of_row(numbers: list[int], keys: Keys) -> Place:
    return Place(numbers[keys[0]]) if keys and isinstance(keys[0], int) else Place(1)


class _Locator:
    """Finds lines in a JSON text, scanning it once and only if asked."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._places: dict[Keys, Place] | None = None

    def locate(self, keys: Keys) -> Place:
        if self._places is None:
            self._places = find_places(self._text)
        while keys and keys not in self._places:
            keys = keys[:-1]
        return self._places.get(keys, Place(1))


def _parse(text: str, decoder: json.JSONDecoder | None = None) -> object:
    try:
        value = (decoder or _STRICT).decode(text)
    except RecursionError as error:
        raise _Refused(f"is nested more than {MAX_DEPTH} levels deep") from error
    except (json.JSONDecodeError, _Refused):
        raise
    except ValueError as error:
        raise _Refused("holds a number with thousands of digits") from error
    _check_bounds(value)
    if _HALF_CHARACTER.search(text):
        _check_characters(value)
    return value


def _check_bounds(value: object) -> None:
    level, depth, nodes = [value], 0, 0
    while level:
        nodes += len(level)
        if depth > MAX_DEPTH:
            raise _Refused(f"is nested more than {MAX_DEPTH} levels deep")
        if nodes > MAX_NODES:
            raise _Refused(f"holds more than {MAX_NODES:,} values")
        level = [child for parent in level for child in _children(parent)]
        depth += 1


def _children(value: object) -> Iterator[object]:
    if isinstance(value, dict):
        yield from value.values()
    elif isinstance(value, list):
        yield from value


def _check_characters(value: object) -> None:
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise _Refused("holds half of a character: a \\ud800 to \\udfff escape without its partner") from error


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    made = dict(pairs)
    if len(made) < len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise _Duplicate(f"the key {twice!r} is here twice")
    return made


def _float(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise _Refused(f"the number {text[:20]} is too large")
    return value


def _constant(text: str) -> float:
    raise _Refused(f"{text} is not a number that JSON has")


_LENIENT = json.JSONDecoder(parse_float=_float, parse_constant=_constant)
_STRICT = json.JSONDecoder(object_pairs_hook=_object, parse_float=_float, parse_constant=_constant)


def _words(error: json.JSONDecodeError) -> str:
    return error.msg[:1].lower() + error.msg[1:]


def _duplicates(file: str, text: str) -> Iterator[Problem]:
    lines = Lines(text)
    for key, first, again in find_duplicates(text):
        place = lines.place(again)
        message = f"the key {key!r} is here twice; the first is on line {lines.place(first).line}"
        yield Problem(file, place.line, place.column, key, message, "remove one of them")
