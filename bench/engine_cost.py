"""What the engine itself costs at zero latency: drafts a second, processor time and memory, by number of attempts."""

import tempfile
from dataclasses import asdict, astuple, dataclass
from pathlib import Path
from statistics import median
from typing import Any, Final

from bench.command import Ran, run
from bench.sections import Section, columns
from bench.service import Service, simulator

CONCURRENCY: Final = 64
PER_ITEM: Final = 10
FULL: Final = ((1, 3), (100, 3), (1_000, 1), (10_000, 1))
"""Attempts, and how often that is run: the medians count. The first is the start-up, which the others are spared."""
QUICK: Final = ((1, 1), (20, 1), (100, 1))
_PERFECT: Final = "accept_rate = 1.0\nlost_look = 0.0\n"
_MEBIBYTE: Final = 2**20


@dataclass(frozen=True)
class Cost:
    """One run. Seconds of processor time and bytes; the work ends when the batch is closed, the rest is the report."""

    attempts: int
    drafts_per_second: float
    cpu: float
    report_cpu: float
    work_rss: float
    peak_rss: float
    service_cpu: float


@dataclass(frozen=True)
class Row:
    """The costs of a number of attempts, start-up apart: milliseconds a draft, MiB."""

    attempts: int
    drafts_per_second: float
    cpu_ms: float
    report_ms: float
    """The part of it that the report takes."""
    work_mib: float
    peak_mib: float
    service_ms: float


def measure(plan: tuple[tuple[int, int], ...]) -> list[Row]:
    """Run every number of attempts and subtract what the first of them, the start-up, costs."""
    costs = [_typical([_one(attempts) for _ in range(times)]) for attempts, times in plan]
    return [row_of(cost, costs[0]) for cost in costs[1:]]


def row_of(cost: Cost, start: Cost) -> Row:
    """Costs for each attempt more than the start-up run had."""
    more = (cost.attempts - start.attempts) / 1000
    return Row(
        cost.attempts,
        cost.drafts_per_second,
        cpu_ms=(cost.cpu - start.cpu) / more,
        report_ms=(cost.report_cpu - start.report_cpu) / more,
        work_mib=cost.work_rss / _MEBIBYTE,
        peak_mib=cost.peak_rss / _MEBIBYTE,
        service_ms=(cost.service_cpu - start.service_cpu) / more,
    )


def _one(attempts: int) -> Cost:
    with tempfile.TemporaryDirectory(prefix="proofpress-bench-") as folder:
        with simulator(Path(folder), _PERFECT) as service:
            ran = run(_manifest(attempts), Path(folder), service.url, CONCURRENCY)
        return _cost(attempts, ran, service)


def _manifest(attempts: int) -> dict[str, Any]:
    """Every draft is made, liked and delivered: as many attempts as keepers wanted, no finals, no reviews."""
    want = min(PER_ITEM, attempts)
    defaults: dict[str, Any] = {
        "want": want,
        "max_attempts": want,
        "accept_rate": 0.99,
        "waves": 1,
        "max_usd_per_keeper": 1,
    }
    defaults |= {"draft": "lite", "final": "none", "route": "cheap", "review": "none"}
    items = [{"id": f"scene-{n}", "prompt": f"harbour number {n} in the rain"} for n in range(attempts // want)]
    return {"name": "bench", "defaults": defaults, "items": items}


def _cost(attempts: int, ran: Ran, service: Service) -> Cost:
    calls = service.calls()
    if len(calls) != attempts:
        raise RuntimeError(f"{attempts} drafts were to be made, and {len(calls)} were: the planner's doing")
    began, ended = min(call.began for call in calls), max(call.ended for call in calls)
    worked = ran.until(ran.closed)
    return Cost(
        attempts,
        drafts_per_second=attempts / (ended - began),
        cpu=ran.cpu,
        report_cpu=ran.cpu - worked.cpu if worked else 0.0,
        work_rss=worked.rss if worked else ran.peak_rss,
        peak_rss=ran.peak_rss,
        service_cpu=service.cpu_seconds,
    )


def _typical(costs: list[Cost]) -> Cost:
    return Cost(costs[0].attempts, *map(median, zip(*map(_figures, costs), strict=True)))


def _figures(cost: Cost) -> tuple[float, ...]:
    return astuple(cost)[1:]


_HEADS: Final = (
    "attempts",
    "drafts/s",
    "CPU ms/draft",
    "of it report",
    "MiB at work",
    "MiB at peak",
    "simulator ms",
)

_READING: Final = """\
CPU         processor time of the process of `proofpress run`, start-up subtracted
report      what comes after the last keeper: thumbnails, report.json, report.html; memory peaks with it
simulator   the service's own processor time, on the same machine: it bounds the drafts a second"""


def section(*, quick: bool) -> Section:
    """Measure, and lay out."""
    rows = measure(QUICK if quick else FULL)
    table = columns(_HEADS, [_cells(row) for row in rows])
    text = f"{table}\n\n{_growth(rows)}\n{_READING}"
    title = f"The engine's own cost at zero latency, {CONCURRENCY} calls at a time"
    return Section("engine", title, text, list(map(asdict, rows)))


def _cells(row: Row) -> tuple[object, ...]:
    return (
        f"{row.attempts:,}",
        f"{row.drafts_per_second:.0f}",
        f"{row.cpu_ms:.1f}",
        f"{row.report_ms:.1f}",
        f"{row.work_mib:.0f}",
        f"{row.peak_mib:.0f}",
        f"{row.service_ms:.1f}",
    )


def _growth(rows: list[Row]) -> str:
    few, many = rows[0], rows[-1]
    return (
        f"{few.attempts:,} to {many.attempts:,} attempts: CPU a draft x {many.cpu_ms / few.cpu_ms:.2f}, "
        f"memory at work x {many.work_mib / few.work_mib:.2f}, at its peak x {many.peak_mib / few.peak_mib:.2f}"
    )
