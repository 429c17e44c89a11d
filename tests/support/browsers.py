"""Debian's Chromium, driven by Playwright, without anything that it would do on the network by itself."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
]  # fmt: skip
_PATIENCE = 20_000
"""Milliseconds; on a shared machine everything takes its time."""


def need_chromium() -> str:
    """The program; skip where it is missing, and fail where PROOFPRESS_REQUIRE_ALL demands everything."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found:
        return found
    words = "needs Chromium: apt-get install chromium"
    if os.environ.get("PROOFPRESS_REQUIRE_ALL") == "1":
        pytest.fail(words)
    pytest.skip(words)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests of a worker; each has windows of its own."""
    program = need_chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


class Visit:
    """A window with one page, whose every error is kept."""

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        self.page: Page = context.new_page()
        self.page.set_default_timeout(_PATIENCE)
        self.errors: list[str] = []
        self.asked: list[str] = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda message: self._keep(message.type, message.text))
        self.page.on("request", lambda request: self.asked.append(request.url))

    def _keep(self, kind: str, text: str) -> None:
        # A refused order is an answer that the page shows; the console mentions it all the same.
        if kind == "error" and "status of 4" not in text:
            self.errors.append(text)

    def open(self, link: str) -> Page:
        """Go to a desk and wait until its script has taken over."""
        self.page.goto(link)
        self.page.wait_for_selector("html[data-ready=yes]")
        return self.page

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def says(self, words: str) -> None:
        """Wait until the page says something."""
        self.page.wait_for_function("words => document.getElementById('toast').textContent.includes(words)", arg=words)

    def tile(self, key: str, words: str) -> None:
        """Wait until a draft of the sheet is said to be something."""
        self.page.wait_for_function(
            "([key, words]) => [...document.querySelectorAll('.tile')].some("
            "tile => tile.dataset.key === key && tile.getAttribute('aria-label').includes(words))",
            arg=[f"shore/{key}", words],
        )

    @property
    def active(self) -> str:
        """The draft that keys are about."""
        found: str = self.page.evaluate(
            "() => document.getElementById(document.getElementById('grid').getAttribute('aria-activedescendant'))"
            "?.dataset.key ?? ''"
        )
        return found.removeprefix("shore/")
