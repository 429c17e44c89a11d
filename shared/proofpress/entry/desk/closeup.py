"""All that the loupe shows of one draft."""

from dataclasses import dataclass

from werkzeug.exceptions import NotFound

from proofpress.domain.records import Attempt, StoredImage
from proofpress.entry.desk.board import Board
from proofpress.entry.desk.frames import Frame
from proofpress.entry.desk.words import detail_of, word_of
from proofpress.entry.lineage import FinalCall, Lineage, lineage_of
from proofpress.ports import Ledger

_READABLE = 24
"""Characters of a figure that a person reads."""


@dataclass(frozen=True)
class Closeup:
    """One draft, its history, and what deciding on it means."""

    frame: Frame
    lineage: Lineage
    final: FinalCall | None
    """The try that is shown beside the draft."""
    word: str
    detail: str
    crops: tuple[tuple[int, int], ...]
    """Pixels of what is delivered, where the manifest names them."""

    @property
    def figures(self) -> dict[str, float | str]:
        """What the screen measured; hashes and signatures are for programs."""
        measured = self.lineage.screen.figures.items()
        return {name: value for name, value in measured if len(str(value)) <= _READABLE}

    @property
    def image(self) -> StoredImage | None:
        """The draft."""
        return self.frame.image


def closeup_of(ledger: Ledger, board: Board, key: str) -> Closeup:
    """Gather what is known of a draft; NotFound where there is none in this batch."""
    frame, attempt = board.reread(key), ledger.get(Attempt, key)
    if frame is None or attempt is None or attempt.batch != board.batch_id:
        raise NotFound(f"There is no draft {key}.")
    lineage = lineage_of(ledger, attempt)
    shown = [final for final in lineage.finals if final.image is not None]
    return Closeup(
        frame=frame,
        lineage=lineage,
        final=shown[-1] if shown else None,
        word=word_of(frame),
        detail=detail_of(frame),
        crops=(lineage.item.pixels,) if lineage.item.pixels else (),
    )
