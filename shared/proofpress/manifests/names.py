"""Slugs, and the ids of items: unique, and safe as a file or object name on every system."""

import hashlib
import re
import unicodedata

from proofpress.manifests.places import Spot
from proofpress.manifests.problems import Problems

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_MAX_ID = 100
_NOT_IN_A_SLUG = re.compile(r"[^a-z0-9]+")
_RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))})
_WORDS_OF_PROMPT = 6
_LETTERS_OF_PROMPT = 48


def slug(text: object, longest: int = 60) -> str:
    """Lower-case ASCII letters and digits joined by hyphens; empty where the text has none of them."""
    plain = unicodedata.normalize("NFKD", str(text)).encode("ascii", "ignore").decode().lower()
    return _NOT_IN_A_SLUG.sub("-", plain).strip("-")[:longest].rstrip("-")


def joined(*parts: str) -> str:
    """An id made of several; what is too long is cut and told apart by a hash of the whole."""
    whole = "-".join(part for part in parts if part)
    if len(whole) <= _MAX_ID:
        return whole
    return f"{whole[: _MAX_ID - 9].rstrip('-._')}-{hashlib.sha256(whole.encode()).hexdigest()[:8]}"


class Ids:
    """Gives ids to items without one and sees that no two are equal."""

    def __init__(self, problems: Problems) -> None:
        self._problems = problems
        self._owners: dict[str, tuple[str, Spot]] = {}
        self._of_prompts: dict[str, int] = {}

    def from_prompt(self, prompt: str, position: int) -> str:
        """The prompt's first words with a number that counts prompts beginning alike, or the item's position."""
        words = slug(" ".join(prompt[:400].split()[:_WORDS_OF_PROMPT]), _LETTERS_OF_PROMPT)
        if not words:
            return f"item-{position:04d}"
        self._of_prompts[words] = self._of_prompts.get(words, 0) + 1
        return f"{words}-{self._of_prompts[words]}"

    def claim(self, name: str, spot: Spot, item: Spot) -> None:
        """Report an id that cannot be a name, or that another item has."""
        if problem := unfit(name):
            self._problems.add(spot, f"the id {name[:_MAX_ID]!r} {problem}", _mend(name))
            return
        if name.lower() not in self._owners:
            self._owners[name.lower()] = name, item
            return
        other, owner = self._owners[name.lower()]
        if owner == item:
            message = f"the matrix gives the id {name!r} to two items"
            self._problems.add(spot, message, "write an 'id:' template that names every axis")
        else:
            case = "" if other == name else f" as {other!r}; upper and lower case count as equal"
            where = f"line {owner.place.line}" + (
                "" if owner.document is item.document else f" of {owner.document.file}"
            )
            self._problems.add(spot, f"the id {name!r} is used on {where} already{case}", "give each item its own")


def unfit(name: str) -> str:
    """Why a text cannot be an id; empty where it can."""
    if not _ID.fullmatch(name):
        return f"must be 1 to {_MAX_ID} letters, digits, '.', '_' and '-', starting with a letter or digit"
    if ".." in name or name.endswith("."):
        return "must not hold '..' or end in '.'"
    if name.split(".", maxsplit=1)[0].lower() in _RESERVED:
        return "is the name of a device on Windows"
    return ""


def _mend(name: str) -> str:
    better = slug(name)
    return f"{better!r} would do" if better and not unfit(better) else ""
