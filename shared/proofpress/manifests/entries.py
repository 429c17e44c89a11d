"""Checks what was parsed against the models of `domain.manifest`, and names every fault."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Generic, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from proofpress.domain.manifest import Entry, Manifest, Settings, WrittenLanes, WrittenReview
from proofpress.domain.written_screen import WrittenDuplicates, WrittenScreen, WrittenShadow
from proofpress.manifests.places import Spot
from proofpress.manifests.problems import Problems

M = TypeVar("M", bound=BaseModel)

_COLUMNS = frozenset(Entry.model_fields) - {"variables", "matrix"}
_TOP_ONLY = frozenset(Manifest.model_fields) - frozenset(Settings.model_fields)
_OF_MANIFESTS = (Manifest, Settings, Entry)
_TRUSTED_NEARNESS = 0.8
"""A column may be a variable, so only a very likely misspelling is worth a warning."""


class Checked(NamedTuple, Generic[M]):
    """A model, where it was written, and which of its keys were faulty and so left out."""

    model: M
    spot: Spot
    faulty: frozenset[str] = frozenset()

    def has(self, field: str) -> bool:
        """Whether a field was given and is sound."""
        return getattr(self.model, field) is not None


def check(kind: type[M], spot: Spot, raw: Mapping[str, object], problems: Problems) -> Checked[M]:
    """Validate a mapping; faults are reported and left out, so that the rest can still be checked."""
    given = {key: value for key, value in raw.items() if value is not None or key not in kind.model_fields}
    try:
        return Checked(kind.model_validate(given), spot)
    except ValidationError as error:
        faults = error.errors(include_url=False, include_context=True)
        for details in faults:
            report(kind, spot, details, problems)
        faulty = frozenset(str(details["loc"][0]) for details in faults)
        sound = {key: value for key, value in given.items() if key not in faulty}
        return Checked(kind.model_validate(sound), spot, faulty)


def check_entries(spot: Spot, rows: list[object], problems: Problems) -> Iterator[Checked[Entry]]:
    """Validate items: mappings, prompts alone, or rows of a table."""
    if spot.document.tabular:
        _warn_of_near_columns(spot, rows, problems)
    for position, row in enumerate(rows):
        place = spot.to(position)
        if isinstance(row, str):
            yield check(Entry, place, {"prompt": row}, problems)
        elif isinstance(row, dict):
            yield check(Entry, place, _entry_of_row(row) if spot.document.tabular else row, problems)
        else:
            problems.add(place, f"an item must be a mapping or a prompt, but is {_shown(row)}")


def _entry_of_row(row: dict[str, str]) -> dict[str, object]:
    entry: dict[str, Any] = {}
    variables: dict[str, str] = {}
    for column, cell in row.items():
        field = column.lower()
        if field not in _COLUMNS:
            variables[column] = cell
        elif field == "references":
            entry[field] = [path.strip() for path in cell.split(";") if path.strip()]
        else:
            entry[field] = cell
    return {**entry, "variables": variables}


def _warn_of_near_columns(spot: Spot, rows: list[object], problems: Problems) -> None:
    columns = {column: None for row in rows if isinstance(row, dict) for column in row}
    for column in columns:
        if column.lower() not in _COLUMNS:
            near = problems.speller.nearest(column, sorted(_COLUMNS), _TRUSTED_NEARNESS)
            if near:
                problems.warn(f"the column {column!r} is taken for a variable; did you mean {near!r}?", spot)


def report(kind: type[BaseModel], spot: Spot, details: ErrorDetails, problems: Problems) -> None:
    """Note one fault that Pydantic found in a mapping."""
    keys = tuple(key for key in details["loc"] if key != "[key]")
    place = spot.to(*keys)
    if details["type"] == "extra_forbidden":
        cut_off = details["input"] is None and not str(keys[-1]).isidentifier()
        problems.add(place, "unknown key", _QUOTE if cut_off else _hint_at_key(kind, place, problems))
        return
    expected = str(details.get("ctx", {}).get("expected", "")).replace(" or ", ", ").replace("'", "").split(", ")
    hint = problems.speller.hint(str(details["input"]), expected) if details["type"] in _CHOICES else ""
    problems.add(place, _words(details), hint)


_INNER: Mapping[str, type[BaseModel]] = {
    "review": WrittenReview,
    "lane": WrittenLanes,
    "screen": WrittenScreen,
    "duplicates": WrittenDuplicates,
    "shadow": WrittenShadow,
}
"""The mappings inside of settings."""


def _hint_at_key(kind: type[BaseModel], place: Spot, problems: Problems) -> str:
    key = str(place.keys[-1])
    inner = _INNER.get(str(place.keys[-2])) if len(place.keys) > 1 else None
    known = list((inner or kind).model_fields)
    if inner:
        return problems.speller.hint(key, known, f"known are {', '.join(known)}")
    otherwise = f"known are {', '.join(known)}"
    if kind not in _OF_MANIFESTS:
        return problems.speller.hint(key, known, otherwise)
    if kind is Manifest and key in Entry.model_fields:
        otherwise = "put it under 'defaults:' or on an item"
    elif kind is not Manifest and key in _TOP_ONLY:
        otherwise = "it belongs at the top of the manifest"
    elif kind is Entry:
        otherwise = "a value for the templates goes under 'variables:'"
    misplaced = key in Entry.model_fields or key in _TOP_ONLY
    return otherwise if misplaced else problems.speller.hint(key, known, otherwise)


_QUOTE = "put text that holds a comma in quotes"
_SHOWN = 60
_SUBJECT = re.compile(r"^\w+ should")
_CHOICES = frozenset({"enum", "literal_error"})
_OWN_WORDS = {
    "string_pattern_mismatch": "must be width to height, like 16:9",
    "dict_type": "must be a mapping",
    "model_type": "must be a mapping",
    "model_attributes_type": "must be a mapping",
    "tuple_type": "must be a list",
    "string_type": "must be text",
    "bool_parsing": "must be true or false",
    "bool_type": "must be true or false",
}


def _words(details: ErrorDetails) -> str:
    kind, message = details["type"], details["msg"]
    if kind == "missing":
        return "is missing"
    if kind == "value_error":
        return message.removeprefix("Value error, ")
    words = _OWN_WORDS.get(kind) or _SUBJECT.sub("must", message)
    return f"{words}, but is {_shown(details['input'])}"


def _shown(value: object) -> str:
    if value is None:
        return "empty"
    if isinstance(value, dict | list):
        return "a mapping" if isinstance(value, dict) else "a list"
    text = repr(value[:_SHOWN] if isinstance(value, str) else value)[:_SHOWN]
    return text if len(text) < _SHOWN else f"{text}..."
