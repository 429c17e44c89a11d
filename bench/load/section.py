"""Load: manifests past saturation, workers on one item, and operations by the size of the batch."""

import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from bench.load import arrivals, counting, workers
from bench.load.arrivals import STAGES, Arrived
from bench.load.counting import Counts
from bench.load.fleet import fleet
from bench.load.workers import Worked
from bench.sections import Section, columns


@dataclass(frozen=True)
class Plan:
    """How much is driven."""

    rates: Sequence[float]
    """Manifests a second."""
    seconds: float
    widths: Sequence[int]
    slots: int
    sizes: Sequence[int]


FULL: Final = Plan((0.5, 1, 2, 4), 20.0, (1, 8, 64), 64, (100, 1_000, 10_000))
QUICK: Final = Plan((1,), 3.0, (1, 8), 8, (100, 200))


def section(*, quick: bool) -> Section:
    """Measure, and lay out."""
    plan = QUICK if quick else FULL
    with tempfile.TemporaryDirectory(prefix="proofpress-bench-") as folder, fleet(Path(folder)) as driven:
        worked = workers.measure(driven, plan.widths, plan.slots)
        driven.courier.have(80)
        arrived = arrivals.measure(driven, plan.rates, plan.seconds)
    counts = counting.measure(plan.sizes)
    text = "\n\n".join([_rates(arrived), _latencies(arrived), _memory(arrived), _workers(worked), _counts(counts)])
    note = "\n\nEmulators, simulator and all functions share the processors of one machine: the rate at which it\n"
    note += "saturates is the machine's. Operations do not depend on it."
    data = {name: [asdict(each) for each in rows] for name, rows in _named(arrived, worked, counts)}
    title = f"Manifests of one item at fixed rates for {plan.seconds:.0f} s each, on the emulated cloud"
    return Section("load", title, text + note, data)


def _named(
    arrived: Sequence[Arrived], worked: Sequence[Worked], counts: Sequence[Counts]
) -> Sequence[tuple[str, Sequence[Arrived | Worked | Counts]]]:
    return [("arrivals", arrived), ("workers", worked), ("counts", counts)]


def _rates(arrived: Sequence[Arrived]) -> str:
    rows = [
        [
            f"{each.offered:g} manifests/s",
            f"{each.events:.1f}",
            f"{each.keepers:.2f}",
            f"{each.drained:.0f} s",
            each.redelivered,
            "{:.1f} / {:.1f}".format(*each.draft_operations),
            "{:.1f} / {:.1f}".format(*each.keeper_operations),
        ]
        for each in arrived
    ]
    heads = ["offered", "events/s", "keepers/s", "drained in", "redelivered", "r/w a draft", "r/w a keeper"]
    return columns(heads, rows)


def _latencies(arrived: Sequence[Arrived]) -> str:
    rows = [
        [f"{each.offered:g} manifests/s", *("{:.1f} {:.1f} {:.1f}".format(*each.latency[stage]) for stage in STAGES)]
        for each in arrived
    ]
    return "Seconds from a message to its acknowledgement: 50 %, 90 %, 99 %\n" + columns(["", *STAGES], rows)


def _memory(arrived: Sequence[Arrived]) -> str:
    rows = [
        [
            f"{each.offered:g} manifests/s",
            *(f"{each.memory[stage]:.0f} MiB, {each.processor[stage]:.0f} ms" for stage in STAGES),
        ]
        for each in arrived
    ]
    return "Memory of each server afterwards, and its processor time for a delivery\n" + columns(["", *STAGES], rows)


def _workers(worked: Sequence[Worked]) -> str:
    rows = [
        [
            each.workers,
            each.drafts,
            f"{each.seconds:.1f} s",
            each.redelivered,
            f"{each.reads:.1f}",
            f"{each.writes:.1f}",
        ]
        for each in worked
    ]
    heads = ["workers", "drafts", "time", "redelivered", "reads a draft", "writes a draft"]
    return "One item, every draft a keeper\n" + columns(heads, rows)


def _counts(counts: Sequence[Counts]) -> str:
    rows = [
        [
            f"{each.items:,} items",
            f"{each.reads:.1f} / {each.writes:.1f}",
            f"{each.keeper_reads:.1f} / {each.keeper_writes:.1f}",
            f"{each.intake_writes:.2f}",
            f"{each.messages:.1f}",
            f"{each.store_writes:.1f} / {each.store_reads:.1f}",
        ]
        for each in counts
    ]
    heads = ["batch of", "r/w a draft", "r/w a keeper", "intake w an item", "messages a keeper", "objects w/r a keeper"]
    return "Operations on local parts, three cohorts of each batch brought to their end\n" + columns(heads, rows)
