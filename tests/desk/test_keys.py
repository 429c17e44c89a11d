"""The desk by keyboard alone, in a real browser."""

import pytest

from proofpress.domain.states import AttemptState
from tests.desk.conftest import Run
from tests.support.browsers import Visit
from tests.support.desks import OpenDesk


@pytest.fixture
def waiting(desk: OpenDesk) -> list[str]:
    """The drafts that wait, in the order of the sheet."""
    return sorted(key for key, state in desk.states().items() if state == "passed")


def test_the_first_draft_that_waits_is_chosen_and_arrows_move_on(visit: Visit, waiting: list[str]) -> None:
    assert visit.active == waiting[0]
    visit.press("ArrowRight")
    assert visit.active == waiting[1]
    visit.press("End", "ArrowRight")
    assert visit.active == waiting[-1]
    visit.press("Home", "ArrowLeft")
    assert visit.active == waiting[0]


def test_accepting_goes_on_to_the_next_and_is_signed(visit: Visit, desk: OpenDesk, waiting: list[str]) -> None:
    visit.press("p")
    visit.tile(waiting[0], "accepted")
    assert visit.active == waiting[1]
    accepted = desk.attempts()[waiting[0]]
    assert (accepted.state, accepted.decided_by) == (AttemptState.ACCEPTED, "kim")


