"""What is wrong with a manifest: collected, so that a user sees all of it at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NoReturn

from proofpress.domain.errors import BadInput
from proofpress.manifests.places import Spot
from proofpress.manifests.spelling import Speller

PRINTED = 50
"""Problems that the message of an error spells out; it carries all of them."""
COLLECTED = 100_000


@dataclass(frozen=True)
class Problem:
    """One fault in one place, and how to mend it. Lines and columns count from 1."""

    file: str
    line: int
    column: int | None
    field: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        field = f"{self.field}: " if self.field else ""
        hint = f" ({self.hint})" if self.hint else ""
        return " ".join(f"{self.file}:{self.line}: {field}{self.message}{hint}".split())


@dataclass(frozen=True)
class Complaint:
    """A fault whose place the finder does not know."""

    message: str
    hint: str = ""


class InvalidManifest(BadInput):
    """A manifest that cannot be used; `problems` says all that is wrong with it, in order of lines."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        lines = [str(problem) for problem in self.problems[:PRINTED]]
        if len(self.problems) > PRINTED:
            lines.append(f"... and {len(self.problems) - PRINTED} more")
        super().__init__("\n".join(lines))


class Problems:
    """Collects problems and warnings while a manifest is read; the same one counts once."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.speller = Speller()
        self._found: dict[Problem, None] = {}
        self._warnings: dict[str, None] = {}

    def add(self, spot: Spot, message: str, hint: str = "") -> None:
        """Note what is wrong at a spot."""
        if len(self._found) < COLLECTED:
            self._found[_problem(spot, message, hint)] = None

    def stop(self, spot: Spot, message: str, hint: str = "") -> NoReturn:
        """Note what makes it pointless to look further, and raise everything found so far."""
        self._found[_problem(spot, message, hint)] = None
        raise self._error()

    def complain(self, spot: Spot, complaint: Complaint) -> None:
        """Note a fault that was found elsewhere."""
        self.add(spot, complaint.message, complaint.hint)

    def take(self, error: InvalidManifest) -> None:
        """Note all that is wrong with another file."""
        self._found.update(dict.fromkeys(error.problems))

    def warn(self, message: str, spot: Spot | None = None) -> None:
        """Note what the user should know but may leave as it is."""
        where = f"{spot.document.file}:{spot.place.line}: " if spot else ""
        self._warnings[where + message] = None

    @property
    def warnings(self) -> tuple[str, ...]:
        """All warnings, in the order they came up."""
        return tuple(self._warnings)

    def raise_any(self) -> None:
        """Raise InvalidManifest if anything is wrong; faults of the manifest itself come before those of other files."""
        if self._found:
            raise self._error()

    def _error(self) -> InvalidManifest:
        return InvalidManifest(sorted(self._found, key=lambda found: (found.file != self.file, found.line)))


def _problem(spot: Spot, message: str, hint: str) -> Problem:
    line, column = spot.place
    return Problem(spot.document.file, line, column, spot.field, message, hint)


def fault(file: str, line: int, message: str, hint: str = "", *, column: int | None = None) -> InvalidManifest:
    """The error for a file that cannot even be parsed."""
    return InvalidManifest([Problem(file, line, column, "", message, hint)])
