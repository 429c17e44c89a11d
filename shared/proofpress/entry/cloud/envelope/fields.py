"""Picking typed fields out of JSON and headers that others wrote."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from proofpress.domain.characters import is_whole
from proofpress.entry.cloud.envelope.refusal import Refused

Fields = dict[str, Any]


def json_object(data: bytes) -> Fields | None:
    """The object of a JSON text; None where it is anything else."""
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def pick(fields: Fields, *names: str) -> Any:
    """The first of some spellings of a field that is there, None where none is."""
    return next((fields[name] for name in names if fields.get(name) is not None), None)


def text(value: object) -> str:
    """A text, or a number as text; empty where it is neither or could not be stored."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    written = str(value)
    return written if is_whole(written) else ""


def integer(value: object) -> int:
    """A count that may be written as text; 0 where it is none."""
    written = text(value)
    return int(written) if written.isascii() and written.isdigit() and len(written) < 10 else 0  # noqa: PLR2004


def texts(value: object, what: str) -> dict[str, str]:
    """A map of texts, empty where it is missing; Refused where it is anything else."""
    if value is None:
        return {}
    if not isinstance(value, dict) or not all(isinstance(each, str) and is_whole(each) for each in value.values()):
        raise Refused(400, f"The {what} must be texts.")
    if not all(map(is_whole, value)):
        raise Refused(400, f"The names of the {what} must be Unicode.")
    return value


def moment(value: object) -> datetime | None:
    """A time of RFC 3339, aware; None where it is none."""
    try:
        time = datetime.fromisoformat(text(value))
    except ValueError:
        return None
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def header_texts(headers: Mapping[str, str]) -> dict[str, str]:
    """Headers by lower-case name. A server hands over UTF-8 as if it were Latin-1: that is undone."""
    return {name.lower(): _mended(value) for name, value in headers.items()}


def _mended(value: str) -> str:
    try:
        return value.encode("latin-1").decode()
    except UnicodeError:
        return value if is_whole(value) else ""
