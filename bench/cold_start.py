"""How long a function takes from the start of its process to its first handled event, against the least it could take.

The least is a bare functions-framework function that imports the same Google clients and does, with the same
Firestore client, what the event cannot be handled without: two reads or writes.
"""

import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Final

from bench.sections import Section, columns
from bench.servers import pushed, serving
from proofpress.domain.events import DraftAccepted, DraftPassed, DraftRequested, Event, ObjectFinalized, encode
from proofpress.emulators.google import FirestoreEmulator, PubSubEmulator
from proofpress.entry.cloud.topology import CONCURRENCY, Function
from proofpress.entry.emulated.environment import cleaned, variables
from proofpress.entry.emulated.functions import source_of
from proofpress.entry.emulated.options import EmulationOptions

RUNS: Final = 7
QUICK_RUNS: Final = 1
_PAID: Final = frozenset({Function.DRAFT, Function.REVIEW, Function.RENDER})
_NOBODY: Final = "nobody/nothing/0001"
_SCHEDULER: Final = {"X-CloudScheduler": "true"}
EVENTS: Final[dict[Function, Event]] = {
    Function.DRAFT: DraftRequested(attempt=_NOBODY),
    Function.SCREEN: ObjectFinalized(bucket="drafts", name=f"{_NOBODY}.jpg"),
    Function.REVIEW: DraftPassed(attempt=_NOBODY),
    Function.RENDER: DraftAccepted(attempt=_NOBODY),
    Function.DELIVER: ObjectFinalized(bucket="finals", name=f"{_NOBODY}.jpg"),
}
"""Events about work that the ledger does not know: read, found wanting, recorded where that is due, acknowledged."""
_LEAST: Final = """\
import functions_framework
from google.cloud import firestore, pubsub_v1, storage
{genai}

@functions_framework.http
def least(request):
    client = firestore.Client(project="emulated", database="proofpress")
    client.document("bench/nothing").get()
    client.collection("bench").document().create({{"bench": True}})
    return "", 204
"""


@dataclass(frozen=True)
class Row:
    """Medians of one function and of the least; seconds."""

    function: str
    wall: float
    cpu: float
    least_wall: float
    least_cpu: float

    @property
    def ratio(self) -> float:
        """Of processor time, which neighbours on the machine disturb less than the time on the clock."""
        return self.cpu / self.least_cpu


def section(*, quick: bool) -> Section:
    """Measure, and lay out."""
    with tempfile.TemporaryDirectory(prefix="proofpress-bench-") as folder:
        rows = _measure(Path(folder), QUICK_RUNS if quick else RUNS)
    heads = ("function", "wall s", "CPU s", "least wall s", "least CPU s", "wall ratio", "CPU ratio")
    table = columns(heads, [_cells(row) for row in rows])
    text = f"{table}\n\nThe least: a bare function with the same Google clients, one read and one write of Firestore."
    data = [{**asdict(row), "ratio": row.ratio} for row in rows]
    return Section("coldstart", "From the start of a function's process to its first handled event", text, data)


def _measure(folder: Path, runs: int) -> list[Row]:
    with FirestoreEmulator(folder / "firestore.log") as firestore, PubSubEmulator(folder / "pubsub.log") as pubsub:
        found = variables(firestore=firestore.host, pubsub=pubsub.host, storage="127.0.0.1:9", simulator="127.0.0.1:9")
        environment = cleaned() | found
        _start(folder, Function.DRAFT, environment)  # not counted: everything is read from disk once
        return [_row(folder, function, environment, runs) for function in (*EVENTS, Function.SWEEP)]


def _row(folder: Path, function: Function, environment: Mapping[str, str], runs: int) -> Row:
    """Our start and the least one in turn, so that what else the machine does strikes both."""
    ours, least = list[tuple[float, float]](), list[tuple[float, float]]()
    for _ in range(runs):
        ours.append(_start(folder, function, environment))
        least.append(_start_least(folder, function, environment))
    return Row(str(function), *_medians(ours), *_medians(least))


def _start(folder: Path, function: Function, environment: Mapping[str, str]) -> tuple[float, float]:
    source = source_of(function, EmulationOptions(folder).functions)
    event = EVENTS.get(function)
    body, headers = (pushed(encode(event)), {}) if event else (b"{}", _SCHEDULER)
    threads = {"THREADS": str(CONCURRENCY[function])}
    with serving(source, str(function), {**environment, **threads}, folder) as running:
        return running.first_answer(body, headers), running.cpu


def _start_least(folder: Path, function: Function, environment: Mapping[str, str]) -> tuple[float, float]:
    source = folder / f"least-{function}.py"
    genai = "import google.genai.types\n" if function in _PAID else ""
    source.write_text(_LEAST.format(genai=genai), "utf-8")
    with serving(source, "least", {**environment, "THREADS": str(CONCURRENCY[function])}, folder) as running:
        return running.first_answer(b"{}"), running.cpu


def _medians(figures: list[tuple[float, float]]) -> tuple[float, float]:
    return median(wall for wall, _ in figures), median(cpu for _, cpu in figures)


def _cells(row: Row) -> tuple[object, ...]:
    seconds = (row.wall, row.cpu, row.least_wall, row.least_cpu)
    return (
        row.function,
        *(f"{value:.2f}" for value in seconds),
        f"{row.wall / row.least_wall:.2f}",
        f"{row.ratio:.2f}",
    )
