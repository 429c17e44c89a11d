"""A work folder whose calls go to a simulator in both lanes, and a clock that a test turns by hand."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from proofpress.adapters.gemini import GeminiModels
from proofpress.adapters.gemini_jobs import GeminiJobs
from proofpress.adapters.local.clock import SystemClock
from proofpress.domain import queries
from proofpress.domain.records import Attempt, Final, Job
from proofpress.domain.states import BatchState
from proofpress.ports import Ports
from proofpress.simulator.faults import Fault
from proofpress.simulator.profile import Profile
from proofpress.simulator.server import Simulator, shipped_catalog
from proofpress.stages.sweep import sweep
from tests.support.jobs import PLACE, Service, settings_of
from tests.support.pipeline import Pipeline

REAL_PAUSE = 0.02
"""Seconds that the simulator gets between two looks, while the clock of the stages goes on by minutes."""

MINUTES = 3
"""Between two sweeps: longer than a job is left alone."""


@dataclass
class LaneDesk:
    """A pipeline and its simulator."""

    simulator: Simulator
    folder: Path
    service: Service = Service.STUDIO

    @contextmanager
    def opened(self, wrapped: Callable[[Ports], Ports] = lambda ports: ports) -> Iterator[Pipeline]:
        """The work folder in a process of its own, which may be killed, and opened by another."""
        settings = settings_of(self.service, self.simulator.url)
        with ExitStack() as stack:
            models = GeminiModels(settings, shipped_catalog(), SystemClock(), connections=4)
            stack.callback(models.close)
            jobs = GeminiJobs(settings, shipped_catalog(), SystemClock(), place=PLACE)
            stack.callback(jobs.close)
            pipeline = Pipeline(self.folder, wrapped=lambda ports: wrapped(replace(ports, models=models, jobs=jobs)))
            stack.callback(pipeline.close)
            yield pipeline

    def script(self, operation: str, do: str, **order: Any) -> None:
        """Order a fault."""
        self.simulator.script([Fault.model_validate({"operation": operation, "do": do, **order})])

    @property
    def submitted(self) -> list[str]:
        """Display names of the jobs that were created, those included whose creation got no answer."""
        created = [line for line in self.simulator.requests if line.operation == "batches.create"]
        return [str(line.job) for line in created if line.outcome in {"created", "reset", "truncated"}]

    @property
    def billed(self) -> Counter[tuple[str, str]]:
        """How often each call was billed, by its key and its model, in whichever lane."""
        billed = [line for line in self.simulator.requests if line.billed]
        return Counter((str(line.attempt), str(line.model)) for line in billed)

    @property
    def usd(self) -> Decimal:
        """What everything was billed."""
        return sum((Decimal(line.usd) for line in self.simulator.requests), Decimal(0))


@contextmanager
def lane_desk(folder: Path, **profile: Any) -> Iterator[LaneDesk]:
    """A desk whose service has no faults of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    with Simulator(Profile.model_validate({"lost_look": 0, "accept_rate": 0.6, **profile})) as simulator:
        yield LaneDesk(simulator, folder)


def run_on(pipeline: Pipeline, *, hours: float = 400, takeover: bool = False) -> None:
    """Let time pass with a sweep every few minutes, until the batch is over and told of, or the hours are."""
    for _ in range(int(hours * 60 / MINUTES)):
        pipeline.drive()
        batch = pipeline.batch()
        if batch.state in (BatchState.CLOSED, BatchState.CANCELLED) and not batch.untold:
            return
        pipeline.clock.sleep(60 * MINUTES)
        time.sleep(REAL_PAUSE)
        sweep(pipeline.ports, takeover=takeover)


def jobs(pipeline: Pipeline) -> list[Job]:
    """The jobs of the batch, the oldest first."""
    return sorted(pipeline.ledger.find(queries.jobs("b")), key=lambda job: (job.created, job.key))


def booked(pipeline: Pipeline) -> Decimal:
    """What the ledger has as paid or perhaps paid."""
    records: list[Attempt | Final] = [*pipeline.attempts(), *pipeline.finals()]
    return sum((record.usd + record.perhaps_usd for record in records), Decimal(0))
