"""What is deployed for each function: how large it is, and how long its first event waits after a cold start.

Every archive is installed into an empty environment and compiled, as the platform's build does, and served from there.
The bare function, in the same environment, imports nothing but its server.
"""

import http.client
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Final

from bench.sections import Section, columns
from bench.servers import Running, pushed
from proofpress.domain.events import ManifestRequested, encode
from proofpress.emulators.google import FirestoreEmulator
from proofpress.emulators.ports import free_port
from proofpress.entry.cloud.topology import CONCURRENCY, Function
from proofpress.entry.emulated.environment import variables
from tools.staging.archive import contents_of, pack
from tools.staging.trial import Installed, clean_environment

RUNS: Final = 5
PROJECT: Final = Path(__file__).resolve().parent.parent
_MEBIBYTE: Final = 2**20
_PATIENCE: Final = 60.0
_POLL: Final = 0.005
_ACKNOWLEDGED: Final = range(200, 300)
_NOWHERE: Final = "127.0.0.1:9"
_UNUSABLE: Final = ManifestRequested(batch="bench", text="items: []")
"""Any function records this as a dead letter, without asking anything of anybody but the ledger."""
_BARE: Final = """\
import functions_framework

@functions_framework.http
def bare(request):
    return "", 204
"""


@dataclass(frozen=True)
class Row:
    """Bytes, and medians in seconds from the start of the process to the first answer."""

    function: str
    archive: int
    installed: int
    packages: int
    wall: float
    cpu: float
    bare_cpu: float

    @property
    def ratio(self) -> float:
        """Of processor time, which neighbours on the machine disturb less than the time on the clock."""
        return self.cpu / self.bare_cpu


def section(*, quick: bool) -> Section:
    """Measure, and lay out."""
    functions = [Function.DESK, Function.DRAFT] if quick else list(Function)
    with tempfile.TemporaryDirectory(prefix="proofpress-bench-") as folder, FirestoreEmulator() as firestore:
        found = variables(firestore=firestore.host, pubsub=_NOWHERE, storage=_NOWHERE, simulator=_NOWHERE)
        environment = clean_environment() | found
        rows = [_row(Path(folder), function, environment, 1 if quick else RUNS) for function in functions]
    heads = ("archive", "KiB", "installed MiB", "packages", "first answer s", "CPU s", "CPU ratio")
    text = f"{columns(heads, [_cells(row) for row in rows])}\n\nRatio: to a bare function in the same environment."
    data = [{**asdict(row), "ratio": row.ratio} for row in rows]
    return Section("archives", "The archives that are deployed, from a cold start to the first answer", text, data)


def _row(folder: Path, function: Function, environment: Mapping[str, str], runs: int) -> Row:
    path, bare = folder / f"{function}.zip", folder / "bare.py"
    contents = contents_of(function, PROJECT)
    pack(contents, path)
    bare.write_text(_BARE, "utf-8")
    threads = {**environment, "THREADS": str(CONCURRENCY[function])}
    with Installed(path, PROJECT, compiled=True) as installed:
        ours, least = list[tuple[float, float]](), list[tuple[float, float]]()
        for turn in range(runs + 1):
            measured = _start(installed, function, threads, folder), _start(installed, "bare", threads, folder, bare)
            if turn:  # the first only brings everything into the page cache
                ours.append(measured[0])
                least.append(measured[1])
        packages = contents["requirements.txt"].decode().count("==")
        return Row(
            str(function),
            path.stat().st_size,
            installed.size,
            packages,
            wall=median(wall for wall, _ in ours),
            cpu=median(cpu for _, cpu in ours),
            bare_cpu=median(cpu for _, cpu in least),
        )


def _start(
    installed: Installed, target: str, environment: Mapping[str, str], folder: Path, source: Path | None = None
) -> tuple[float, float]:
    with _serving(installed.command(target, port := free_port(), source), port, environment, folder) as running:
        while time.perf_counter() - running.started < _PATIENCE:
            with suppress(OSError, http.client.HTTPException):
                if (status := _ask(port, target)) in _ACKNOWLEDGED:
                    return time.perf_counter() - running.started, running.cpu
                raise RuntimeError(f"{target} answered {status}: {running.log.read_text('utf-8')[-2000:]}")
            time.sleep(_POLL)
    raise RuntimeError(f"{target} did not answer")


def _ask(port: int, target: str) -> int:
    """The status of the first request that does some work: an event, the scheduler's call, or a page."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)) as connection:
        if target == Function.DESK:
            connection.request("GET", "/status")
        elif target == Function.SWEEP:
            connection.request("POST", "/", b"{}", {"X-CloudScheduler": "true"})
        else:
            connection.request("POST", "/", pushed(encode(_UNUSABLE)), {"Content-Type": "application/json"})
        return connection.getresponse().status


@contextmanager
def _serving(command: tuple[str, ...], port: int, environment: Mapping[str, str], folder: Path) -> Iterator[Running]:
    log = folder / f"{port}.log"
    with log.open("wb") as output:
        started = time.perf_counter()
        process = subprocess.Popen(command, env=dict(environment), stdout=output, stderr=output, start_new_session=True)
    try:
        yield Running(process.pid, port, log, started)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _cells(row: Row) -> tuple[object, ...]:
    return (
        row.function,
        f"{row.archive / 1024:.0f}",
        f"{row.installed / _MEBIBYTE:.0f}",
        row.packages,
        f"{row.wall:.2f}",
        f"{row.cpu:.2f}",
        f"{row.ratio:.2f}",
    )