def test_declining_asks_for_a_reason_that_the_report_counts(
    visit: Visit, desk: OpenDesk, waiting: list[str], run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    visit.press("x")
    visit.page.get_by_role("group", name="Why is it declined?").wait_for()
    assert desk.states()[waiting[0]] == "passed"
    visit.press("2")
    visit.tile(waiting[0], "composition or crop")
    assert visit.active == waiting[1]
    visit.press("x", "x")
    visit.tile(waiting[1], "declined")
    assert [desk.attempts()[key].comments for key in waiting[:2]] == [("composition or crop",), ()]
    capsys.readouterr()
    assert run("report", "shore", "--json") == 0
    assert '"declined_by_reason": {\n      "composition": 1' in capsys.readouterr().out


def test_a_decline_can_be_thought_better_of(visit: Visit, desk: OpenDesk, waiting: list[str]) -> None:
    visit.press("x", "Escape", "a")
    visit.tile(waiting[0], "accepted")
    assert "declined" not in desk.states().values()


def test_undo_takes_the_last_decision_back_and_returns_to_its_draft(
    visit: Visit, desk: OpenDesk, waiting: list[str]
) -> None:
    visit.press("a")
    visit.tile(waiting[0], "accepted")
    visit.press("x", "1")
    visit.tile(waiting[1], "declined")
    visit.press("u")
    visit.tile(waiting[1], "waiting")
    assert visit.active == waiting[1]
    visit.press("ArrowRight", "u")
    visit.tile(waiting[0], "waiting")
    assert {desk.states()[key] for key in waiting} == {"passed"}
    visit.press("ArrowRight", "u")
    visit.says("There is nothing to undo")


def test_an_undo_comes_too_late_once_the_final_is_there(
    visit: Visit, desk: OpenDesk, waiting: list[str], run: Run
) -> None:
    visit.press("a")
    visit.tile(waiting[0], "accepted")
    assert run("resume") == 0
    visit.tile(waiting[0], "keeper")
    visit.press("u")
    visit.says("Too late")
    assert desk.states()[waiting[0]] == "delivered"


def test_stars_stay_with_the_draft(visit: Visit, desk: OpenDesk, waiting: list[str]) -> None:
    visit.press("4")
    visit.tile(waiting[0], "4 stars")
    assert desk.attempts()[waiting[0]].stars == 4
    visit.press("0")
    visit.says("no stars")
    assert desk.attempts()[waiting[0]].stars is None


def test_piles_are_gone_through_by_key_and_a_screened_out_draft_is_rescued(visit: Visit, desk: OpenDesk) -> None:
    screened = sorted(key for key, state in desk.states().items() if state == "rejected")
    visit.press("f", "f", "f")
    visit.page.wait_for_selector("#filters [data-show=screened][aria-current]")
    assert visit.active == screened[0]
    visit.tile(screened[0], "screened out: dark")
    visit.press("Enter")
    visit.page.get_by_role("button", name="Rescue").wait_for()
    visit.page.get_by_label("About this draft").get_by_text("screened out · dark").wait_for()
    visit.press("a")
    visit.says("accepted")
    assert desk.states()[screened[0]] == "accepted"


def test_a_sentence_makes_a_child(visit: Visit, desk: OpenDesk, waiting: list[str]) -> None:
    visit.press("r")
    visit.page.keyboard.type("make it dusk, X and all")
    visit.press("Enter")
    visit.says("ordered again")
    (child,) = [attempt for attempt in desk.attempts().values() if attempt.edit]
    assert (child.edit, f"fox/{child.parent:04d}") == ("make it dusk, X and all", waiting[0])
    assert desk.states()[waiting[0]] == "passed"


def test_five_to_keep_and_the_rest_to_decline(visit: Visit, desk: OpenDesk, waiting: list[str]) -> None:
    visit.press(" ", "ArrowRight", " ", "i")
    visit.page.get_by_text(f"{len(waiting) - 2} selected").wait_for()
    visit.press("x", "9")
    visit.tile(waiting[-1], "declined: not good enough")
    states = desk.states()
    assert [states[key] for key in waiting] == ["passed", "passed"] + ["declined"] * (len(waiting) - 2)
    visit.press("u")
    visit.says("taken back")
    assert {desk.states()[key] for key in waiting} == {"passed"}


def test_shift_selects_a_range_by_key_and_by_click(visit: Visit, waiting: list[str]) -> None:
    visit.press("Shift+ArrowRight", "Shift+ArrowRight")
    visit.page.get_by_text("3 selected").wait_for()
    visit.press("Escape", "Home", " ")
    visit.page.locator(f'[data-key="shore/{waiting[3]}"]').click(modifiers=["Shift"])
    visit.page.get_by_text("4 selected").wait_for()
    visit.press("Control+a")
    visit.page.get_by_text(f"{len(waiting)} selected").wait_for()


def test_the_loupe_opens_zooms_crops_and_closes(visit: Visit, waiting: list[str]) -> None:
    visit.press("Enter")
    loupe = visit.page.get_by_role("dialog")
    loupe.get_by_text("a fox in snow").wait_for()
    visit.page.wait_for_function("() => document.getElementById('draft-image').naturalWidth > 512")
    fitted = visit.page.locator("#draft-image").bounding_box()
    visit.press("z")
    whole = visit.page.locator("#draft-image").bounding_box()
    assert fitted is not None
    assert whole is not None
    assert whole["width"] == visit.page.evaluate("() => document.getElementById('draft-image').naturalWidth")
    visit.press("z", "k")
    crop = visit.page.locator("#crop").bounding_box()
    assert crop is not None
    assert crop["width"] / crop["height"] == pytest.approx(600 / 400, rel=0.02)
    visit.press("ArrowRight")
    loupe.get_by_text(waiting[1].partition("/")[2], exact=True).wait_for()
    visit.press("Escape")
    assert not loupe.is_visible()
    assert visit.active == waiting[1]


def test_draft_and_final_are_compared_side_by_side_and_under_a_slider(
    visit: Visit, waiting: list[str], run: Run
) -> None:
    assert run("accept", f"shore/{waiting[0]}") == 0
    visit.tile(waiting[0], "keeper")
    visit.press("Home", "Enter", "c")
    visit.says("side by side")
    final = visit.page.locator("#final-image")
    visit.page.wait_for_function("() => document.getElementById('final-image').naturalWidth > 0")
    beside = final.bounding_box(), visit.page.locator("#draft-image").bounding_box()
    assert beside[0] is not None
    assert beside[1] is not None
    assert beside[0]["x"] > beside[1]["x"]
    visit.press("c")
    visit.says("Slide between")
    assert visit.page.evaluate("() => document.activeElement.id") == "wipe"
    visit.press("ArrowRight")
    assert visit.page.evaluate("() => document.getElementById('stage').style.getPropertyValue('--at')") == "0.51"
    visit.press("c")
    visit.says("The draft alone")


def test_a_question_mark_shows_the_keys(visit: Visit) -> None:
    visit.press("?")
    visit.page.get_by_role("dialog", name="Keys").wait_for()
    visit.press("a")
    visit.press("Escape")
    assert visit.page.get_by_role("dialog", name="Keys").is_hidden()
