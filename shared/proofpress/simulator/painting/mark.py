"""The mark that a simulated picture carries in its file: what a reviewer will think of it."""

import io

from PIL import Image
from pydantic import BaseModel, ConfigDict, ValidationError

_PREFIX = "proofpress-sim: "
PNG_KEY = "Comment"


class Mark(BaseModel):
    """A reviewer's opinion, decided when the picture was painted."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    score: float
    accept: bool
    reasons: tuple[str, ...] = ()

    @classmethod
    def declined(cls, score: float, reason: str) -> "Mark":
        """An opinion against a picture."""
        return cls(score=score, accept=False, reasons=(reason,))

    def text(self) -> str:
        """The mark as it stands in a JPEG's comment segment or a PNG's text chunk."""
        return _PREFIX + self.model_dump_json()


def read_mark(data: bytes) -> Mark | None:
    """The mark of a picture, or None where the bytes carry none."""
    try:
        with Image.open(io.BytesIO(data)) as image:
            note = image.info.get("comment") or image.info.get(PNG_KEY)
    except (OSError, SyntaxError, ValueError):
        return None
    text = note.decode(errors="replace") if isinstance(note, bytes) else str(note)
    if not text.startswith(_PREFIX):
        return None
    try:
        return Mark.model_validate_json(text.removeprefix(_PREFIX))
    except ValidationError:
        return None
