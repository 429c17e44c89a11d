"""Keeps what was found out, so that a run that was interrupted goes on where it stopped."""

import hashlib
from pathlib import Path

from pydantic import BaseModel, Field

from tools.mutants.mutant import PROJECT, Mutant, Trial

FILE = PROJECT / "build" / "mutants.json"
_CODE = ("shared", "tests", "functions")


class Notebook(BaseModel):
    """Trials by the names of mutants, all of one state of the code."""

    code: str = ""
    """sha256 of the code and its tests."""
    sound: list[str] = Field(default_factory=list)
    """Tests that passed without any fault."""
    trials: dict[str, Trial] = Field(default_factory=dict)
    asked: dict[str, str] = Field(default_factory=dict)
    """The mutants as they were tried."""

    @classmethod
    def opened(cls, copy: Path, *, again: bool) -> "Notebook":
        """What is known of the code in a folder; nothing where it is other code, or all is to be tried again."""
        code = _hashed(copy)
        if not again and FILE.is_file():
            kept = cls.model_validate_json(FILE.read_text("utf-8"))
            if kept.code == code:
                return kept
        return cls(code=code)

    def known(self, mutant: Mutant) -> Trial | None:
        """What became of a mutant on this code."""
        return self.trials.get(mutant.name) if self.asked.get(mutant.name) == repr(mutant) else None

    def note(self, mutant: Mutant, trial: Trial) -> None:
        """Keep what became of a mutant."""
        self.trials[mutant.name], self.asked[mutant.name] = trial, repr(mutant)
        self.save()

    def save(self) -> None:
        """Write it down."""
        FILE.parent.mkdir(parents=True, exist_ok=True)
        FILE.write_text(self.model_dump_json(indent=1), "utf-8")


def _hashed(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(path for part in _CODE for path in (folder / part).rglob("*") if path.is_file()):
        digest.update(f"{path.relative_to(folder)}\n".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
