"""A simulator to run against, and manifests for it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from proofpress.entry.cli.app import run_app
from tests.cli.cloud_fixtures import cloud, desk, storage_url
from tests.support.runs import Service, simulator

__all__ = ["cloud", "desk", "storage_url"]

PROFILE = """
accept_rate = 1.0
[latency]
median = 0.01
spread = 0.1
[[accept_rates]]
match = "nobody likes"
rate = 0.0
"""

BY_HAND = """
name: byhand
defaults: {want: 2, final: pro, review: hand, size: 512x512}
items:
  - {id: fox, prompt: a fox in snow, max_attempts: 6}
  - {id: owl, prompt: an owl at dusk, want: 1}
"""

Run = Callable[..., int]


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with simulator(tmp_path_factory.mktemp("simulator"), PROFILE) as running:
        yield running


@pytest.fixture
def work(tmp_path: Path) -> Path:
    return tmp_path / "work"


@pytest.fixture
def run(service: Service, work: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command line in this process, against the simulator and in a work folder of the test's own."""
    monkeypatch.setenv("GEMINI_API_KEY", "simulator")
    monkeypatch.setenv("GOOGLE_GEMINI_BASE_URL", service.url)
    monkeypatch.setenv("PROOFPRESS_WORKSPACE", str(work))
    return lambda *arguments: run_app([str(argument) for argument in arguments])


@pytest.fixture
def by_hand(tmp_path: Path) -> Path:
    path = tmp_path / "byhand.yaml"
    path.write_text(BY_HAND)
    return path
