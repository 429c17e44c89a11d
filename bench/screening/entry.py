"""One file of the labelled set: what it shows, what is wrong with it, how it is saved."""

from enum import StrEnum
from typing import Final

from pydantic import BaseModel, ConfigDict

GOOD: Final = "good"
CLASSES: Final = (
    "broken",
    "mime",
    "resolution",
    "aspect",
    "dark",
    "bright",
    "low_contrast",
    "blank",
    "blur",
    "noise",
    "border",
    "duplicate",
)
_EXPOSURE: Final = ("dark", "bright", "low_contrast", "blank", "blur")
ALSO_TRUE: Final[dict[str, tuple[str, ...]]] = {
    **{name: (*(other for other in _EXPOSURE if other != name), "duplicate") for name in _EXPOSURE[:4]},
    "broken": CLASSES[1:],
}
"""By class: what may truly be said of such a picture besides, so that it counts neither for nor against anybody."""


class Format(StrEnum):
    """How a picture is saved."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"

    @property
    def suffix(self) -> str:
        """Of the file's name."""
        return ".jpg" if self is Format.JPEG else f".{self}"

    @property
    def mime(self) -> str:
        """As a service declares it."""
        return f"image/{self}"


class Source(BaseModel):
    """What a picture shows: a scene of ours, or a photograph in one of its views."""

    model_config = ConfigDict(frozen=True)

    scene: str = ""
    photograph: str = ""
    view: int = 0
    seed: str = ""

    @property
    def name(self) -> str:
        """As it stands in a file's name."""
        return self.scene or self.photograph[:16]


class Entry(BaseModel):
    """One file to make, and the truth about it."""

    model_config = ConfigDict(frozen=True)

    attempt: int
    label: str
    form: str = ""
    strength: float = 0.0
    hard: bool = False
    source: Source
    size: tuple[int, int]
    saved: Format
    ratio: str
    image_size: str = "1K"
    declared: Format
    original: int | None = None
    """Attempt of the picture that this one is made from."""

    @property
    def name(self) -> str:
        """The file's name."""
        words = [
            f"{self.attempt:04d}",
            self.label,
            self.form,
            f"{self.strength:g}" if self.strength else "",
            self.source.name,
        ]
        return "-".join(word.replace("_", "") for word in words if word) + self.saved.suffix
