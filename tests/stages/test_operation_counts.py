"""What a draft and a keeper cost the ledger: the same in a batch of ten items as in one of a thousand."""

import time
from collections import Counter
from dataclasses import dataclass, field, replace
from decimal import Decimal

import pytest

from proofpress.domain.instructions import Instruction
from proofpress.domain.queries import Query
from proofpress.ports import Change, Ledger, Ports, R, Receipt
from tests.stages import invariants
from tests.stages.conftest import Start
from tests.support.pipeline import ScriptedModels, picture

ITEMS = """
defaults: {{prompt: "scene {{{{ n }}}}", final: pro, image_size: 1K, route: two_tier, max_usd_per_keeper: 2}}
matrix: {{n: [{numbers}]}}
"""

ONE_ITEM = """
defaults: {{final: pro, image_size: 1K, route: two_tier, max_usd_per_keeper: 2, review: none}}
items: [{{id: sea, prompt: the sea, want: {want}}}]
"""

OPERATIONS = ("get", "commit", "find", "count", "total")

MOST_OPERATIONS = 45
"""Of a draft with its review and its part of a final, counted together."""


@dataclass
class CountingLedger:
    """A ledger that counts its operations, and the records that they read and write."""

    inner: Ledger
    counts: Counter[str] = field(default_factory=Counter)

    def get(self, kind: type[R], key: str) -> R | None:
        self.counts["get"] += 1
        return self.inner.get(kind, key)

    def commit(self, *changes: Change) -> Receipt:
        self.counts["commit"] += 1
        self.counts["records written"] += len(changes)
        return self.inner.commit(*changes)

    def find(self, query: Query[R]) -> list[R]:
        found = self.inner.find(query)
        self.counts["find"] += 1
        self.counts["records found"] += len(found)
        return found

    def count(self, query: Query[R]) -> int:
        self.counts["count"] += 1
        return self.inner.count(query)

    def total(self, query: Query[R], field: str) -> Decimal:
        self.counts["total"] += 1
        return self.inner.total(query, field)


def labelled(seed: int) -> bytes:
    """The same picture under different bytes: a comment segment behind the JPEG's first marker."""
    whole = picture(0)
    return whole[:2] + b"\xff\xfe\x00\x0c" + f"{seed:010}".encode() + whole[2:]


def draw(instruction: Instruction, _label: str) -> bytes:
    return labelled(instruction.seed)


def loses_every_tenth_look(instruction: Instruction, label: str) -> bytes:
    return picture(1) if label.endswith("9-1") else labelled(instruction.seed)


def run(start: Start, manifest: str, models: ScriptedModels) -> dict[str, float]:
    """What one draft of a whole batch costs: operations, records read and written, CPU milliseconds of everything."""
    ledgers: list[CountingLedger] = []

    def wrapped(ports: Ports) -> Ports:
        ledgers.append(CountingLedger(ports.ledger))
        return replace(ports, ledger=ledgers[0])

    began = time.process_time()
    pipeline = start(manifest, models, wrapped)
    pipeline.drive()
    seconds = time.process_time() - began
    invariants.check_ended(pipeline)
    assert len(pipeline.keepers()) == pipeline.batch().wanted
    drafts = len(pipeline.attempts())
    figures = {name: count / drafts for name, count in ledgers[0].counts.items()}
    figures["operations"] = sum(figures.get(name, 0) for name in OPERATIONS)
    figures["operations per keeper"] = figures["operations"] * drafts / pipeline.batch().wanted
    figures["ms"] = 1_000 * seconds / drafts
    return figures


def check_flat(figures: dict[int, dict[str, float]]) -> None:
    for size, costs in figures.items():
        print(f"{size:>6}", "  ".join(f"{name} {cost:.1f}" for name, cost in sorted(costs.items())))  # noqa: T201
    largest, smaller = figures[1_000], figures[100]
    for name in ("operations", "operations per keeper", "records found", "records written"):
        assert largest[name] <= 1.1 * smaller[name], name
    assert largest["operations"] < MOST_OPERATIONS


def every_other(label: str) -> float:
    return float(int(label[-1]) % 2)


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_draft_costs_the_ledger_the_same_among_any_number_of_items(start: Start) -> None:
    manifests = {items: ITEMS.format(numbers=", ".join(map(str, range(items)))) for items in (10, 100, 1_000)}
    models = {items: ScriptedModels(draws=draw, judges=every_other) for items in manifests}
    check_flat({items: run(start, manifest, models[items]) for items, manifest in manifests.items()})


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_draft_costs_the_ledger_the_same_however_many_keepers_its_item_wants(start: Start) -> None:
    manifests = {want: ONE_ITEM.format(want=want) for want in (10, 100, 1_000)}
    models = {want: ScriptedModels(draws=loses_every_tenth_look) for want in manifests}
    check_flat({want: run(start, manifest, models[want]) for want, manifest in manifests.items()})
