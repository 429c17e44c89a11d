"""One item with many slots, drawn by 1 to 64 workers at once: what contention costs."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from bench.load.fleet import Fleet
from proofpress.domain import queries
from proofpress.entry.cloud.topology import Function

_PATIENCE: Final = 300.0


@dataclass(frozen=True)
class Worked:
    """What came of one number of workers."""

    workers: int
    drafts: int
    seconds: float
    redelivered: int
    reads: float
    """Of the ledger for a draft, in all functions together, the keeper included: every draft becomes one."""
    writes: float


def measure(fleet: Fleet, widths: Sequence[int], slots: int) -> list[Worked]:
    """A batch of one item for each number of workers."""
    return [_worked(fleet, width, slots) for width in widths]


def _worked(fleet: Fleet, width: int, slots: int) -> Worked:
    batch = f"workers{width:03}"
    fleet.courier.have(width)
    fleet.courier.refused.clear()
    began = time.monotonic()
    fleet.submit(batch, _manifest(slots))
    if not fleet.wait({batch}, _PATIENCE):
        raise RuntimeError(f"{width} workers did not end {slots} drafts in {_PATIENCE:.0f} s")
    drafts = fleet.ledger.count(queries.attempts(batch))
    steps = [step for function in Function for step in fleet.steps(function, batch)]
    return Worked(
        workers=width,
        drafts=drafts,
        seconds=time.monotonic() - began,
        redelivered=fleet.courier.refused.total(),
        reads=sum(step["ledger_reads"] for step in steps) / drafts,
        writes=sum(step["ledger_writes"] for step in steps) / drafts,
    )


def _manifest(slots: int) -> dict[str, Any]:
    defaults: dict[str, Any] = {"want": slots, "max_attempts": slots, "max_usd_per_keeper": 2, "route": "cheap"}
    defaults |= {"review": "none", "final": "none"}
    return {"defaults": defaults, "items": [{"id": "scene", "prompt": "a harbour in the rain"}]}
