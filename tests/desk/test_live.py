"""What others do appears by itself, in a real browser."""

from collections.abc import Callable

import pytest

from proofpress.stages import deciding
from tests.support.browsers import Visit
from tests.support.desks import OpenDesk
from tests.support.pipeline import catalog
from tests.support.runs import Service, finish, start

Window = Callable[..., Visit]


@pytest.fixture
def waiting(desk: OpenDesk) -> list[str]:
    return sorted(key for key, state in desk.states().items() if state == "passed")


def test_a_run_in_another_process_finishes_before_ones_eyes(
    visit: Visit, desk: OpenDesk, waiting: list[str], service: Service
) -> None:
    visit.press("a")
    visit.tile(waiting[0], "accepted: final due")
    visit.press("x", "1", "r")
    visit.page.keyboard.type("make it dusk")
    visit.press("Enter")
    visit.says("ordered again")
    process = start(service, "resume", "--workspace", str(desk.workspace.path))
    visit.tile(waiting[0], "keeper")
    visit.page.get_by_text("1 of 10", exact=True).wait_for()
    edited = next(key for key, attempt in desk.attempts().items() if attempt.edit)
    visit.tile(edited, "waiting")
    assert finish(process).code in (0, 4)
    visit.press("f")
    assert visit.page.locator("#filters [data-show=finals] small").inner_text() == "1"


def test_another_reviewers_decision_is_seen_with_their_name(visit: Visit, desk: OpenDesk, waiting: list[str]) -> None:
    ports = desk.workspace.ports(catalog())
    deciding.decline(ports, f"shore/{waiting[0]}", "sam", "lettering")
    visit.tile(waiting[0], "declined: lettering")
    visit.says(f"sam declined fox {waiting[0][-4:]}")
    visit.press("Enter")
    visit.page.get_by_label("About this draft").get_by_text("by sam").wait_for()


def test_two_who_decide_on_one_draft_get_one_result_and_see_whose(
    desk: OpenDesk, window: Window, waiting: list[str]
) -> None:
    first, second = (window(viewport={"width": 900, "height": 700}) for _ in range(2))
    for each in (first, second):
        each.open(desk.link)
    # The second page hears nothing any more, as on a train: it decides on what it saw.
    second.page.evaluate("() => dispatchEvent(new PageTransitionEvent('pagehide'))")
    first.press("a")
    first.tile(waiting[0], "accepted")
    second.press("x", "1")
    second.says("is accepted by kim meanwhile")
    second.tile(waiting[0], "accepted")
    assert desk.states()[waiting[0]] == "accepted"


def test_a_page_that_was_away_catches_up(visit: Visit, desk: OpenDesk, waiting: list[str]) -> None:
    visit.page.evaluate("() => dispatchEvent(new PageTransitionEvent('pagehide'))")
    deciding.decline(desk.workspace.ports(catalog()), f"shore/{waiting[1]}", "sam", "")
    visit.page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")
    visit.tile(waiting[1], "declined")
