"""A planted fault, and what the tests made of it."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict

PROJECT = Path(__file__).resolve().parent.parent.parent
PACKAGE = Path("shared") / "proofpress"


@dataclass(frozen=True)
class Mutant:
    """A change of one place in the code that breaks a promise, and the tests that must notice."""

    name: str
    """The promise that is broken, in words."""
    module: str
    """The file, below the package."""
    old: str
    new: str
    tests: tuple[str, ...]
    """Files of tests, or tests, in the order in which they are tried: the likeliest to notice comes first."""

    @property
    def line(self) -> int:
        """Where its place begins."""
        return _text(self.module).partition(self.old)[0].count("\n") + 1


class Verdict(StrEnum):
    """What became of a mutant."""

    KILLED = "killed"
    SURVIVED = "SURVIVED"
    UNCLEAR = "UNCLEAR: its tests cannot be run, or fail without it"
    STALE = "STALE: its place in the code is gone"
    SKIPPED = "skipped: its tests cannot run here"


class Trial(BaseModel):
    """A mutant that was tried."""

    model_config = ConfigDict(frozen=True)

    verdict: Verdict
    killer: str = ""
    """The first test that failed."""
    words: str = ""
    """The end of what pytest said, where that is needed to understand it."""


def is_stale(mutant: Mutant) -> bool:
    """Whether the code no longer has the mutant's place exactly once."""
    return _text(mutant.module).count(mutant.old) != 1


def _text(module: str) -> str:
    return (PROJECT / PACKAGE / module).read_text("utf-8")
