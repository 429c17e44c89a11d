"""Every page by axe's rules, light and dark, on a desk and on a phone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]

from tests.desk.conftest import Run
from tests.support.browsers import Visit
from tests.support.desks import OpenDesk

Window = Callable[..., Visit]
PHONE = {"width": 390, "height": 844}
SCREENS = {"light": {"width": 1280, "height": 860}, "dark": {"width": 1280, "height": 860}, "phone": PHONE}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture(params=SCREENS)
def looker(request: pytest.FixtureRequest, window: Window) -> Visit:
    name = request.param
    return window(
        viewport=SCREENS[name],
        color_scheme="dark" if name == "dark" else "light",
        has_touch=name == "phone",
        reduced_motion="reduce",
    )


def violations(visit: Visit) -> list[str]:
    """What axe objects to, and that the page is not wider than its window."""
    response = Axe().run(visit.page, options=RULES).response
    found = [f"{each['id']}: {node['html'][:160]}" for each in response["violations"] for node in each["nodes"]]
    wide: bool = visit.page.evaluate("() => document.documentElement.scrollWidth > innerWidth")
    return [*found, "the page is wider than its window"] if wide else found


def test_the_sheet(desk: OpenDesk, looker: Visit, run: Run) -> None:
    waiting = sorted(key for key, state in desk.states().items() if state == "passed")
    assert run("accept", f"shore/{waiting[0]}") == 0
    assert run("reject", f"shore/{waiting[1]}", "--reason", "lettering") == 0
    looker.open(f"{desk.link}")
    assert violations(looker) == []
    for _ in range(5):
        looker.press("f")
        looker.page.wait_for_timeout(50)
        assert violations(looker) == []
    looker.press("Control+a")
    assert violations(looker) == []


def test_the_loupe_and_its_dialogs(desk: OpenDesk, looker: Visit, run: Run) -> None:
    waiting = sorted(key for key, state in desk.states().items() if state == "passed")
    assert run("accept", f"shore/{waiting[0]}") == 0
    looker.open(desk.link)
    looker.press("f", "Enter")
    looker.page.get_by_label("About this draft").get_by_text("a fox in snow").wait_for()
    assert violations(looker) == []
    looker.press("c")
    assert violations(looker) == []
    looker.press("c")
    assert violations(looker) == []
    looker.press("Escape", "f", "f", "f", "f", "f", "Home", "Enter", "x")
    assert violations(looker) == []
    looker.press("Escape", "Escape", "?")
    assert violations(looker) == []
    looker.press("Escape", "r")
    assert violations(looker) == []


def test_pages_without_a_script(desk: OpenDesk, looker: Visit) -> None:
    looker.open(desk.link)
    key = next(key for key, state in desk.states().items() if state == "passed")
    for path in (f"/d/shore/{key}", "/b/nosuch"):
        looker.page.goto(desk.address + path)
        assert violations(looker) == []


def test_a_file_of_decisions(desk: OpenDesk, looker: Visit, tmp_path: Path) -> None:
    looker.open(desk.link)
    file = tmp_path / "decisions.csv"
    file.write_text("draft,decision,reason,stars,state,sha256\nshore/fox/0001,accept,,,passed,0\n")
    looker.page.get_by_text("Apply decisions from a file").click()
    looker.page.set_input_files("input[type=file]", file)
    looker.page.get_by_role("button", name="Apply").click()
    looker.page.get_by_text("the draft is another picture by now").wait_for()
    assert violations(looker) == []


def test_a_review_pack(desk: OpenDesk, looker: Visit, tmp_path: Path, run: Run) -> None:
    import zipfile

    assert run("review", "shore", "--pack", tmp_path / "pack.zip") == 0
    with zipfile.ZipFile(tmp_path / "pack.zip") as packed:
        packed.extractall(tmp_path / "pack")
    looker.page.goto((tmp_path / "pack" / "index.html").as_uri())
    looker.page.get_by_text(" open").first.wait_for()
    looker.press("Tab", "Tab", "x")
    assert violations(looker) == []
    assert desk.states()
