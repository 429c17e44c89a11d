"""The dollars that are left are summed while workers settle their calls: no sum may leave a call out."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

import pytest

from proofpress.domain.errors import FailureClass, PerhapsPaid
from proofpress.domain.instructions import Instruction
from proofpress.domain.pricing import Bill, settle
from proofpress.domain.queries import Query
from proofpress.domain.records import Attempt, Cohort
from proofpress.ports import Bucket, R
from proofpress.stages import budget
from tests.stages.conftest import Start
from tests.support.ledgers import PassingLedger
from tests.support.pipeline import PICTURE, Pipeline, ScriptedModels, catalog, picture

MANIFEST = """
max_usd: 3
defaults: {want: 1, final: pro, image_size: 2K, route: two_tier, review: none, max_usd_per_keeper: 9}
items: [{id: sea, prompt: the sea}]
"""
TOTALS = 6
"""Sums that the dollars left are made of."""


@dataclass
class Between(PassingLedger):
    """A ledger in which something happens right before one of its sums is taken."""

    action: Callable[[], object]
    countdown: int

    def total(self, query: Query[R], field: str) -> Decimal:
        self.countdown -= 1
        if self.countdown == 0:
            self.action()
        return self.inner.total(query, field)


def left(pipeline: Pipeline, action: Callable[[], object], sums_before: int) -> Decimal:
    cohort = pipeline.ledger.get(Cohort, "b/0001")
    assert cohort is not None
    ledger = Between(pipeline.ledger, action, sums_before + 1)
    found = budget.left(replace(pipeline.ports, ledger=ledger), cohort)
    assert ledger.countdown <= 0, "nothing happened"
    assert found is not None
    return found


def next_delivery(pipeline: Pipeline) -> Callable[[], None]:
    return lambda: pipeline.deliver(*pipeline.bus.waiting.pop(0))


@pytest.mark.parametrize("sums_before", range(TOTALS))
def test_a_call_that_is_settled_between_two_sums_is_in_one_of_them(start: Start, sums_before: int) -> None:
    pipeline = start(MANIFEST)

    during = left(pipeline, next_delivery(pipeline), sums_before)

    assert pipeline.models.paid
    assert during <= left(pipeline, lambda: None, 0)


@pytest.mark.parametrize("sums_before", range(TOTALS))
def test_a_call_that_gets_no_answer_between_two_sums_is_in_one_of_them(start: Start, sums_before: int) -> None:
    def silent(_instruction: Instruction, _label: str) -> bytes:
        raise PerhapsPaid(FailureClass.TIMEOUT, "no answer in 180 s")

    pipeline = start(MANIFEST, ScriptedModels(draws=silent))

    during = left(pipeline, next_delivery(pipeline), sums_before)

    assert len(pipeline.models.calls) == 1
    assert during <= left(pipeline, lambda: None, 0)


@pytest.mark.parametrize("sums_before", range(TOTALS))
def test_a_picture_that_is_adopted_between_two_sums_is_in_one_of_them(start: Start, sums_before: int) -> None:
    calls: list[str] = []

    def draw(instruction: Instruction, label: str) -> bytes:
        calls.append(label)
        if len(calls) == 1:
            # A worker that was taken for dead writes its picture before the second lease is taken.
            raise PerhapsPaid(FailureClass.TIMEOUT, "no answer in 180 s")
        return picture(instruction.seed)

    pipeline = start(MANIFEST, ScriptedModels(draws=draw))
    first = pipeline.bus.waiting[0]
    next_delivery(pipeline)()
    key = calls[0]
    leave_picture(pipeline, key)

    during = left(pipeline, lambda: pipeline.deliver(*first), sums_before)

    adopted = pipeline.ledger.get(Attempt, key)
    assert adopted is not None
    assert adopted.perhaps_usd == 0
    assert adopted.usd > 0
    assert during <= left(pipeline, lambda: None, 0)


def leave_picture(pipeline: Pipeline, key: str) -> None:
    """The object, with its bill, of a worker whose lease was taken away meanwhile."""
    attempt = pipeline.ledger.get(Attempt, key)
    assert attempt is not None
    assert attempt.instruction is not None
    model = catalog().model(attempt.instruction.model)
    bill = Bill(stage="draft", model=model.id, usage=PICTURE, usd=settle(catalog(), model, PICTURE))
    metadata = {"attempt": key, "bill": bill.model_dump_json(), "declared_mime": "image/jpeg"}
    pipeline.store.put(Bucket.DRAFTS, f"{key}.jpg", picture(attempt.instruction.seed), "image/jpeg", metadata)
