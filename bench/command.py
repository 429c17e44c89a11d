"""One run of the real command line, and what it took: time, processor time, memory."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from bench.service import KEY

_EVERY = 0.05
_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Sample:
    """The process at one moment, in seconds and bytes."""

    time: float
    cpu: float
    rss: int


@dataclass(frozen=True)
class Ran:
    """What one run took. Seconds and bytes; simulated calls cost it next to nothing but its own work."""

    wall: float
    cpu: float
    peak_rss: int
    samples: Sequence[Sample]
    """Empty where there is no /proc."""
    workspace: Path

    @property
    def closed(self) -> float:
        """When the last keeper was delivered, on the epoch's clock; its report comes after."""
        report = json.loads((self.workspace / "report.json").read_text("utf-8"))
        return datetime.fromisoformat(report["batch"]["times"]["closed"]).timestamp()

    def until(self, moment: float) -> Sample | None:
        """Processor time and peak memory up to a moment on the epoch's clock."""
        before = [sample for sample in self.samples if sample.time <= moment]
        return Sample(moment, before[-1].cpu, max(sample.rss for sample in before)) if before else None


def run(manifest: dict[str, Any], folder: Path, url: str, concurrency: int) -> Ran:
    """Run a manifest to its end, from the start of the process to its exit, in a new work folder.

    RuntimeError with the command's own words where it fails for another reason than an item that stopped short.
    """
    written, workspace, words = folder / "manifest.json", folder / "work", folder / "stderr.txt"
    written.write_text(json.dumps(manifest), "utf-8")
    command = [sys.executable, "-c", "from proofpress.entry.cli import main; main()", "run", str(written)]
    command += ["--workspace", str(workspace), "--concurrency", str(concurrency)]
    environment = os.environ | {"GEMINI_API_KEY": KEY, "GOOGLE_GEMINI_BASE_URL": url}
    with words.open("wb") as errors:
        started = time.perf_counter()
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=errors)
        samples = _Sampler(process.pid)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 3, 4):
        raise RuntimeError(f"proofpress run ended with {process.returncode}:\n{words.read_text('utf-8')}")
    return Ran(wall, used.ru_utime + used.ru_stime, _peak(used.ru_maxrss), samples.stop(), workspace)


class _Sampler:
    """Looks at a process now and then, from a thread."""

    def __init__(self, pid: int) -> None:
        self._stat = Path(f"/proc/{pid}/stat")
        self._over = threading.Event()
        self._samples: list[Sample] = []
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> list[Sample]:
        self._over.set()
        self._thread.join()
        return self._samples

    def _watch(self) -> None:
        while not self._over.wait(_EVERY):
            with suppress(OSError, IndexError):
                # The name, in parentheses, may hold spaces; what follows is proc(5)'s fields from the third on.
                fields = self._stat.read_text("ascii").rpartition(")")[2].split()
                cpu = (int(fields[11]) + int(fields[12])) / _TICKS
                self._samples.append(Sample(time.time(), cpu, int(fields[21]) * _PAGE))


def _peak(maximum: int) -> int:
    """`ru_maxrss` in bytes: macOS counts bytes, everybody else kibibytes."""
    return maximum if sys.platform == "darwin" else maximum * 1024
