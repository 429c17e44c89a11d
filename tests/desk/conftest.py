"""A batch on a desk of the test's own, and a browser before it."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from proofpress.domain import queries
from proofpress.domain.states import AttemptState
from proofpress.entry.cli.app import run_app
from proofpress.entry.local import open_workspace
from tests.support.browsers import Visit, chromium
from tests.support.desks import MANIFEST, PROFILE, OpenDesk, opened
from tests.support.runs import Service, simulator

__all__ = ["chromium"]

Open = Callable[[], Visit]
Run = Callable[..., int]


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with simulator(tmp_path_factory.mktemp("simulator"), PROFILE) as running:
        yield running


@pytest.fixture
def run_in(service: Service, monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], Run]:
    """Runs command lines in this process, in a work folder."""
    monkeypatch.setenv("GEMINI_API_KEY", "simulator")
    monkeypatch.setenv("GOOGLE_GEMINI_BASE_URL", service.url)

    def in_folder(folder: Path) -> Run:
        monkeypatch.setenv("PROOFPRESS_WORKSPACE", str(folder))
        return lambda *arguments: run_app([str(argument) for argument in arguments])

    return in_folder


@pytest.fixture
def run(run_in: Callable[[Path], Run], work: Path) -> Run:
    """Runs a command line in the test's work folder."""
    return run_in(work)


@pytest.fixture(scope="session")
def drafted(service: Service, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A work folder in which the drafts of the batch wait."""
    folder = tmp_path_factory.mktemp("drafted")
    (folder / "shore.yaml").write_text(MANIFEST)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GEMINI_API_KEY", "simulator")
        patch.setenv("GOOGLE_GEMINI_BASE_URL", service.url)
        assert run_app(["run", str(folder / "shore.yaml"), "--workspace", str(folder / "work")]) == 0
    with open_workspace(folder / "work") as parts:
        states = [attempt.state for attempt in parts.ledger.find(queries.attempts("shore"))]
    assert (states.count(AttemptState.PASSED), states.count(AttemptState.REJECTED)) == (8, 2)
    return folder / "work"


@pytest.fixture
def work(drafted: Path, tmp_path: Path) -> Path:
    """A copy of it for one test."""
    return Path(shutil.copytree(drafted, tmp_path / "work"))


@pytest.fixture
def desk(work: Path) -> Iterator[OpenDesk]:
    with opened(work) as found:
        yield found


@pytest.fixture
def window(chromium: Browser) -> Iterator[Callable[..., Visit]]:
    """Opens windows that share nothing; a page that had an error fails its test."""
    visits: list[Visit] = []
    with ExitStack() as context:

        def made(**options: object) -> Visit:
            window = context.enter_context(chromium.new_context(**options))  # type: ignore[arg-type]
            visits.append(Visit(window))
            return visits[-1]

        yield made
        assert [error for visit in visits for error in visit.errors] == []


@pytest.fixture
def visit(desk: OpenDesk, window: Callable[..., Visit]) -> Visit:
    """The desk in a window, its script at work."""
    found = window(viewport={"width": 1280, "height": 860})
    found.open(desk.link)
    return found
