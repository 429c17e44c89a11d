"""Emulated clouds for tests, and what a user does with one."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from proofpress.entry.emulated.arrows import Through
from proofpress.entry.emulated.cloud import EmulatedCloud, emulated_cloud
from proofpress.entry.emulated.options import EmulationOptions
from proofpress.ports import Bucket
from tests.support.emulators import need_emulators
from tests.support.runs import Ended, Service

PATIENCE = 900.0
"""Seconds: a machine that does much else besides is slow, not stuck."""

UNRULY = """
[latency]
median = 0.4
spread = 0.5
[defects]
dark = 0.05
truncated = 0.03
[refusals]
empty = 0.03
safety = 0.02
"""
"""A part of a simulator's profile: calls that take some time, and fail now and then."""

_PROGRAM = (sys.executable, "-c", "from proofpress.entry.cli import main; main()")


@dataclass(frozen=True)
class Cloud:
    """A running emulated cloud as its user sees it."""

    emulated: EmulatedCloud

    @property
    def service(self) -> Service:
        """The simulator, with its log of requests."""
        return Service(self.emulated.variables["GOOGLE_GEMINI_BASE_URL"], self.emulated.simulator_log)

    @property
    def inbox(self) -> str:
        """Where manifests are submitted to."""
        return f"gs://{self.emulated.settings.bucket(Bucket.INBOX)}"

    def run(self, *arguments: str) -> Ended:
        """Run `proofpress` to its end."""
        ended = subprocess.run(
            [*_PROGRAM, *arguments],
            env=self.emulated.environment,
            cwd=self.emulated.folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        return Ended(ended.returncode, ended.stdout, ended.stderr)

    def submit(self, manifest: Path, *arguments: str) -> str:
        """Submit a manifest; the batch's name."""
        ended = self.run("submit", str(manifest), "--to", self.inbox, "--yes", "--json", *arguments)
        assert ended.code == 0, ended.err
        return str(json.loads(ended.out)["batch"])

    def report(self, batch: str) -> dict[str, Any]:
        """The report as it is now."""
        ended = self.run("report", batch, "--json")
        assert ended.code == 0, ended.err
        return ended.report

    def finished(self, batch: str) -> dict[str, Any]:
        """The report, once the batch is closed."""
        self.wait(lambda: self.state(batch) == "closed")
        return self.report(batch)

    def state(self, batch: str) -> str:
        """The batch's state; empty where there is none yet."""
        found = json.loads(self.run("status", "--json").out or "[]")
        return next((str(each["state"]) for each in found if each["batch"] == batch), "")

    def wait(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds; the error says how far the batches are."""
        deadline = time.monotonic() + PATIENCE
        while not holds():
            assert time.monotonic() < deadline, self.run("status").out
            time.sleep(0.5)


@contextmanager
def cloud(folder: Path, through: Through = str, **options: Any) -> Iterator[Cloud]:
    """An emulated cloud in a folder; skips or fails where this machine has no emulators."""
    need_emulators()
    with emulated_cloud(EmulationOptions(folder, **options), through) as emulated:
        yield Cloud(emulated)
