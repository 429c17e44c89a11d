"""The emulated cloud as it is driven here, and what its servers used and logged."""

import json
import os
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

from bench.servers import processor_seconds, proportional_memory
from proofpress.adapters.google.ledger import FirestoreLedger
from proofpress.domain import queries
from proofpress.domain.states import BatchState
from proofpress.emulators.courier import Courier, delivering
from proofpress.entry.cloud.topology import Function
from proofpress.entry.cloud.wiring import open_ledger, open_store
from proofpress.entry.emulated.cloud import EmulatedCloud, emulated_cloud
from proofpress.entry.emulated.options import EmulationOptions
from proofpress.ports import Bucket, Store

_PROFILE: Final = """
accept_rate = 0.5
lost_look = 0.0
[latency]
median = 1.0
spread = 0.3
"""
_MEBIBYTE: Final = 2**20


@dataclass(frozen=True)
class Fleet:
    """A running emulated cloud with a courier before its functions."""

    emulated: EmulatedCloud
    courier: Courier
    ledger: FirestoreLedger
    store: Store

    def submit(self, batch: str, manifest: dict[str, Any]) -> None:
        """Put a manifest where `intake` is told of it."""
        name = f"{batch}/manifest.json"
        self.store.put(Bucket.INBOX, name, json.dumps(manifest).encode(), "application/json")

    def wait(self, batches: set[str], seconds: float) -> bool:
        """Wait until batches are closed; whether they are."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            closed = {batch.id for batch in self.ledger.find(queries.batches()) if batch.state is BatchState.CLOSED}
            if batches <= closed and not any(self.courier.under_way.values()):
                return True
            time.sleep(0.2)
        return False

    def steps(self, function: Function, prefix: str) -> list[dict[str, Any]]:
        """What a function logged of its deliveries for batches whose names begin so."""
        lines = (self.emulated.logs / f"{function}.log").read_text("utf-8").splitlines()
        steps = [json.loads(line) for line in lines if line.startswith("{") and '"outcome"' in line]
        return [step for step in steps if _batch(step).startswith(prefix)]

    def memory(self) -> dict[Function, float]:
        """MiB of each function's processes: their own pages, and their share of common ones."""
        return self._summed(lambda pid: proportional_memory(pid) / _MEBIBYTE)

    def processor(self) -> dict[Function, float]:
        """Seconds that each function's processes have used so far."""
        return self._summed(processor_seconds)

    def _summed(self, measure: Callable[[int], float]) -> dict[Function, float]:
        found = defaultdict[Function, float](float)
        for pid, service in _services(self.emulated.variables["PUBSUB_EMULATOR_HOST"]):
            found[Function(service.removeprefix("proofpress-"))] += measure(pid)
        return found


@contextmanager
def fleet(folder: Path) -> Iterator[Fleet]:
    """An emulated cloud until the block ends."""
    profile = folder / "profile.toml"
    profile.write_text(_PROFILE, "utf-8")
    with ExitStack() as stack:
        courier = stack.enter_context(delivering(Courier()))
        options = EmulationOptions(folder / "cloud", profile=str(profile))
        emulated = stack.enter_context(emulated_cloud(options, courier.through))
        stack.enter_context(patch.dict(os.environ, emulated.variables))
        ledger = stack.enter_context(closing(open_ledger(emulated.settings)))
        store = stack.enter_context(closing(open_store(emulated.settings)))
        yield Fleet(emulated, courier, ledger, store)


def _batch(step: dict[str, Any]) -> str:
    return str(step.get("logging.googleapis.com/labels", {}).get("batch", ""))


def _services(pubsub: str) -> Iterator[tuple[int, str]]:
    """Processes of the functions that use an emulator, with the service that each is of."""
    for entry in Path("/proc").iterdir():
        with suppress(OSError, UnicodeDecodeError):
            if entry.name.isdigit():
                pairs = (entry / "environ").read_text("utf-8").split("\0")
                environment = dict(pair.split("=", 1) for pair in pairs if "=" in pair)
                if environment.get("PUBSUB_EMULATOR_HOST") == pubsub and "K_SERVICE" in environment:
                    yield int(entry.name), environment["K_SERVICE"]
