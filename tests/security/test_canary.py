"""The key of the API is nowhere but in the requests: not on the screen, not in the ledger, not in any file."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.security.echo import echo
from tests.support.runs import simulator

CANARY = "AIzaCANARY-0123456789-do-not-log-me"
MANIFEST = """
name: canary
defaults: {prompt: "a fox in {{ n }}", want: 1, max_attempts: 3, max_usd_per_keeper: 2}
matrix: {n: [snow, rain]}
"""


def run(url: str, folder: Path, *arguments: str) -> str:
    """All that a command prints."""
    command = [sys.executable, "-c", "from proofpress.entry.cli import main; main()", *arguments]
    environment = {**os.environ, "GEMINI_API_KEY": CANARY, "GOOGLE_GEMINI_BASE_URL": url}
    ended = subprocess.run(
        command, env=environment, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    return ended.stdout + ended.stderr


def holders(folder: Path) -> list[str]:
    """Files below a folder that hold the canary, in any way that text is written down."""
    forms = (CANARY.encode(), CANARY.encode("utf-16-le"), CANARY.encode().hex().encode())
    return [
        str(path) for path in folder.rglob("*") if path.is_file() and any(each in path.read_bytes() for each in forms)
    ]


def commands(work: Path) -> list[tuple[str, ...]]:
    """What a user would call to see what went wrong."""
    there = ("--workspace", str(work))
    return [
        ("run", "canary.yaml", "--yes", *there),
        ("run", "canary.yaml", "--yes", "--json", *there),
        ("status", *there),
        ("status", "--json", *there),
        ("report", "canary", "--json", *there),
        ("lineage", "canary/snow/0001", "--json", *there),
        ("deadletters", "list", *there),
        ("doctor", *there),
        ("doctor", "--json", *there),
        ("models",),
    ]


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("status", [200, 400, 401, 403, 404, 429, 500])
def test_a_service_that_says_the_key_back_does_not_make_us_tell_it(tmp_path: Path, status: int) -> None:
    (tmp_path / "canary.yaml").write_text(MANIFEST)
    called = commands(tmp_path / "work")
    if status >= 429:  # Every call is tried again, so a run takes long.
        called = [called[0], called[2]]
    with echo(status) as url:
        printed = [run(url, tmp_path, *command) for command in called]
    assert CANARY not in "".join(printed)
    assert "hidden" in "".join(printed) or status in {429, 500}
    assert holders(tmp_path) == []


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_the_key_is_nowhere_after_a_run_with_every_kind_of_fault(tmp_path: Path) -> None:
    (tmp_path / "canary.yaml").write_text(MANIFEST)
    with simulator(tmp_path / "simulator", "storm") as service:
        printed = [run(service.url, tmp_path, *command) for command in commands(tmp_path / "work")]
    assert CANARY not in "".join(printed)
    assert holders(tmp_path) == []
