"""Whole runs as a user starts them: the command line against a simulator process of the test's own."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

PATIENCE = 180.0


@dataclass(frozen=True)
class Service:
    """A running simulator."""

    url: str
    log: Path

    def lines(self) -> list[dict[str, Any]]:
        """What was asked of it so far."""
        return [json.loads(line) for line in self.log.read_text().splitlines()] if self.log.exists() else []

    def count(self) -> int:
        """How many requests were answered so far."""
        return self.log.read_bytes().count(b"\n") if self.log.exists() else 0

    def billed(self) -> Decimal:
        """Dollars of everything it billed."""
        return sum((Decimal(line["usd"]) for line in self.lines()), Decimal(0))

    def payments(self) -> dict[tuple[str, str], int]:
        """Billed calls by attempt label and model."""
        counts: dict[tuple[str, str], int] = {}
        for line in self.lines():
            if line["billed"]:
                key = (line["attempt"], line["model"])
                counts[key] = counts.get(key, 0) + 1
        return counts


@contextmanager
def simulator(folder: Path, profile: str) -> Iterator[Service]:
    """A simulator with a profile in TOML, or a built-in one by its name."""
    folder.mkdir(parents=True, exist_ok=True)
    if "\n" in profile:
        path = folder / "profile.toml"
        path.write_text(profile)
        profile = str(path)
    log = folder / "requests.jsonl"
    command = [sys.executable, "-m", "proofpress.simulator", "--parent-pipe", "--profile", profile, "--log", str(log)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        url = json.loads(process.stdout.readline())["url"]
        yield Service(url, log)
        process.terminate()


@dataclass(frozen=True)
class Ended:
    """A command that ended."""

    code: int
    out: str
    err: str

    @property
    def report(self) -> dict[str, Any]:
        """The report that `run --json` printed."""
        found: dict[str, Any] = json.loads(self.out)
        return found


def start(service: Service | None, *arguments: str) -> "subprocess.Popen[str]":
    """Start `proofpress` with a key that leads to the simulator, or without any key."""
    environment = dict(os.environ)
    if service is not None:
        environment |= {"GEMINI_API_KEY": "simulator", "GOOGLE_GEMINI_BASE_URL": service.url}
    command = [sys.executable, "-c", "from proofpress.entry.cli import main; main()", *arguments]
    return subprocess.Popen(
        command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def finish(process: "subprocess.Popen[str]") -> Ended:
    """Wait for a command to end."""
    with process:
        out, err = process.communicate(timeout=PATIENCE)
        return Ended(process.returncode, out, err)


def run(service: Service | None, *arguments: str) -> Ended:
    """Run a command to its end."""
    return finish(start(service, *arguments))


def wait_for_lines(service: Service, process: "subprocess.Popen[str]", lines: int) -> None:
    """Wait until the simulator has answered so many requests, or the command is over."""
    deadline = time.monotonic() + PATIENCE
    while service.count() < lines and process.poll() is None:
        assert time.monotonic() < deadline, f"only {service.count()} of {lines} requests arrived"
        time.sleep(0.01)


def keepers(report: dict[str, Any]) -> list[tuple[Any, ...]]:
    """What makes keepers the same: item, attempt, seeds and the bytes of draft, final and delivery."""
    return [
        (
            keeper["item"],
            keeper["attempt"],
            keeper["seed"],
            keeper["objects"]["draft"]["sha256"],
            (keeper["objects"]["final"] or {}).get("sha256"),
            tuple(delivery["sha256"] for delivery in keeper["objects"]["deliveries"]),
        )
        for keeper in report["keepers"]
    ]
