"""One function's server, started as Cloud Run starts it, and what its processes have used."""

import http.client
import json
import os
import signal
import subprocess
import sys
import sysconfig
import time
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from proofpress.domain.events import Message
from proofpress.emulators.ports import free_port

_TICKS: Final = os.sysconf("SC_CLK_TCK")
_PATIENCE: Final = 60.0
_POLL: Final = 0.005
_ACKNOWLEDGED: Final = range(200, 300)


@dataclass(frozen=True)
class Running:
    """A server's process group. Seconds, bytes."""

    pid: int
    port: int
    log: Path
    started: float
    """By the performance counter."""

    def post(self, body: bytes, headers: Mapping[str, str] | None = None, timeout: float = _PATIENCE) -> int:
        """Post one event; the status of the answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request("POST", "/", body, {"Content-Type": "application/json", **(headers or {})})
            return connection.getresponse().status
        finally:
            connection.close()

    def first_answer(self, body: bytes, headers: Mapping[str, str] | None = None) -> float:
        """Post until the server listens and acknowledges; seconds since its process was started.

        RuntimeError, with the server's own words, where it answers otherwise or not at all.
        """
        while time.perf_counter() - self.started < _PATIENCE:
            with suppress(OSError, http.client.HTTPException):
                status = self.post(body, headers)
                if status not in _ACKNOWLEDGED:
                    break
                return time.perf_counter() - self.started
            time.sleep(_POLL)
        raise RuntimeError(f"no acknowledgement came: {self.log.read_text('utf-8')[-2000:]}")

    @property
    def cpu(self) -> float:
        """Processor seconds of the whole group so far."""
        return sum(map(processor_seconds, self._pids()))

    @property
    def memory(self) -> int:
        """Memory of the group: its own pages, and its share of those that its processes have in common."""
        return sum(map(proportional_memory, self._pids()))

    def _pids(self) -> list[int]:
        found = (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())
        return [pid for pid in found if _group(pid) == self.pid]


@contextmanager
def serving(source: Path, target: str, environment: Mapping[str, str], folder: Path) -> Iterator[Running]:
    """Serve a function of a main.py until the block ends."""
    port, log = free_port(), folder / f"{target}-{time.monotonic_ns()}.log"
    script = Path(sysconfig.get_path("scripts")) / "functions-framework"
    command = [sys.executable, str(script), "--target", target, "--source", str(source)]
    command += ["--host", "127.0.0.1", "--port", str(port)]
    with log.open("wb") as output:
        started = time.perf_counter()
        process = subprocess.Popen(
            command, env=environment, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
        )
    try:
        yield Running(process.pid, port, log, started)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def pushed(message: Message, subscription: str = "projects/p/subscriptions/bench") -> bytes:
    """The body with which Pub/Sub pushes a message."""
    inner: dict[str, Any] = {"data": b64encode(message.data).decode(), "attributes": message.attributes}
    inner |= {"messageId": "1", "publishTime": "2026-11-21T00:00:00Z"}
    return json.dumps({"message": inner, "subscription": subscription}).encode()


def processor_seconds(pid: int) -> float:
    """What a process has used so far; 0 where it is gone."""
    fields = _stat(pid)
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _stat(pid: int) -> list[str]:
    """The fields of proc(5)'s stat from the third on: the name before them may hold spaces."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    except OSError:
        return ["0"] * 15


def _group(pid: int) -> int:
    return int(_stat(pid)[2])


def proportional_memory(pid: int) -> int:
    """Bytes: a process's own pages, and its share of those in common; 0 where it is gone."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0
