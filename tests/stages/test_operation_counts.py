"""What a draft and a keeper cost the ledger: a handful of documents, and the same however large the batch is."""

from collections import Counter
from dataclasses import dataclass, replace

import pytest

from proofpress.domain.events import decode
from proofpress.domain.instructions import Instruction
from proofpress.entry.routes import run_stage
from proofpress.ports import Ports, Topic
from tests.stages import invariants
from tests.stages.conftest import Start
from tests.stages.counting import AT_FINALS, CountingLedger
from tests.support.pipeline import Pipeline, ScriptedModels, picture

ITEMS = """
defaults:
  {{prompt: "scene {{{{ n }}}}", want: {want}, final: pro, image_size: 1K, route: two_tier, max_usd_per_keeper: 9}}
matrix: {{n: [{numbers}]}}
"""

MOST_READS, MOST_WRITES, MOST_PLANNING_WRITES = 14, 6, 3
"""Documents of a draft with its review; one of the reads is for the comparison at the batch's end. A draft's part of
planning is its slot, and of its item's documents the more the fewer drafts an item has: an item is written when it is
taken in, with every wave, and when it is filled."""


@dataclass
class Costs:
    """Documents read and written for one draft, and for one keeper besides."""

    reads: float
    writes: float
    planning_writes: float
    """The part of `writes` that the planner needs: the slot itself, its item and its cohort."""
    keeper_reads: float
    keeper_writes: float


def draw(instruction: Instruction, _label: str) -> bytes:
    return picture(instruction.seed)


def every_other(label: str) -> float:
    return float(int(label[-1]) % 2)


def drive(pipeline: Pipeline, ledger: CountingLedger) -> None:
    while pipeline.bus.waiting:
        topic, message = pipeline.bus.waiting.pop(0)
        ledger.section = topic
        run_stage(topic, decode(message), pipeline.ports)


def costs(start: Start, items: int, want: int) -> Costs:
    """Run a whole batch, print what each stage cost a draft, and sum it up."""
    ledgers: list[CountingLedger] = []

    def wrapped(ports: Ports) -> Ports:
        ledgers.append(CountingLedger(ports.ledger, Topic.INBOX))
        return replace(ports, ledger=ledgers[0])

    manifest = ITEMS.format(want=want, numbers=", ".join(map(str, range(items))))
    pipeline = start(manifest, ScriptedModels(draws=draw, judges=every_other), wrapped)
    drive(pipeline, ledgers[0])
    invariants.check_ended(pipeline)
    assert len(pipeline.keepers()) == pipeline.batch().wanted
    return _summed(ledgers[0], len(pipeline.attempts()), len(pipeline.keepers()), f"{items} items x {want}")


def _summed(ledger: CountingLedger, drafts: int, keepers: int, title: str) -> Costs:
    print(f"\n{title}: {drafts} drafts, {keepers} keepers; documents per draft")  # noqa: T201
    for section in sorted({*ledger.reads, *ledger.writes}):
        reads, writes = ledger.reads[section] / drafts, ledger.writes[section] / drafts
        print(f"  {section:<10} reads {reads:6.2f}  writes {writes:6.2f}")  # noqa: T201

    def total(counts: Counter[str], *, of_keepers: bool) -> float:
        chosen = sum(count for section, count in counts.items() if (section in AT_FINALS) is of_keepers)
        return chosen / (keepers if of_keepers else drafts)

    made = Costs(
        total(ledger.reads, of_keepers=False),
        total(ledger.writes, of_keepers=False),
        ledger.writes["planning"] / drafts,
        total(ledger.reads, of_keepers=True),
        total(ledger.writes, of_keepers=True),
    )
    print(f"  {made}")  # noqa: T201
    return made


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_draft_costs_a_handful_of_documents_however_large_its_batch_is(start: Start) -> None:
    small, large = costs(start, 100, 1), costs(start, 500, 1)
    one, many = costs(start, 1, 150), costs(start, 100, 3)
    for measured in (small, large, one, many):
        assert measured.reads <= MOST_READS
        assert measured.writes - measured.planning_writes <= MOST_WRITES
        assert measured.planning_writes <= MOST_PLANNING_WRITES
    assert large.reads <= 1.05 * small.reads
    assert large.writes <= 1.05 * small.writes
    assert large.keeper_reads <= 1.05 * small.keeper_reads
