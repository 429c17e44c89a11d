"""Sixty-four workers accept drafts under one dollar cap: all succeed, at a bounded number of reads."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from threading import Barrier
from uuid import uuid4

import pytest

from proofpress.adapters.google.ledger import FirestoreLedger
from proofpress.adapters.local.clock import SystemClock
from proofpress.domain import queries
from proofpress.domain.records import Attempt, Item
from proofpress.domain.states import AttemptState
from proofpress.entry.cloud.serving.metering import Meter, MeteredLedger
from proofpress.ports import Create
from proofpress.stages import accepting
from tests.support.pipeline import HandBus, Pipeline

WORKERS = 64
MOST_READS = 400 * WORKERS
"""Some 140 each with pauses between the tries, and 840 each without."""

MANIFEST = f"""
max_usd: 100
defaults: {{final: pro, image_size: 2K, route: two_tier, review: none, max_usd_per_keeper: 9}}
items: [{{id: sea, prompt: the sea, want: {WORKERS}, max_attempts: {WORKERS}}}]
"""


@pytest.fixture
def ledger(firestore_host: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[FirestoreLedger]:
    monkeypatch.setenv("FIRESTORE_EMULATOR_HOST", firestore_host)
    with closing(FirestoreLedger(f"test-{uuid4().hex}", "proofpress")) as ledger:
        yield ledger


@pytest.fixture
def pipeline(tmp_path: Path) -> Iterator[Pipeline]:
    with closing(Pipeline(tmp_path)) as pipeline:
        pipeline.submit(MANIFEST)
        yield pipeline


def copied(pipeline: Pipeline, ledger: FirestoreLedger) -> tuple[Item, list[Attempt]]:
    """The item and its cohort in Firestore, with drafts that were all approved at once."""
    (item,), (cohort,) = pipeline.items(), pipeline.ledger.find(queries.cohorts("b"))
    first = pipeline.attempts()[0].having(state=AttemptState.APPROVED, worst_usd=Decimal(0), decided_by="screen")
    approved = [first.having(number=number) for number in range(1, WORKERS + 1)]
    receipt = ledger.commit(Create(item), Create(cohort), *map(Create, approved))
    return receipt.of(item), [receipt.of(each) for each in approved]


@pytest.mark.slow
@pytest.mark.timeout(180)
def test_64_accepts_under_one_dollar_cap_all_succeed_at_a_bounded_cost(
    pipeline: Pipeline, ledger: FirestoreLedger
) -> None:
    item, approved = copied(pipeline, ledger)
    start, plain = Barrier(WORKERS), replace(pipeline.ports, clock=SystemClock())

    def accept(attempt: Attempt) -> int:
        meter = Meter()
        start.wait()
        ports = replace(plain, ledger=MeteredLedger(ledger, meter), bus=HandBus())
        accepting.accept_if_due(ports, item, attempt)
        return meter.reads

    with ThreadPoolExecutor(WORKERS) as pool:
        reads = sum(pool.map(accept, approved))

    assert ledger.count(queries.finals("b")) == WORKERS
    assert reads < MOST_READS
