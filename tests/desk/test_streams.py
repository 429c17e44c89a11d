"""Live pages hold a thread each, so that there are never more of them than may be."""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request, Response

from proofpress.entry.desk.board import Board
from proofpress.entry.desk.live import Streams
from proofpress.stages import deciding
from tests.support.pipeline import Pipeline


@pytest.fixture
def pipeline(tmp_path: Path) -> Iterator[Pipeline]:
    (tmp_path / "work").mkdir()
    with closing(Pipeline(tmp_path / "work")) as made:
        made.submit("items: [{id: key, prompt: a key, want: 2, review: hand, final: pro}]")
        made.drive()
        yield made


@pytest.fixture
def board(pipeline: Pipeline) -> Board:
    made = Board(pipeline.ledger, pipeline.clock, "b", pause=0.0)
    made.look()
    return made


def asked(streams: Streams, board: Board, after: str) -> Response:
    request = Request(EnvironBuilder(query_string={"after": after}).get_environ())
    return streams.of(request, board, lambda _board: "figures")


def told(response: Response) -> list[str]:
    """The lines of a stream that is read to its end."""
    lines = "".join(map(bytes.decode, response.iter_encoded())).splitlines()
    response.close()
    return lines


def test_a_page_is_told_what_changed_since_it_looked(pipeline: Pipeline, board: Board) -> None:
    streams, here = Streams(1, 0.05, 0.01), f"{board.epoch}.{board.serial}"
    deciding.decline(pipeline.ports, "b/key/0001", "sam", "text")
    lines = told(asked(streams, board, here))
    assert lines[:4] == ["retry: 1000", "", f"id: {board.epoch}.{board.serial}", "event: change"]
    news = json.loads(lines[4].removeprefix("data: "))
    assert (news["strip"], len(news["rows"])) == ("figures", 1)


@pytest.mark.parametrize("after", ["", "another.3", "nonsense", "."])
def test_a_page_of_another_process_begins_anew(board: Board, after: str) -> None:
    assert "event: anew" in told(asked(Streams(1, 0.02, 0.01), board, after))


def test_a_page_too_many_gets_what_there_is_and_comes_again(board: Board) -> None:
    streams = Streams(1, 60, 0.01)
    first = asked(streams, board, f"{board.epoch}.{board.serial}")
    assert told(asked(streams, board, ""))[0] == "retry: 5000"
    # A page that is closed before anything was read from it gives its place back too.
    first.close()
    streams.close()
    assert told(asked(streams, board, f"{board.epoch}.{board.serial}"))[0] == "retry: 1000"
