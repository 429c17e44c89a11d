"""simulator: the command as a process of its own."""

import json
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from proofpress.entry.cli.app import run_app

COMMAND = [sys.executable, "-c", "from proofpress.entry.cli import main; main()", "simulator", "--json"]


@contextmanager
def simulator(*options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    command = [*COMMAND, *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield process, json.loads(process.stdout.readline())["url"]
        finally:
            process.kill()


def test_it_serves_as_told_until_it_is_terminated(tmp_path: Path) -> None:
    fault = {"operation": "generateContent", "do": "status", "status": 503}
    (tmp_path / "faults.json").write_text(json.dumps({"faults": [fault]}))
    options = ("--faults", str(tmp_path / "faults.json"), "--log", str(tmp_path / "log.jsonl"), "--profile", "perfect")
    with simulator(*options) as (process, url):
        with urllib.request.urlopen(f"{url}/_simulator/faults") as answer:  # noqa: S310
            assert json.load(answer)["unmet"]
        process.send_signal(signal.SIGTERM)
        _, words = process.communicate(timeout=60)
        assert process.returncode == 0
    assert f"GOOGLE_GEMINI_BASE_URL={url} GEMINI_API_KEY=simulator proofpress run MANIFEST" in words


@pytest.mark.parametrize("options", [("--profile", "nonesuch"), ("--faults", "none.json")])
def test_options_that_cannot_be_used_are_bad_input(options: tuple[str, str]) -> None:
    assert run_app(["simulator", *options]) == 2
