"""The review desk: first paint and scrolling of a large batch in a real browser, and decisions a second over HTTP."""

import re
import shutil
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from http.client import HTTPConnection
from json import dumps
from pathlib import Path
from statistics import median
from typing import Any, Final
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, sync_playwright

from bench.desk_batch import lay_out
from bench.sections import Section, columns
from proofpress.domain import queries
from proofpress.domain.states import AttemptState
from proofpress.entry.desk.pictures import Served
from proofpress.entry.desk.room import Room
from proofpress.entry.desk.server import serving
from proofpress.entry.local import Workspace, open_workspace
from proofpress.entry.settings import read_catalog, read_settings
from proofpress.ports import Ports
from proofpress.stages import deciding

FULL: Final = 5_000
SMALL: Final = 100
QUICK: Final = 300
DECISIONS: Final = 200
SCREENS: Final = 60
"""Heights of the window that are scrolled through, one every tenth of a second."""
_ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
_FRAME_MS = 50.0
"""A frame that took longer is felt as a jerk."""


@dataclass(frozen=True)
class Sheet:
    """One batch as a browser met it; the thumbnails had been made before."""

    drafts: int
    first_paint_ms: float
    interactive_ms: float
    """Until keys are answered: the script has every draft, and the rows on the screen are in the page."""
    requests: int
    kilobytes: float
    """Of both until then, thumbnails included."""
    tiles: int
    """Most drafts that were in the page at once while it was scrolled."""
    frame_ms: float
    """Median while scrolling."""
    late_frames: float
    """Share of those that took longer than 50 ms."""


@dataclass(frozen=True)
class Pace:
    """Decisions one after the other, a second."""

    over_http: float
    by_call: float
    """The same function, called without a desk."""


def section(*, quick: bool) -> Section:
    """Measure; RuntimeError where there is no Chromium."""
    program = shutil.which("chromium")
    if program is None:
        raise RuntimeError("the desk is measured in Chromium: apt-get install chromium")
    sizes = (QUICK,) if quick else (SMALL, FULL)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=_ARGUMENTS)
        measured = [_measured(Path(folder) / str(size), size, browser) for size in sizes]
        browser.close()
    sheets, pace = [sheet for sheet, _ in measured], measured[-1][1]
    return Section(
        "desk",
        "The review desk in Chromium: a batch until keys are answered, and while it is scrolled",
        _text(sheets, pace),
        {"sheets": [asdict(sheet) for sheet in sheets], "decisions_a_second": asdict(pace)},
    )


def _measured(folder: Path, drafts: int, browser: Browser) -> tuple[Sheet, Pace]:
    folder.mkdir()
    with open_workspace(lay_out(folder, drafts)) as workspace:
        ports = workspace.ports(read_catalog(read_settings({})))
        with serving(Room(ports, Served(workspace.store)), "bench") as served:
            link = served.link("/b/desk")
            _look(browser, served.link("/b/desk"), drafts)
            sheet = _look(browser, link, drafts)
            pace = _pace(workspace, ports, served.link("/b/desk"))
    return sheet, pace


def _look(browser: Browser, link: str, drafts: int) -> Sheet:
    context = browser.new_context(viewport={"width": 1280, "height": 860})
    page = context.new_page()
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    sizes: list[float] = []
    network.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(link)
    page.wait_for_selector("html[data-ready=yes]")
    page.wait_for_function("() => [...document.querySelectorAll('.tile img')].some(image => image.complete)")
    interactive = page.evaluate("() => performance.now()")
    paint = page.evaluate("() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0")
    requests, kilobytes = len(sizes), sum(sizes) / 1_000
    frames, tiles = _scrolled(page)
    context.close()
    late = sum(frame > _FRAME_MS for frame in frames) / len(frames)
    return Sheet(drafts, paint, interactive, requests, kilobytes, tiles, median(frames), late)


def _scrolled(page: Page) -> tuple[Sequence[float], int]:
    """Scroll by screens; how long each frame took, and the most tiles that were there."""
    found: dict[str, Any] = page.evaluate(
        """screens => new Promise(done => {
            const frames = [];
            let last = performance.now(), tiles = 0, moved = last, screen = 0;
            const tick = now => {
                frames.push(now - last);
                last = now;
                tiles = Math.max(tiles, document.querySelectorAll('.tile').length);
                if (now - moved > 100) { scrollBy({ top: innerHeight, behavior: 'instant' }); moved = now; screen++; }
                if (screen < screens) requestAnimationFrame(tick); else done({ frames, tiles });
            };
            requestAnimationFrame(tick);
        })""",
        SCREENS,
    )
    return found["frames"], found["tiles"]


def _pace(workspace: Workspace, ports: Ports, link: str) -> Pace:
    waiting = [attempt.key for attempt in workspace.ledger.find(queries.attempts_in("desk", AttemptState.PASSED))]
    half = min(DECISIONS, len(waiting) // 2)
    began = time.perf_counter()
    for key in waiting[:half]:
        deciding.decline(ports, key, "bench", "text")
    called = time.perf_counter() - began
    return Pace(half / _over_http(link, waiting[half : 2 * half]), half / called)


def _over_http(link: str, keys: Sequence[str]) -> float:
    """Seconds in which drafts were declined, over one connection."""
    where = urlsplit(link)
    connection = HTTPConnection(where.netloc, timeout=60)
    connection.request("GET", f"{where.path}?{where.query}")
    entered = connection.getresponse()
    entered.read()
    cookie = str(entered.headers["Set-Cookie"]).partition(";")[0]
    connection.request("GET", "/b/desk", headers={"Cookie": cookie})
    token = re.search(r'data-token="(\w+)"', connection.getresponse().read().decode())
    headers = {"Cookie": cookie, "X-Proofpress-Token": token[1] if token else "", "Content-Type": "application/json"}
    began = time.perf_counter()
    for key in keys:
        order = {"verb": "decline", "reason": "text", "drafts": [{"draft": key, "state": "passed"}]}
        connection.request("POST", "/decide", dumps(order), headers)
        answer = connection.getresponse()
        if answer.status != 200 or b'"done":true' not in answer.read():
            raise RuntimeError(f"the desk refused to decline {key}")
    return time.perf_counter() - began


def _text(sheets: Sequence[Sheet], pace: Pace) -> str:
    heads = ("drafts", "first paint ms", "interactive ms", "requests", "kB", "in the page", "frame ms", "late frames")
    rows = [
        (
            f"{sheet.drafts:,}",
            f"{sheet.first_paint_ms:.0f}",
            f"{sheet.interactive_ms:.0f}",
            sheet.requests,
            f"{sheet.kilobytes:.0f}",
            sheet.tiles,
            f"{sheet.frame_ms:.0f}",
            f"{sheet.late_frames:.0%}",
        )
        for sheet in sheets
    ]
    share = pace.over_http / pace.by_call
    return (
        f"{columns(heads, rows)}\n\n"
        f"{pace.over_http:.0f} decisions a second over HTTP, one after the other: {share:.0%} of the {pace.by_call:.0f} "
        "a second of the same function without a desk.\n"
        "Milliseconds are this machine's, with browser and server on the same cores; the rows of the table compare sizes."
    )
