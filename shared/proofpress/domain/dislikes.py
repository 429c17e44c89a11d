"""Why people decline drafts: the reasons that have a name, so that they can be given with one key and counted."""

from enum import StrEnum


class Dislike(StrEnum):
    """A reason to decline a draft, by a name that stays the same."""

    PROMPT = "prompt"
    COMPOSITION = "composition"
    ANATOMY = "anatomy"
    TEXT = "text"
    COLOUR = "colour"
    STYLE = "style"
    ARTIFACTS = "artifacts"
    ALIKE = "alike"
    TASTE = "taste"

    @property
    def words(self) -> str:
        """The reason as people read it."""
        return WORDS[self]


WORDS: dict[Dislike, str] = {
    Dislike.PROMPT: "not what was asked for",
    Dislike.COMPOSITION: "composition or crop",
    Dislike.ANATOMY: "anatomy or shape",
    Dislike.TEXT: "lettering",
    Dislike.COLOUR: "colour or light",
    Dislike.STYLE: "off style or brand",
    Dislike.ARTIFACTS: "artifacts",
    Dislike.ALIKE: "too much like another",
    Dislike.TASTE: "not good enough",
}


def dislike_of(text: str) -> Dislike | None:
    """The reason that a text names, by its name or its words; None for words of somebody's own."""
    wanted = text.strip().lower()
    return next((each for each in Dislike if wanted in (each.value, each.words)), None)
