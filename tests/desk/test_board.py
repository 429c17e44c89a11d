"""A batch in memory is what the ledger has, by reading little of it; its figures add up."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import pytest

from proofpress.adapters.local.clock import ManualClock
from proofpress.domain import queries
from proofpress.domain.expectation import expected
from proofpress.domain.queries import Query
from proofpress.domain.records import Attempt, Record
from proofpress.domain.states import AttemptState
from proofpress.entry.desk.board import Board
from proofpress.entry.desk.frames import Kind
from proofpress.entry.desk.rows import changes, sheet
from proofpress.entry.desk.strip import strip_of
from proofpress.entry.progress import progress
from proofpress.ports import Change, Ledger, Receipt, Replace
from proofpress.stages import deciding
from proofpress.stages.rating import rate
from tests.support.pipeline import Pipeline

MANIFEST = """
defaults: {want: 3, final: pro, review: hand, max_attempts: 20}
items:
- {id: key, prompt: a brass key}
- {id: owl, prompt: an owl, want: 2}
"""


@dataclass
class Counting:
    """A ledger that says how many records were read."""

    inner: Ledger
    read: int = 0
    asked: list[str] = field(default_factory=list)

    def get(self, kind: type, key: str) -> object:
        self.read += 1
        return self.inner.get(kind, key)

    def commit(self, *changes: Change) -> Receipt:
        return self.inner.commit(*changes)

    def find(self, query: Query[Record]) -> list[Record]:
        found = self.inner.find(query)
        self.read += len(found)
        self.asked.append(query.kind.__name__)
        return found

    def count(self, query: Query[Record]) -> int:
        return self.inner.count(query)

    def total(self, query: Query[Record], field: str) -> Decimal:
        return self.inner.total(query, field)


@pytest.fixture
def pipeline(tmp_path: Path) -> Iterator[Pipeline]:
    (tmp_path / "work").mkdir()
    with closing(Pipeline(tmp_path / "work")) as made:
        made.submit(MANIFEST)
        made.drive()
        yield made


@pytest.fixture
def counting(pipeline: Pipeline) -> Counting:
    return Counting(pipeline.ledger)


@pytest.fixture
def board(pipeline: Pipeline, counting: Counting) -> Board:
    made = Board(counting, pipeline.clock, "b", pause=0.0)  # type: ignore[arg-type]
    made.look()
    return made


def waiting(pipeline: Pipeline) -> list[str]:
    return [attempt.key for attempt in pipeline.attempts() if attempt.state is AttemptState.PASSED]


def same_as_anew(board: Board, pipeline: Pipeline) -> bool:
    """Whether a board shows what one shows that has just read everything."""
    fresh = Board(pipeline.ledger, pipeline.clock, "b")
    fresh.look()
    return board.frames() == fresh.frames() and strip_of(board) == strip_of(fresh)


def test_every_draft_is_there_in_the_manifests_order(board: Board, pipeline: Pipeline) -> None:
    assert [frame.key for frame in board.frames()] == [attempt.key for attempt in pipeline.attempts()]


def test_what_moved_is_found_without_reading_the_others(board: Board, pipeline: Pipeline, counting: Counting) -> None:
    pipeline.clock.sleep(3_600)
    first, second, third = waiting(pipeline)[:3]
    board.look()
    counting.read = 0
    deciding.decline(pipeline.ports, first, "kim", "text")
    deciding.accept(pipeline.ports, second, "kim")
    rate(pipeline.ports, third, 4)
    serial = board.serial
    board.look()
    assert {frame.key for frame in board.changed_since(serial)} == {first, second, third}
    assert counting.read < 10
    assert same_as_anew(board, pipeline)


def test_finals_are_followed_to_their_end(board: Board, pipeline: Pipeline) -> None:
    (key, *_) = waiting(pipeline)
    deciding.accept(pipeline.ports, key, "kim")
    board.look()
    accepted = board.frame(key)
    assert accepted is not None
    assert accepted.can_be_undone
    assert not accepted.has_final
    pipeline.clock.sleep(30)
    pipeline.drive()
    board.look()
    delivered = board.frame(key)
    assert delivered is not None
    assert (delivered.kind, delivered.can_be_undone, delivered.has_final) == (Kind.ACCEPTED, False, True)
    assert same_as_anew(board, pipeline)


def test_a_clock_that_lags_behind_hides_nothing_for_good(board: Board, pipeline: Pipeline) -> None:
    """Another machine stamps its decision eight seconds ago, after this one has looked."""
    pipeline.clock.sleep(3_600)
    board.look()
    lagging = ManualClock(pipeline.clock.now())
    pipeline.clock.sleep(8)
    board.look()
    (key, *_) = waiting(pipeline)
    attempt = pipeline.ledger.get(Attempt, key)
    assert attempt is not None
    assert pipeline.ledger.commit(Replace(attempt.moved(AttemptState.DECLINED, lagging.now(), decided_by="sam")))
    board.look()
    frame = board.frame(key)
    assert frame is not None
    assert frame.by == "sam"


def test_more_than_a_page_of_changes_in_one_second_is_read_whole(
    board: Board, pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("proofpress.entry.desk.board._PAGE", 2)
    keys = waiting(pipeline)
    for key in keys:
        deciding.decline(pipeline.ports, key, "kim", "")
    board.look()
    assert {frame.state for frame in board.frames() if frame.key in keys} == {AttemptState.DECLINED}
    assert same_as_anew(board, pipeline)


def test_the_strip_agrees_with_the_ledgers_own_figures(board: Board, pipeline: Pipeline) -> None:
    first, second, *_ = waiting(pipeline)
    deciding.accept(pipeline.ports, first, "kim")
    deciding.decline(pipeline.ports, second, "kim", "colour")
    board.look()
    strip, seen = strip_of(board), progress(pipeline.ledger, pipeline.batch())
    assert (strip.spent, strip.perhaps, strip.possible) == (seen.spent, seen.perhaps, seen.possible)
    assert (strip.wanted, strip.keepers, strip.waiting) == (seen.wanted, seen.keepers, seen.waiting)
    pipeline.drive()
    board.look()
    strip, seen = strip_of(board), progress(pipeline.ledger, pipeline.batch())
    assert (strip.spent, strip.possible, strip.keepers) == (seen.spent, seen.possible, 1)


def test_the_strip_of_an_item_is_its_own(board: Board) -> None:
    whole, owl = strip_of(board), strip_of(board, "b/owl")
    assert (whole.wanted, owl.wanted) == (5, 2)
    assert owl.next_usd is not None
    assert owl.next_usd[0] == owl.next_usd[1] == next(item.final_usd for item in board.items() if item.key == "b/owl")


def test_nothing_more_is_needed_once_the_keepers_are_there(board: Board, pipeline: Pipeline) -> None:
    before = strip_of(board).drafts_needed
    assert before is not None
    assert before > 0
    for key in waiting(pipeline):
        deciding.accept(pipeline.ports, key, "kim")
    pipeline.drive()
    board.look()
    strip = strip_of(board)
    assert (strip.keepers, strip.next_usd, strip.drafts_needed) == (5, None, None)


@pytest.mark.parametrize("want", [1, 3, 10, 60])
def test_what_is_needed_is_about_what_the_planner_expects(tmp_path: Path, want: int) -> None:
    (tmp_path / "work").mkdir()
    with closing(Pipeline(tmp_path / "work")) as pipeline:
        pipeline.submit(f"items: [{{id: key, prompt: a key, want: {want}, review: hand, final: pro}}]")
        board = Board(pipeline.ledger, pipeline.clock, "b")
        board.look()
        under_way = len(board.frames())
        needed = strip_of(board).drafts_needed
    assert needed is not None
    whole = expected(want, 4, 20 * want, leverage=8.0, accept_rate=0.35).drafts
    assert needed + under_way == pytest.approx(whole, rel=0.1, abs=1)


def test_a_page_that_knows_a_serial_number_gets_what_is_newer(board: Board, pipeline: Pipeline) -> None:
    whole = sheet(board)
    assert whole["serial"] == board.serial
    (key, *_) = waiting(pipeline)
    deciding.decline(pipeline.ports, key, "kim", "")
    board.look()
    news = changes(board, board.serial - 1)
    assert [row[1] for row in news["rows"]] == [int(key[-4:])]
    assert changes(board, board.serial)["rows"] == []
    assert len(changes(board, board.serial, [key])["rows"]) == 1


def test_one_look_is_enough_for_everybody(pipeline: Pipeline, counting: Counting) -> None:
    board = Board(counting, pipeline.clock, "b", pause=3_600)  # type: ignore[arg-type]
    board.look()
    counting.asked.clear()
    board.look()
    assert counting.asked == []
    board.look(now=True)
    assert queries.changed_attempts("b", 0, 1).kind.__name__ in counting.asked
