"""The simulator as a process of its own, and what its log says about the calls."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

KEY = "simulator"


@dataclass(frozen=True)
class Call:
    """One answered call; times in seconds since the epoch."""

    model: str
    attempt: str
    """The engine's label; empty for other callers."""
    began: float
    ended: float

    @property
    def seconds(self) -> float:
        """How long it took, by the simulator's clock."""
        return self.ended - self.began


@dataclass
class Service:
    """A running simulator. `cpu_seconds` is known once it has stopped."""

    url: str
    log: Path
    cpu_seconds: float = 0.0

    def calls(self) -> list[Call]:
        """The answered calls, in the order of their answers."""
        return [_call(json.loads(line)) for line in self.log.read_text("utf-8").splitlines()]


@contextmanager
def simulator(folder: Path, profile: str) -> Iterator[Service]:
    """Serve with a profile in TOML from a process of its own until the block ends."""
    written, log = folder / "profile.toml", folder / "requests.jsonl"
    written.write_text(profile, "utf-8")
    command = [
        sys.executable,
        "-m",
        "proofpress.simulator",
        "--parent-pipe",
        "--profile",
        str(written),
        "--log",
        str(log),
    ]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        first_line = process.stdout.readline() if process.stdout else b""
        service = Service(str(json.loads(first_line)["url"]), log)
        try:
            yield service
        finally:
            process.terminate()
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            service.cpu_seconds = used.ru_utime + used.ru_stime


def _call(line: dict[str, object]) -> Call:
    began = datetime.fromisoformat(str(line["time"])).timestamp()
    ended = began + float(str(line["latency"]))
    return Call(str(line["model"]), str(line["attempt"] or ""), began, ended)
