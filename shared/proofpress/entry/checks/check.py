"""The result of one check."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How a check came out."""

    OK = "ok"
    WARNING = "warning"
    """Works, but its reader should know."""
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True)
class Check:
    """What was looked at, what was found, and what to do about it."""

    name: str
    state: State
    found: str
    mend: str = ""
    """Empty where there is nothing to do."""


def ok(name: str, found: str) -> Check:
    """Nothing is the matter."""
    return Check(name, State.OK, found)


def warning(name: str, found: str, mend: str) -> Check:
    """Something should be known."""
    return Check(name, State.WARNING, found, mend)


def failed(name: str, found: str, mend: str) -> Check:
    """Something must be mended."""
    return Check(name, State.FAILED, found, mend)
