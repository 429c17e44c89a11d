"""Frames as the page's script takes them: one row a draft, so that thousands come in one answer."""

from collections.abc import Iterable, Sequence
from typing import TypedDict

from proofpress.domain.states import AttemptState
from proofpress.entry.desk.board import Board
from proofpress.entry.desk.frames import Frame, Kind
from proofpress.entry.desk.words import detail_of, word_of

COLUMNS = (
    "item", "number", "state", "kind", "word", "detail", "width", "height", "sha", "score", "stars", "by", "undo",
    "distance", "band", "final", "finalWidth", "finalHeight",
)  # fmt: skip
"""What stands in a row. `item` is the item's place in the list of items; `final` and `sha` begin the hash of a picture."""
_HASH = 16
_HIDDEN = (Kind.GONE,)


def sheet(board: Board) -> dict[str, object]:
    """A whole board."""
    serial, places = board.serial, {item.key: place for place, item in enumerate(board.items())}
    return {
        "epoch": board.epoch,
        "serial": serial,
        "batch": board.batch_id,
        "columns": COLUMNS,
        "items": [
            {"id": item.spec.id, "key": item.key, "want": item.spec.want, "aspect": item.spec.aspect_ratio}
            for item in board.items()
        ],
        "rows": rows(board.frames(), places),
    }


class Changes(TypedDict):
    """What a page is told of a board."""

    epoch: str
    serial: int
    rows: list[Sequence[object]]


def changes(board: Board, serial: int, keys: Iterable[str] = ()) -> Changes:
    """The rows that changed since a serial number, and those of some drafts in any case."""
    # The number first: what comes in between is told twice rather than never.
    last, frames = board.serial, {frame.key: frame for frame in board.changed_since(serial)}
    frames |= {key: frame for key in keys if (frame := board.frame(key)) is not None}
    places = {item.key: place for place, item in enumerate(board.items())}
    return {"epoch": board.epoch, "serial": last, "rows": rows(frames.values(), places)}


def rows(frames: Iterable[Frame], places: dict[str, int]) -> list[Sequence[object]]:
    """Frames with a picture, or that failed, in the order they are in."""
    return [_row(frame, places) for frame in frames if frame.kind not in _HIDDEN and frame.item in places]


def _row(frame: Frame, places: dict[str, int]) -> Sequence[object]:
    image, final = frame.image, frame.print.image if frame.print and frame.print.is_shown else None
    return (
        places[frame.item],
        frame.number,
        frame.state,
        frame.kind,
        word_of(frame),
        detail_of(frame),
        image.width if image else 0,
        image.height if image else 0,
        image.sha256[:_HASH] if image else "",
        None if frame.score is None else round(frame.score, 3),
        frame.stars,
        frame.by if frame.state is not AttemptState.PASSED else "",
        int(frame.can_be_undone),
        frame.print.distance if frame.print else None,
        frame.print.band if frame.print else "",
        final.sha256[:_HASH] if final else "",
        final.width if final else 0,
        final.height if final else 0,
    )
