"""What is held back and what is noted for calls whose answer never came."""

from datetime import timedelta
from decimal import Decimal

import pytest

from proofpress.domain.errors import FailureClass, PerhapsPaid
from proofpress.domain.instructions import Instruction, Purpose
from proofpress.domain.records import Attempt
from proofpress.domain.states import AttemptState, FinalState, StopReason
from proofpress.ports import Bucket, Replace, Topic
from proofpress.stages import budget, deciding
from proofpress.stages.sweep import sweep
from tests.stages import invariants
from tests.stages.conftest import Start
from tests.stages.crashing import Crash
from tests.support.pipeline import Pipeline, ScriptedModels, picture

ONE = """
{caps}
defaults: {{want: 1, final: pro, image_size: 2K, route: two_tier, review: {review}, waves: 1, max_attempts: 1,
            max_usd_per_keeper: 9}}
items: [{{id: sea, prompt: the sea}}]
"""
REVIEWED = ONE.format(caps="", review="model")


def silent(_instruction: Instruction, _label: str) -> bytes:
    raise PerhapsPaid(FailureClass.TIMEOUT, "no answer in 180 s")


def crash(*_arguments: object) -> float:
    raise Crash


def only(pipeline: Pipeline) -> Attempt:
    (attempt,) = pipeline.attempts()
    return attempt


def run_to_review(pipeline: Pipeline) -> None:
    while pipeline.bus.waiting[0][0] is not Topic.REVIEWS:
        pipeline.deliver(*pipeline.bus.waiting.pop(0))


def test_a_call_without_an_answer_is_not_repeated_where_the_cap_has_no_room_for_it(start: Start) -> None:
    pipeline = start(ONE.format(caps="max_usd: 0.90", review="none"), ScriptedModels(draws=silent))
    pipeline.drive()
    draft = pipeline.items()[0].draft_worst_usd
    assert len(pipeline.models.calls) == 2

    tight = start(ONE.format(caps=f"max_usd: {draft + Decimal('0.75')}", review="none"), ScriptedModels(draws=silent))
    tight.ledger.commit(Replace(only(tight).having(perhaps_usd=Decimal("0.75"))))
    tight.drive()
    assert len(tight.models.calls) == 1
    assert only(tight).failure is FailureClass.CRASHED
    assert "dollar cap" in only(tight).words


def test_dollars_that_may_be_spent_are_not_held_back_as_well(start: Start) -> None:
    pipeline = start(ONE.format(caps="max_usd: 0.90", review="none"), ScriptedModels(draws=silent))
    pipeline.deliver(*pipeline.bus.waiting.pop(0))
    attempt = only(pipeline)
    assert (attempt.state, attempt.worst_usd) == (AttemptState.PLANNED, Decimal(0))
    assert attempt.perhaps_usd == pipeline.items()[0].draft_worst_usd
    assert budget.held_back(pipeline.ports, attempt.cohort) == 0


def test_a_rendered_final_holds_nothing_back(start: Start) -> None:
    pipeline = start(ONE.format(caps="max_usd: 0.95", review="none"))
    while pipeline.bus.waiting[0][0] is not Topic.RENDERED:
        pipeline.deliver(*pipeline.bus.waiting.pop(0))
    (final,) = pipeline.finals()
    assert final.state is FinalState.RENDERED
    assert budget.held_back(pipeline.ports, final.cohort) == 0


def test_both_reviews_without_an_answer_are_noted(start: Start) -> None:
    def judge(_label: str) -> float:
        raise PerhapsPaid(FailureClass.TIMEOUT, "no answer")

    pipeline = start(REVIEWED, ScriptedModels(judges=judge))
    pipeline.drive()
    assert len(pipeline.models.reviews) == 2
    assert only(pipeline).state is AttemptState.DECLINED
    assert only(pipeline).perhaps_usd == 2 * pipeline.items()[0].review_worst_usd


def test_a_reviewer_whose_lease_ran_out_is_noted_by_the_next_one(start: Start) -> None:
    pipeline = start(REVIEWED, ScriptedModels(judges=crash))
    run_to_review(pipeline)
    topic, message = pipeline.bus.waiting.pop(0)
    with pytest.raises(Crash):
        pipeline.deliver(topic, message)
    pipeline.clock.sleep(timedelta(hours=1).total_seconds())
    pipeline.models.judges = lambda _label: 1.0
    pipeline.deliver(topic, message)
    assert only(pipeline).state is AttemptState.ACCEPTED
    assert only(pipeline).perhaps_usd == pipeline.items()[0].review_worst_usd


@pytest.mark.parametrize("verb", ["accept", "decline"])
def test_a_review_that_a_person_forestalls_is_noted(start: Start, verb: str) -> None:
    def judge(_label: str) -> float:
        getattr(deciding, verb)(pipeline.ports, "b/sea/0001", "alice")
        return 1.0

    pipeline = start(REVIEWED, ScriptedModels(judges=judge))
    pipeline.drive()
    assert only(pipeline).decided_by == "alice"
    assert only(pipeline).perhaps_usd == pipeline.items()[0].review_worst_usd
    invariants.check_books(pipeline)


def crashed_after_its_draft(start: Start) -> Pipeline:
    """The draft lies in its bucket, with its bill, and was not committed."""
    pipeline = start(REVIEWED)
    put = pipeline.store.put

    def crashing(*arguments: object, **details: object) -> None:
        put(*arguments, **details)  # type: ignore[arg-type]
        raise Crash

    pipeline.store.put = crashing  # type: ignore[assignment, method-assign]
    with pytest.raises(Crash):
        pipeline.deliver(*pipeline.bus.waiting.pop(0))
    pipeline.store.put = put  # type: ignore[method-assign]
    return pipeline


def test_an_adopted_draft_is_settled_by_the_bill_that_lies_beside_it(start: Start) -> None:
    pipeline = crashed_after_its_draft(start)
    while sweep(pipeline.ports, takeover=True):
        pipeline.drive()
    assert only(pipeline).perhaps_usd == 0
    assert [bill.stage for bill in only(pipeline).bills] == ["draft", "review"]
    assert [label for label, _ in pipeline.models.paid].count("b/sea/0001") == 1


def test_an_adopted_draft_without_a_bill_stays_noted_as_perhaps_paid(start: Start) -> None:
    pipeline = crashed_after_its_draft(start)
    pipeline.store._sidecar(Bucket.DRAFTS, "b/sea/0001.jpg").unlink()
    while sweep(pipeline.ports, takeover=True):
        pipeline.drive()
    assert only(pipeline).perhaps_usd == pipeline.items()[0].draft_worst_usd
    invariants.check_books(pipeline)


def test_an_item_whose_finals_cannot_be_paid_stops_for_the_budget(start: Start) -> None:
    def draw(instruction: Instruction, _label: str) -> bytes:
        if instruction.purpose is Purpose.FINAL:
            return silent(instruction, "")
        return picture(instruction.seed)

    manifest = """
max_usd: 1.90
defaults: {want: 2, final: pro, image_size: 2K, route: two_tier, review: none, max_usd_per_keeper: 9}
items: [{id: sea, prompt: the sea}]
"""
    pipeline = start(manifest, ScriptedModels(draws=draw))
    pipeline.drive()
    (item,) = pipeline.items()
    assert item.stop_reason is StopReason.BUDGET_REACHED
    invariants.check_ended(pipeline)
    invariants.check_dollars(pipeline)
