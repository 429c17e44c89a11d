"""Values as people write them in manifests, checked and brought into one form."""

import math
import re
from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator, Field, PlainValidator, WithJsonSchema

from proofpress.domain.characters import is_whole
from proofpress.domain.lanes import LaneChoice
from proofpress.domain.writing import NUMBER

MAX_PROMPT = 20_000
"""Characters of a prompt, before and after its variables are filled in."""


MAX_SIDE = 20_000


_SIZE = re.compile(r"\s*(\d{1,5})\s*[xX×*]\s*(\d{1,5})\s*")  # noqa: RUF001


_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


_RESERVED = frozenset({"id", "loop", "range", "true", "false", "none", "True", "False", "None"})


Scalar = str | int | float | bool | None


def text_of_number(value: object) -> object:
    """An id that YAML read as a number, as text."""
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def pixels(value: object) -> tuple[int, int]:
    """Width and height of `1170x2532`, or of a pair; ValueError says what is wanted."""
    found = _SIZE.fullmatch(value) if isinstance(value, str) else None
    sides = list(map(int, found.groups())) if found else value
    if isinstance(sides, list | tuple) and len(sides) == 2:  # noqa: PLR2004
        width, height = sides
        if type(width) is type(height) is int and 0 < width <= MAX_SIDE and 0 < height <= MAX_SIDE:
            return width, height
    raise ValueError(f"must be width and height in pixels, like 1170x2532, each at most {MAX_SIDE}")


def scalar(value: object) -> Scalar:
    """A value that templates can fill in; ValueError for anything else."""
    if isinstance(value, str) and len(value) > MAX_PROMPT:
        raise ValueError(f"must have at most {MAX_PROMPT} characters")
    if isinstance(value, str) and not is_whole(value):
        raise ValueError("holds half of a character")
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("must be a finite number")
    if isinstance(value, int) and abs(value) >= 2**63:
        raise ValueError("must be a number below 2**63; put it in quotes to keep it as text")
    if value is None or isinstance(value, str | int | float):
        return value
    raise ValueError("must be text, a number, true or false; only a matrix has lists")


def variable_name(name: str) -> str:
    """A name that templates can use; ValueError says what it may consist of."""
    if not _NAME.fullmatch(name) or name in _RESERVED:
        raise ValueError(
            f"{name!r} cannot name a variable: letters, digits and _, and not a word that templates reserve"
        )
    return name


def list_of_one(value: object) -> object:
    """One text as a list."""
    return [value] if isinstance(value, str) else value


def review_of_mode(value: object) -> object:
    """`review: person` written out."""
    return {"mode": value} if isinstance(value, str) else value


def screen_of_profile(value: object) -> object:
    """`screen: photo` written out."""
    return {"profile": value} if isinstance(value, str) else value


def lanes_of_one(value: object) -> object:
    """One word for both; a wrong one is wrong once."""
    if not isinstance(value, str):
        return value
    return {"draft": value, "final": value} if value in set(LaneChoice) else {"draft": value}


def moment(value: object) -> datetime:
    """A moment with its offset, or the beginning of a day in UTC: what is needed by a day is there when it begins."""
    try:
        if isinstance(value, str):
            written = datetime.fromisoformat(value.strip())
            if written.tzinfo is not None:
                return written
            if _DATE.fullmatch(value.strip()):
                return written.replace(tzinfo=UTC)
    except ValueError:
        pass
    raise ValueError("must be a date like 2026-12-24, or a time with its offset like 2026-12-24T09:00:00+01:00")


def entry_of_prompt(value: object) -> object:
    """An item that is only its prompt, written out."""
    return {"prompt": value} if isinstance(value, str) else value


Dollars = Annotated[Decimal, Field(gt=0, le=1_000_000, decimal_places=9), NUMBER]


Identifier = Annotated[
    str, Field(min_length=1, max_length=500), BeforeValidator(text_of_number, json_schema_input_type=str | int)
]


Variables = Annotated[
    dict[
        Annotated[str, BeforeValidator(variable_name)],
        Annotated[Scalar, PlainValidator(scalar, json_schema_input_type=Scalar)],
    ],
    Field(max_length=1_000),
]


Matrix = Annotated[
    dict[str, object],
    WithJsonSchema(
        {
            "type": "object",
            "additionalProperties": {
                "anyOf": [
                    {"type": "string", "description": "a CSV, JSON or JSONL file; its rows become mappings"},
                    {"type": "array", "minItems": 1, "items": {"type": ["string", "number", "boolean", "object"]}},
                ]
            },
        }
    ),
]
