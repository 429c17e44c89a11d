"""Collects one job through its stage, as a process of its own: `python -m bench.collector FOLDER URL`.

`prepare` has made the work folder before, in another process, so that the peak of memory is the stage's alone. Every
picture is written under its name and settled in the ledger; nothing listens for the drafts, so that none is screened.
"""

import json
import sys
import time
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from bench.reader import peak
from proofpress.adapters.gemini_jobs import GeminiJobs
from proofpress.adapters.gemini_settings import GeminiSettings
from proofpress.adapters.local.clock import SystemClock
from proofpress.domain.catalog import Lane
from proofpress.domain.events import JobRequested
from proofpress.domain.jobs import JobState, JobStatus
from proofpress.domain.records import Attempt, Item, Job, Record
from proofpress.domain.spec import ItemSpec, Route
from proofpress.domain.states import AttemptState, JobStep
from proofpress.entry.local import open_workspace
from proofpress.entry.settings import Settings, read_catalog
from proofpress.entry.unattended import NoModels, Unsent
from proofpress.ports import Create, Policy, Ports
from proofpress.stages.job import job

JOB = "bench"
_AT_ONCE = 500


def prepare(folder: Path, output: str, results: int) -> None:
    """Make a work folder with a job that is over, and the attempts that its results answer."""
    now, model = SystemClock().now(), read_catalog(Settings()).model("lite").id
    status = JobStatus(name="batches/bench", state=JobState.SUCCEEDED, output=output)
    over = Job(id=JOB, batch="bench", stage="draft", model=model, calls=results, created=now, changed=now)
    records: list[Record] = [_item(), over.having(step=JobStep.COLLECTING, name=status.name, status=status)]
    records += [
        Attempt(
            batch="bench",
            cohort="bench/0001",
            item="bench/dunes",
            number=number,
            wave=1,
            state=AttemptState.LEASED,
            lane=Lane.BATCH,
            job=JOB,
            leases=1,
            changed=now,
        )
        for number in range(1, results + 1)
    ]
    with open_workspace(folder) as workspace:
        for start in range(0, len(records), _AT_ONCE):
            workspace.ledger.commit(*map(Create, records[start : start + _AT_ONCE]))


def _item() -> Item:
    spec = ItemSpec(id="dunes", prompt="dunes at dusk", template="t", max_usd_per_keeper=Decimal(1))
    free = Decimal(0)
    return Item(
        batch="bench",
        cohort="bench/0001",
        position=0,
        spec=spec,
        route=Route.CHEAP,
        why="",
        draft_tier="lite",
        draft_size="1K",
        draft_usd=free,
        final_usd=free,
        draft_worst_usd=free,
        review_worst_usd=free,
        final_worst_usd=free,
        max_attempts=100_000,
    )


def main(folder: str, url: str) -> None:
    """Collect, and print what it took."""
    catalog, clock = read_catalog(Settings()), SystemClock()
    jobs = GeminiJobs(GeminiSettings(api_key="key", base_url=url), catalog, clock)
    _ = jobs.limits  # imports what the reading needs, which is not what is measured
    policy = Policy(owner="bench", lease=timedelta(hours=1))
    with open_workspace(Path(folder)) as workspace:
        ports = Ports(workspace.ledger, workspace.store, Unsent(), NoModels(), clock, catalog, policy, jobs=jobs)
        started = time.perf_counter()
        job(JobRequested(job=JOB), ports)
        seconds = time.perf_counter() - started
        ended = workspace.ledger.get(Job, JOB)
    if ended is None or ended.step is not JobStep.COLLECTED or ended.found:
        raise SystemExit(f"the job was not collected as it should be: {ended}")
    print(json.dumps({"pictures": ended.pictures, "seconds": seconds, "peak": peak()}))


if __name__ == "__main__":
    main(*sys.argv[1:])
