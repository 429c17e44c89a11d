"""300 drafts to 100 finals: the command line's time against the ideal, and against a loop of one call after the other."""

import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Final

from bench.command import Ran, run
from bench.ideal import Step, Waves, all_busy, best_order
from bench.loop import Loop, calls_of, extrapolate
from bench.scenario import FULL, NAME, QUICK, TIERS, Scenario
from bench.sections import Section, columns
from bench.service import Service, simulator
from proofpress.adapters.local.ledger import SqliteLedger
from proofpress.domain import queries
from proofpress.domain.records import Attempt
from proofpress.domain.states import LIKED, AttemptState
from proofpress.entry.settings import Settings, read_catalog

PLANNERS: Final[dict[str, dict[str, int]]] = {"one wave": {"waves": 1}, "adaptive waves": {}}
"""All drafts at once, as the loop's author would, and the default settings."""


@dataclass(frozen=True)
class Row:
    """One way to plan the waves, measured. Seconds."""

    waves: str
    drafts: int
    finals: int
    command: float
    """From the start of the process to its exit, with its report."""
    calls: float
    """From the first call to the last answer."""
    all_busy: float
    best_order: float
    loop: float
    late: float
    """By what share of its time the simulator was late, because it draws on the same machine."""


def measure(scenario: Scenario) -> list[Row]:
    """Run the scenario once for each way to plan it, each time against a new simulator."""
    took = _time_the_loop(scenario)
    return [_measure(scenario, waves, settings, took) for waves, settings in PLANNERS.items()]


def _time_the_loop(scenario: Scenario) -> dict[Step, list[float]]:
    tiers = read_catalog(Settings()).tiers
    with _served(scenario) as (_, service):
        with closing(Loop(service.url, {step: tiers[tier] for step, tier in TIERS.items()})) as loop:
            loop.keepers(scenario.texts()[0], scenario.looped, scenario.drafts)
        return loop.took


def _measure(scenario: Scenario, waves: str, settings: dict[str, int], took: dict[Step, list[float]]) -> Row:
    with _served(scenario) as (folder, service):
        ran = run(scenario.manifest(settings), folder, service.url, scenario.pace.concurrency)
        calls, attempts = service.calls(), _attempts(ran)
    made, pace = _by_wave(attempts), scenario.pace
    busy = all_busy(made, pace)
    return Row(
        waves,
        drafts=len(attempts),
        finals=sum(map(sum, made)),
        command=ran.wall,
        calls=max(call.ended for call in calls) - min(call.began for call in calls),
        all_busy=busy,
        best_order=best_order(made, pace),
        loop=extrapolate(took, calls_of(_verdicts(attempts), scenario.want)),
        late=sum(call.seconds for call in calls) / (busy * pace.concurrency) - 1,
    )


@contextmanager
def _served(scenario: Scenario) -> Iterator[tuple[Path, Service]]:
    """A folder for one run, and a simulator of its own."""
    with tempfile.TemporaryDirectory(prefix="proofpress-bench-") as name:
        folder = Path(name)
        with simulator(folder, scenario.profile()) as service:
            yield folder, service


def _attempts(ran: Ran) -> list[Attempt]:
    with closing(SqliteLedger(ran.workspace / "ledger.sqlite")) as ledger:
        return ledger.find(queries.attempts(NAME))


def _by_wave(attempts: list[Attempt]) -> Waves:
    waves = groupby(sorted(attempts, key=attrgetter("wave", "key")), attrgetter("wave"))
    return [[attempt.state is AttemptState.DELIVERED for attempt in wave] for _, wave in waves]


def _verdicts(attempts: list[Attempt]) -> list[list[bool]]:
    """For every prompt, which of its drafts were liked."""
    prompts = groupby(sorted(attempts, key=attrgetter("key")), attrgetter("item"))
    return [[attempt.state in LIKED for attempt in drafts] for _, drafts in prompts]


_HEADS: Final = (
    "",
    "drafts",
    "finals",
    "all busy",
    "best order",
    "calls",
    "/ busy",
    "/ best",
    "command",
    "/ busy",
    "/ best",
    "loop",
    "/ command",
)

_READING: Final = """\
all busy    if all {places} places were taken from first to last: the seconds of all calls over {places}
best order  without overhead, if a final follows its review, a review its draft, and a wave the reviews before it
calls       from the first call to the last answer;  command: the whole process, with its start and its report
loop        one call after the other until there is what is wanted, worked out from the calls of {looped} of its keepers
The simulator, on the same processors, was late by {late:.1%} of its time."""


def section(*, quick: bool) -> Section:
    """Measure, and lay out."""
    scenario = QUICK if quick else FULL
    rows = measure(scenario)
    late = max(row.late for row in rows)
    reading = _READING.format(places=scenario.pace.concurrency, looped=scenario.looped, late=late)
    table = columns(_HEADS, [_cells(row) for row in rows])
    title = f"Throughput: {scenario.prompts} prompts, {scenario.want} keepers wanted of each; seconds"
    return Section("throughput", title, f"{table}\n\n{reading}", [asdict(row) for row in rows])


def _cells(row: Row) -> tuple[object, ...]:
    timed = [
        cell
        for seconds in (row.calls, row.command)
        for cell in (f"{seconds:.1f}", f"{seconds / row.all_busy:.2f}", f"{seconds / row.best_order:.2f}")
    ]
    ideals = f"{row.all_busy:.1f}", f"{row.best_order:.1f}"
    return row.waves, row.drafts, row.finals, *ideals, *timed, f"{row.loop:.0f}", f"{row.loop / row.command:.0f}"
