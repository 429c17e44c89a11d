"""The simulator as a program: it says where it is, obeys its files, and ends when it should."""

import json
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def start() -> Iterator[Start]:
    running: list[subprocess.Popen[str]] = []

    def run(*arguments: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "proofpress.simulator", "--profile", "perfect", *arguments]
        pipe = subprocess.PIPE
        running.append(subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True))
        return running[-1]

    yield run
    for program in running:
        program.kill()
        program.communicate()


def url_of(program: subprocess.Popen[str]) -> str:
    assert program.stdout is not None
    return str(json.loads(program.stdout.readline())["url"])


def get(url: str) -> Any:
    with urllib.request.urlopen(url) as response:  # noqa: S310 (loopback)
        return json.load(response)


def test_it_says_where_it_listens_and_ends_cleanly_on_a_signal(start: Start) -> None:
    program = start()
    assert get(f"{url_of(program)}/v1beta/models?key=k")["models"]
    program.send_signal(signal.SIGTERM)
    assert program.wait(timeout=60) == 0


def test_it_ends_with_its_parent(start: Start) -> None:
    program = start("--parent-pipe")
    url_of(program)
    assert program.stdin is not None
    program.stdin.close()
    assert program.wait(timeout=60) == 0
    program.stdin = None


def test_it_takes_faults_and_a_log_from_files(start: Start, tmp_path: Path) -> None:
    (tmp_path / "faults.json").write_text('{"faults": [{"operation": "models.list", "do": "status", "status": 500}]}')
    program = start("--faults", str(tmp_path / "faults.json"), "--log", str(tmp_path / "log.jsonl"))
    with pytest.raises(urllib.error.HTTPError) as caught:
        get(f"{url_of(program)}/v1/models?key=k")
    caught.value.close()
    record = json.loads((tmp_path / "log.jsonl").read_text())
    assert (record["operation"], record["status"], record["fault"]) == ("models.list", 500, "status")


def test_a_mistake_in_its_settings_ends_it_with_a_sentence(start: Start) -> None:
    program = start("--profile", "strom")
    _, complaint = program.communicate(timeout=60)
    assert program.returncode == 2
    assert "demo, perfect, realistic, storm" in complaint
    assert "Traceback" not in complaint
