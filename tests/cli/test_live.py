"""The live table, its lines, and the time that it says is left."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from io import StringIO

import pytest
from rich.console import Console

from proofpress.domain.states import AttemptState, BatchState, FinalState
from proofpress.entry.cli.live import follow
from proofpress.entry.cli.progress_view import line, view
from proofpress.entry.cli.remaining import Remaining
from proofpress.entry.progress import Progress

SEEN = Progress(
    batch="wallpapers",
    state=BatchState.OPEN,
    wanted=24,
    items=12,
    by_state={
        AttemptState.PLANNED: 2,
        AttemptState.LEASED: 8,
        AttemptState.PASSED: 5,
        AttemptState.REJECTED: 3,
        AttemptState.DECLINED: 7,
        AttemptState.FAILED: 1,
        AttemptState.DELIVERED: 4,
    },
    rejected={"dark": 2, "low_contrast": 1},
    finals={FinalState.LEASED: 2},
    spent=Decimal("1.3349"),
    perhaps=Decimal(0),
    possible=Decimal("12.5"),
    created=datetime(2026, 11, 21, tzinfo=UTC),
)


def shown(seen: Progress, seconds: float | None, width: int) -> list[str]:
    console = Console(file=StringIO(), width=width, force_terminal=False)
    with console.capture() as capture:
        console.print(view(seen, seconds))
    return [text.rstrip() for text in capture.get().splitlines()]


@pytest.mark.parametrize("width", [80, 120])
def test_the_table_shows_what_a_user_waits_for(width: int) -> None:
    table = shown(SEEN, 200, width)
    assert table[0].startswith("wallpapers")
    assert table[1:] == [
        "items                 12",
        "drafts                19  10 under way",
        "screened out           3  dark 2, low contrast 1",
        "declined               7",
        "failed                 1",
        "waiting                5  for review",
        "keepers                4  of 24; 2 more to be rendered",
        "spent              $1.33  at most $12.50 more for what is under way",
        "time left          3 min  at this pace",
    ]


def test_rows_and_columns_stay_where_they_are_when_figures_grow() -> None:
    grown = replace(
        SEEN,
        batch="a-name-that-is-much-longer-than-the-table-has-room-for",
        wanted=10_000,
        by_state=dict.fromkeys(SEEN.by_state, 12_345),
        rejected=dict.fromkeys(["dark", "blank", "blur", "noise", "border", "duplicate", "resolution"], 12_345),
        spent=Decimal("12345.678"),
        possible=Decimal(0),
    )
    before, after = shown(SEEN, None, 80), shown(grown, 90_000, 80)
    assert len(before) == len(after)
    assert all(len(text) <= 80 for text in after)
    assert {text[:12].strip() for text in before[1:]} == {text[:12].strip() for text in after[1:]}
    assert all(text[23] != " " and text[24:26].strip() == "" for text in after[1:])


def test_a_line_has_the_same_figures() -> None:
    assert line(SEEN, 50) == (
        "wallpapers (open): 4 of 24 keepers, 19 drafts, 3 screened out, 7 declined, 1 failed, 5 waiting, $1.33 spent, "
        "at most $12.50 more for what is under way, about 50 s left"
    )


class Clock:
    def __init__(self) -> None:
        self.time = 0.0

    def __call__(self) -> float:
        return self.time


def made(keepers: int, **changes: object) -> Progress:
    return replace(SEEN, by_state={AttemptState.DELIVERED: keepers}, **changes)  # type: ignore[arg-type]


def test_the_time_left_follows_the_pace_of_this_run_and_not_of_an_earlier_one() -> None:
    clock = Clock()
    remaining = Remaining(clock)
    assert remaining.seconds(made(10)) is None
    clock.time = 40.0
    assert remaining.seconds(made(12)) is None
    assert remaining.seconds(made(14)) == pytest.approx(100.0)


def test_keepers_that_were_given_up_are_not_waited_for() -> None:
    clock = Clock()
    remaining = Remaining(clock)
    remaining.seconds(made(0))
    clock.time = 10.0
    assert remaining.seconds(made(10, given_up=4)) == pytest.approx(10.0)
    assert remaining.seconds(made(20, given_up=4)) is None
    assert remaining.seconds(made(10, state=BatchState.CLOSED)) is None


def test_where_nobody_sits_at_a_terminal_a_line_comes_only_when_something_changed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("proofpress.entry.cli.live.LINE_SECONDS", 0.001)
    done, console = threading.Event(), Console(file=StringIO(), width=10_000)

    def looks() -> Iterator[Progress]:
        yield from (made(1), made(1), made(2), made(2))
        done.set()
        yield made(2)

    sights = looks()
    with console.capture() as capture:
        follow(console, lambda: [next(sights)], done)
    assert [text.split(",")[0] for text in capture.get().splitlines()] == [
        "wallpapers (open): 1 of 24 keepers",
        "wallpapers (open): 2 of 24 keepers",
    ]
