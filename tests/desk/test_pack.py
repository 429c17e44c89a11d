"""Decisions of somebody without an account: the page of a pack, its CSV, and what is applied of it."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.desk.conftest import Run
from tests.support.browsers import Visit
from tests.support.desks import OpenDesk

HEAD = "draft,decision,reason,stars,state,sha256"


@pytest.fixture
def waiting(desk: OpenDesk) -> list[str]:
    return sorted(key for key, state in desk.states().items() if state == "passed")


@pytest.fixture
def row(desk: OpenDesk) -> Callable[..., str]:
    """A line of a file of decisions about a draft as it is."""

    def made(key: str, decision: str, reason: str = "", stars: str = "", **changes: str) -> str:
        attempt = desk.attempts()[key]
        assert attempt.image is not None
        state, sha256 = changes.get("state", attempt.state), changes.get("sha256", attempt.image.sha256)
        return f"shore/{key},{decision},{reason},{stars},{state},{sha256}"

    return made


@pytest.fixture
def apply(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, list[list[str]]]]:
    """Apply a file of some lines: the exit code, and what became of each."""

    def applied(*lines: str) -> tuple[int, list[list[str]]]:
        path = tmp_path / "decisions.csv"
        path.write_text("\n".join([HEAD, *lines, ""]))
        capsys.readouterr()
        code = run("accept", "--from", path, "--json", "--later")
        return code, [[each["draft"], each["fate"], each["because"]] for each in json.loads(capsys.readouterr().out)]

    return applied


def test_a_page_without_a_server_gives_back_decisions_that_are_applied(
    desk: OpenDesk, waiting: list[str], window: Callable[..., Visit], run: Run, tmp_path: Path
) -> None:
    assert run("review", "shore", "--pack", tmp_path / "pack.zip") == 0
    with zipfile.ZipFile(tmp_path / "pack.zip") as packed:
        packed.extractall(tmp_path / "pack")
    visit = window()
    visit.page.goto((tmp_path / "pack" / "index.html").as_uri())
    visit.page.get_by_text(f"{len(waiting)} open").wait_for()
    visit.page.wait_for_function("() => document.querySelector('.draft img').naturalWidth > 300")
    visit.page.locator(".draft").first.focus()
    visit.press("5", "a", "x", "x", "u")
    visit.page.locator(".draft").nth(1).get_by_label("because").select_option("text")
    with visit.page.expect_download() as saved:
        visit.page.get_by_role("button", name="Save decisions").click()
    saved.value.save_as(tmp_path / "back.csv")
    assert visit.asked == [url for url in visit.asked if url.startswith(("file:", "blob:"))]
    assert run("accept", "--from", tmp_path / "back.csv") == 0
    attempts = desk.attempts()
    assert [attempts[key].state for key in waiting[:3]] == ["delivered", "declined", "declined"]
    assert (attempts[waiting[0]].stars, attempts[waiting[1]].comments) == (5, ("lettering",))


def test_rows_that_cannot_be_applied_are_told_and_the_others_are(
    desk: OpenDesk, waiting: list[str], row: Callable[..., str], apply: Callable[..., tuple[int, list[list[str]]]]
) -> None:
    first, second, third, fourth = waiting[:4]
    code, fates = apply(
        row(first, "accept"),
        row(second, "decline", "text", "2"),
        row(third, "accept", sha256="0" * 64),
        row(fourth, "accept", state="declined"),
        "shore/fox/0999,accept,,,passed,0",
        row(waiting[4], "burn"),
        row(waiting[5], "", "", "9"),
        row(waiting[6], ""),
    )
    assert code == 2
    assert [fate for _, fate, _ in fates] == [
        "applied", "applied", "stale", "stale", "unknown", "unreadable", "unreadable", "unreadable",
    ]  # fmt: skip
    states = desk.states()
    assert (states[first], states[second]) == ("accepted", "declined")
    assert {states[key] for key in waiting[2:]} == {"passed"}
    assert desk.attempts()[second].reason == "text"


def test_a_repeated_row_counts_once_and_contradicting_ones_not_at_all(
    desk: OpenDesk, waiting: list[str], row: Callable[..., str], apply: Callable[..., tuple[int, list[list[str]]]]
) -> None:
    code, fates = apply(
        row(waiting[0], "accept"),
        row(waiting[0], "accept"),
        row(waiting[1], "accept"),
        row(waiting[1], "decline"),
    )
    assert code == 2
    assert [fate for _, fate, _ in fates] == ["applied", "repeated", "repeated", "repeated"]
    assert [desk.states()[key] for key in waiting[:2]] == ["accepted", "passed"]


def test_the_same_file_again_changes_nothing(
    desk: OpenDesk, waiting: list[str], row: Callable[..., str], apply: Callable[..., tuple[int, list[list[str]]]]
) -> None:
    lines = [row(waiting[0], "accept"), row(waiting[1], "decline")]
    assert apply(*lines)[0] == 0
    before = desk.attempts()
    code, fates = apply(*lines)
    assert (code, [fate for _, fate, _ in fates]) == (2, ["stale", "stale"])
    assert desk.attempts() == before


def test_a_cap_refuses_what_is_too_much(
    desk: OpenDesk, row: Callable[..., str], apply: Callable[..., tuple[int, list[list[str]]]], run: Run
) -> None:
    assert run("refine", "owl/1", "make it dusk") == 0
    owls = sorted(key for key in desk.attempts() if key.startswith("owl"))
    _, fates = apply(*(row(key, "accept") for key in owls))
    assert [fate for _, fate, _ in fates] == ["applied"] * 4 + ["refused"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "has no column draft, decision, sha256"),
        (b"draft;decision;sha256\n", "has no column"),
        (b"\xff\xfe\x00", "cannot be read as CSV in UTF-8"),
        (b'draft,decision,sha256\n"a', "cannot be read as CSV"),
    ],
)
def test_a_file_that_is_no_table_of_decisions_is_refused_whole(
    run: Run, tmp_path: Path, data: bytes, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "back.csv").write_bytes(data)
    assert run("accept", "--from", tmp_path / "back.csv") == 2
    assert words in capsys.readouterr().err


def test_drafts_and_a_file_are_not_named_together(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("accept", "fox/1", "--from", "back.csv") == 2
    assert "not both" in capsys.readouterr().err
    assert run("accept") == 2
    assert "name drafts to accept" in capsys.readouterr().err


def test_a_batch_without_a_waiting_draft_makes_no_pack(
    run: Run, waiting: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("reject", *(f"shore/{key}" for key in waiting)) == 0
    assert run("review", "shore", "--pack", tmp_path / "pack.zip") == 2
    assert "there is nothing to pack" in capsys.readouterr().err
    assert not (tmp_path / "pack.zip").exists()
