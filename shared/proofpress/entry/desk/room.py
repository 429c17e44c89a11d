"""What the desk works with, wherever it stands."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from werkzeug.exceptions import NotFound

from proofpress.domain import queries
from proofpress.domain.records import Batch
from proofpress.entry.desk.board import Board
from proofpress.entry.desk.headers import policy
from proofpress.entry.desk.pictures import Pictures
from proofpress.entry.desk.visitors import Gate
from proofpress.ports import Ports

_BOARDS = 8
"""Batches that are kept in memory, the ones looked at last; one of 5,000 drafts takes some 10 MB."""


@dataclass(frozen=True)
class Room:
    """The parts of a desk."""

    ports: Ports
    pictures: Pictures
    gate: Gate | None = None
    """None lets nobody in."""
    decided: Callable[[str], None] = lambda _batch: None
    """Told of every batch that something was decided in."""
    follows: Callable[[], str] = lambda: ""
    """Says what becomes of decisions, where that is not what a visitor expects."""
    policy: str = policy()
    pause: float = 0.4
    """Seconds between two looks at the ledger, for all pages together."""
    stream_seconds: float = 300.0
    """After which a live page has to connect again."""
    most_streams: int = 12
    """Live pages that hold a thread each; those beyond ask now and then instead."""
    boards: "Boards" = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "boards", Boards(self.ports, self.pause))


class Boards:
    """The batches that somebody looks at."""

    def __init__(self, ports: Ports, pause: float) -> None:
        self._ports, self._pause = ports, pause
        self._boards: OrderedDict[str, Board] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, batch: str) -> Board:
        """The board of a batch, as it is now; NotFound where there is none."""
        with self._lock:
            board = self._boards.get(batch)
            if board is None:
                if self._ports.ledger.get(Batch, batch) is None:
                    raise NotFound(f"There is no batch {batch}.")
                board = self._boards[batch] = Board(self._ports.ledger, self._ports.clock, batch, self._pause)
            self._boards.move_to_end(batch)
            while len(self._boards) > _BOARDS:
                self._boards.popitem(last=False)
        board.look()
        return board

    def batches(self) -> list[Batch]:
        """All batches, the newest first."""
        return sorted(self._ports.ledger.find(queries.batches()), key=lambda batch: batch.created, reverse=True)
