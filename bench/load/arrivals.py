"""Manifests that arrive at a fixed rate, whatever the answers: an open loop, driven past what the machine can do."""

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from statistics import quantiles
from typing import Any, Final

from bench.load.fleet import Fleet
from proofpress.domain import queries
from proofpress.entry.cloud.topology import Function

STAGES: Final = (
    Function.INTAKE, Function.DRAFT, Function.SCREEN, Function.REVIEW, Function.RENDER, Function.DELIVER
)  # fmt: skip
_SENDERS: Final = 32
_PATIENCE: Final = 240.0


@dataclass(frozen=True)
class Arrived:
    """What came of one rate. Seconds, MiB."""

    offered: float
    """Manifests a second, each of one item."""
    events: float
    """Deliveries a second that were acknowledged while manifests arrived."""
    keepers: float
    """A second, from the first arrival to the last keeper."""
    drained: float
    """How long the rest took after the last arrival."""
    redelivered: int
    latency: dict[str, tuple[float, float, float]]
    """By stage: half, 90 % and 99 % of the deliveries were acknowledged so soon after their message came."""
    memory: dict[str, float]
    """By stage, when everything was done."""
    processor: dict[str, float]
    """By stage: milliseconds for a delivery."""
    draft_operations: tuple[float, float]
    """Reads and writes of the ledger for a draft, in all functions but those of keepers."""
    keeper_operations: tuple[float, float]


def measure(fleet: Fleet, rates: Sequence[float], seconds: float) -> list[Arrived]:
    """One run for each rate, each after the last has drained."""
    return [_arrived(fleet, rate, seconds, f"rate{place}") for place, rate in enumerate(rates)]


def _arrived(fleet: Fleet, rate: float, seconds: float, prefix: str) -> Arrived:
    courier = fleet.courier
    courier.seconds.clear()
    courier.refused.clear()
    used = fleet.processor()
    taken, began = courier.taken, time.monotonic()
    batches = _send(fleet, rate, seconds, prefix)
    events = (courier.taken - taken) / (time.monotonic() - began)
    ended = time.monotonic()
    if not fleet.wait(batches, _PATIENCE):
        raise RuntimeError(f"at {rate} manifests a second the batches were not closed after {_PATIENCE:.0f} s more")
    closed = time.monotonic()
    attempts = sum(fleet.ledger.count(queries.attempts(batch)) for batch in batches)
    keepers = sum(fleet.ledger.count(queries.held_keepers(batch)) for batch in batches)
    memory, using = fleet.memory(), fleet.processor()
    return Arrived(
        offered=rate,
        events=events,
        keepers=keepers / (closed - began),
        drained=closed - ended,
        redelivered=courier.refused.total(),
        latency={stage: _percentiles(courier.seconds[_host(fleet, stage)]) for stage in STAGES},
        memory={stage: memory[stage] for stage in STAGES},
        processor={
            stage: 1_000 * (using[stage] - used[stage]) / max(1, len(courier.seconds[_host(fleet, stage)]))
            for stage in STAGES
        },
        draft_operations=_operations(fleet, STAGES[:4], prefix, attempts),
        keeper_operations=_operations(fleet, STAGES[4:], prefix, keepers),
    )


def _send(fleet: Fleet, rate: float, seconds: float, prefix: str) -> set[str]:
    """Submit on time: nobody waits for the submission before."""
    batches, began = list[str](), time.monotonic()
    with ThreadPoolExecutor(_SENDERS) as pool:
        while (due := began + len(batches) / rate) < began + seconds:
            time.sleep(max(0.0, due - time.monotonic()))
            batches.append(f"{prefix}-{len(batches):04}")
            pool.submit(fleet.submit, batches[-1], _manifest(len(batches)))
    return set(batches)


def _manifest(number: int) -> dict[str, Any]:
    defaults: dict[str, Any] = {"want": 1, "max_attempts": 8, "max_usd_per_keeper": 2, "route": "two_tier"}
    defaults |= {"final": "pro", "image_size": "1K", "review": {"mode": "model"}}
    return {"defaults": defaults, "items": [{"id": "scene", "prompt": f"harbour number {number} in the rain"}]}


def _host(fleet: Fleet, function: Function) -> str:
    return fleet.emulated.functions[function].host


def _percentiles(seconds: Sequence[float]) -> tuple[float, float, float]:
    if len(seconds) < 2:
        return (*seconds, *seconds, *seconds) if seconds else (0.0, 0.0, 0.0)  # type: ignore[return-value]
    cuts = quantiles(seconds, n=100, method="inclusive")
    return cuts[49], cuts[89], cuts[98]


def _operations(fleet: Fleet, functions: Sequence[Function], prefix: str, count: int) -> tuple[float, float]:
    steps = [step for function in functions for step in fleet.steps(function, prefix)]
    sums = (sum(step[name] for step in steps) for name in ("ledger_reads", "ledger_writes"))
    reads, writes = (total / max(1, count) for total in sums)
    return reads, writes
