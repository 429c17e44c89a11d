"""How many drafts one instance works on at once, what memory that takes, and what it does besides waiting."""

import json
import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from statistics import median
from typing import Any, Final
from unittest.mock import patch

from bench.sections import Section
from bench.servers import Running, pushed, serving
from bench.service import Call, simulator
from proofpress.adapters.google.provisioning import create_buckets
from proofpress.domain import queries
from proofpress.domain.events import DraftRequested, ManifestSubmitted, encode
from proofpress.emulators.google import FirestoreEmulator, PubSubEmulator
from proofpress.emulators.storage.server import StorageServer
from proofpress.entry.cloud.settings import CloudSettings, read_cloud_settings
from proofpress.entry.cloud.topology import CONCURRENCY, Function
from proofpress.entry.cloud.wiring import open_ledger, open_ports, open_store
from proofpress.entry.emulated.environment import cleaned, variables
from proofpress.entry.emulated.functions import source_of
from proofpress.entry.emulated.options import EmulationOptions
from proofpress.entry.settings import read_catalog, read_settings
from proofpress.entry.unattended import NoModels, Unsent
from proofpress.ports import Bucket, Ports
from proofpress.stages.intake import intake

FULL: Final = 240
QUICK: Final = 80
SECONDS: Final = 6.0
"""How long the simulated model draws: so long that all threads wait for it at the same time."""
_BATCH: Final = "bench"
_PER_ITEM: Final = 10
_MEBIBYTE: Final = 2**20


@dataclass(frozen=True)
class Figures:
    """One instance of `draft` under as many pushes as it takes. Milliseconds and MiB."""

    drafts: int
    threads: int
    most_in_flight: int
    """Calls that the model's service worked on at once."""
    idle_mib: float
    """After the first draft."""
    busy_mib: float
    """With as many drafts in flight as it has threads."""
    own_ms: float
    """Median of a delivery's time less the model's: the ledger, the bucket, the queue for the processor."""
    cpu_ms: float
    """Processor time of the instance a draft."""
    ledger_reads: float
    ledger_writes: float


def section(*, quick: bool) -> Section:
    """Measure, and lay out."""
    with tempfile.TemporaryDirectory(prefix="proofpress-bench-") as folder:
        found = _measure(Path(folder), QUICK if quick else FULL)
    lines = [
        f"drafts in flight        {found.most_in_flight} of {found.threads} threads",
        f"memory                  {found.idle_mib:.0f} MiB after the first draft, {found.busy_mib:.0f} MiB at the most",
        f"a delivery besides      {found.own_ms:.0f} ms (median) besides the model's {SECONDS:.0f} s",
        f"processor a draft       {found.cpu_ms:.1f} ms",
        f"ledger a draft          {found.ledger_reads:.1f} reads, {found.ledger_writes:.1f} writes",
    ]
    text = "\n".join(lines) + "\n\nThe emulators and the simulator share the processors with the instance."
    return Section("inflight", f"One instance of `draft` under {found.drafts} pushes at once", text, asdict(found))


def _measure(folder: Path, drafts: int) -> Figures:
    profile = f"accept_rate = 1.0\nlost_look = 0.0\n[latencies]\nlite = {{ median = {SECONDS} }}\n"
    with simulator(folder, profile) as service, _parts(folder, service.url) as environment:
        with patch.dict(os.environ, environment):
            settings = read_cloud_settings()
            keys = _planned(settings, drafts)
        source = source_of(Function.DRAFT, EmulationOptions(folder).functions)
        threads = CONCURRENCY[Function.DRAFT]
        with serving(source, "draft", {**environment, "THREADS": str(threads)}, folder) as running:
            return _push_all(running, keys, threads, service.calls)


@contextmanager
def _parts(folder: Path, simulator_url: str) -> Iterator[dict[str, str]]:
    """The emulators and the buckets; the environment in which a process finds them."""
    with (
        FirestoreEmulator(folder / "firestore.log") as firestore,
        PubSubEmulator(folder / "pubsub.log") as pubsub,
        StorageServer(folder / "buckets") as storage,
    ):
        host = simulator_url.removeprefix("http://")
        address = storage.url.removeprefix("http://")
        found = variables(firestore=firestore.host, pubsub=pubsub.host, storage=address, simulator=host)
        yield cleaned() | found


def _planned(settings: CloudSettings, drafts: int) -> list[str]:
    """Take in a manifest that wants so many drafts; the keys of its attempts."""
    create_buckets(os.environ["STORAGE_EMULATOR_HOST"], settings.project, [(settings.bucket(b), None) for b in Bucket])
    ports: Ports = replace(open_ports(settings, read_catalog(read_settings()), NoModels()), bus=Unsent())
    name = f"{_BATCH}/manifest.json"
    open_store(settings).put(Bucket.INBOX, name, json.dumps(_manifest(drafts)).encode(), "application/json")
    intake(ManifestSubmitted(batch=_BATCH, name=name), ports)
    return [attempt.key for attempt in open_ledger(settings).find(queries.attempts(_BATCH))][:drafts]


def _manifest(drafts: int) -> dict[str, Any]:
    defaults: dict[str, Any] = {"want": _PER_ITEM, "max_attempts": _PER_ITEM, "accept_rate": 0.99, "waves": 1}
    defaults |= {"draft": "lite", "final": "none", "route": "cheap", "review": "none", "max_usd_per_keeper": 1}
    items = [{"id": f"scene-{n}", "prompt": f"harbour number {n} in the rain"} for n in range(drafts // _PER_ITEM)]
    return {"name": _BATCH, "defaults": defaults, "items": items}


def _push_all(running: Running, keys: Sequence[str], threads: int, calls: Any) -> Figures:
    """Push the first draft alone, for the start; then all others, as many at once as there are threads."""
    running.first_answer(_body(keys[0]))
    idle, cpu = running.memory, running.cpu
    with ThreadPoolExecutor(threads) as pool:
        answers = [pool.submit(running.post, _body(key)) for key in keys[1:]]
        time.sleep(SECONDS * 0.8)  # all threads have called by then, and none has its answer
        busy = running.memory
        if any(answer.result() >= 300 for answer in answers):
            raise RuntimeError(f"a draft was not acknowledged: {running.log.read_text('utf-8')[-2000:]}")
    steps = list(_steps(running.log))[1:]
    return Figures(
        drafts=len(steps),
        threads=threads,
        most_in_flight=_most_at_once(calls()),
        idle_mib=idle / _MEBIBYTE,
        busy_mib=max(busy, running.memory) / _MEBIBYTE,
        own_ms=median(step["milliseconds"] - step["model_milliseconds"] for step in steps),
        cpu_ms=(running.cpu - cpu) * 1000 / len(steps),
        ledger_reads=sum(step["ledger_reads"] for step in steps) / len(steps),
        ledger_writes=sum(step["ledger_writes"] for step in steps) / len(steps),
    )


def _body(key: str) -> bytes:
    return pushed(encode(DraftRequested(attempt=key)))


def _steps(log: Path) -> Iterator[dict[str, Any]]:
    """What the function logged of its deliveries."""
    for line in log.read_text("utf-8").splitlines():
        if line.startswith("{") and '"outcome"' in line:
            yield json.loads(line)


def _most_at_once(calls: Sequence[Call]) -> int:
    moments = sorted([(call.began, 1) for call in calls] + [(call.ended, -1) for call in calls])
    most = now = 0
    for _, change in moments:
        now += change
        most = max(most, now)
    return most
