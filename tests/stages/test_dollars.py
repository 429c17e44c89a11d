"""What is held back and what is noted for calls whose answer never came."""

from datetime import timedelta
from decimal import Decimal
from typing import Never

import pytest

from proofpress.adapters.local.store import FolderStore
from proofpress.domain.errors import FailureClass, PerhapsPaid
from proofpress.domain.events import ItemStopped
from proofpress.domain.instructions import Instruction
from proofpress.domain.records import Attempt
from proofpress.domain.states import AttemptState, FinalState, ItemState, StopReason
from proofpress.ports import Bucket, Replace, Topic
from proofpress.stages import budget, deciding
from proofpress.stages.sweep import sweep
from tests.stages import invariants
from tests.stages.conftest import Start
from tests.stages.crashing import Crash
from tests.stages.interleaving import run_until
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


def crash(*_arguments: object) -> Never:
    raise Crash


def only(pipeline: Pipeline) -> Attempt:
    (attempt,) = pipeline.attempts()
    return attempt


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
    run_until(pipeline, Topic.REVIEWS)
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
    assert isinstance(pipeline.store, FolderStore)
    pipeline.store._sidecar(Bucket.DRAFTS, "b/sea/0001.jpg").unlink()
    while sweep(pipeline.ports, takeover=True):
        pipeline.drive()
    assert only(pipeline).perhaps_usd == pipeline.items()[0].draft_worst_usd
    invariants.check_books(pipeline)


TWO_KEEPERS = """
max_usd: 1.75
defaults: {want: 2, final: pro, image_size: 2K, route: two_tier, max_usd_per_keeper: 9}
items: [{id: sea, prompt: the sea}]
"""


def test_a_final_that_has_to_wait_for_money_is_ordered_once_it_comes_free(start: Start) -> None:
    pipeline = start(TWO_KEEPERS)
    run_until(pipeline, Topic.REVIEWS)
    pipeline.ledger.commit(Replace(pipeline.attempts()[0].having(perhaps_usd=Decimal("0.75"))))
    run_until(pipeline, Topic.ACCEPTS)
    assert [attempt.state for attempt in pipeline.attempts()] == [AttemptState.ACCEPTED, AttemptState.APPROVED]
    pipeline.drive()
    assert pipeline.keepers() == ["b/sea/0001", "b/sea/0002"]
    invariants.check_ended(pipeline)
    invariants.check_dollars(pipeline)


def test_an_item_whose_finals_cannot_be_paid_stops_for_the_budget(start: Start) -> None:
    pipeline = start(TWO_KEEPERS)
    run_until(pipeline, Topic.REVIEWS)
    assert len(pipeline.attempts()) == 2
    pipeline.ledger.commit(Replace(pipeline.attempts()[0].having(perhaps_usd=Decimal("1.2"))))
    pipeline.drive()
    (item,) = pipeline.items()
    assert {attempt.state for attempt in pipeline.attempts()} == {AttemptState.APPROVED}
    assert (item.state, item.stop_reason) == (ItemState.STOPPED, StopReason.BUDGET_REACHED)
    assert [event.reason for event in pipeline.bus.outcomes if isinstance(event, ItemStopped)] == ["budget_reached"]
    invariants.check_ended(pipeline)
    invariants.check_dollars(pipeline)


def test_a_draft_whose_workers_die_twice_is_called_no_third_time(start: Start) -> None:
    pipeline = start(ONE.format(caps="", review="none"), ScriptedModels(draws=crash))
    for _ in range(2):
        with pytest.raises(Crash):
            pipeline.drive()
        sweep(pipeline.ports, takeover=True)
    pipeline.drive()
    assert len(pipeline.models.calls) == 2
    assert (only(pipeline).state, only(pipeline).failure) == (AttemptState.FAILED, FailureClass.CRASHED)
    assert only(pipeline).perhaps_usd == 2 * pipeline.items()[0].draft_worst_usd


def test_a_draft_whose_reviewers_die_twice_is_declined(start: Start) -> None:
    pipeline = start(REVIEWED, ScriptedModels(judges=crash))
    for _ in range(2):
        with pytest.raises(Crash):
            pipeline.drive()
        sweep(pipeline.ports, takeover=True)
    pipeline.drive()
    assert len(pipeline.models.reviews) == 2
    assert only(pipeline).state is AttemptState.DECLINED
    assert only(pipeline).perhaps_usd == 2 * pipeline.items()[0].review_worst_usd


def test_a_final_whose_workers_die_twice_is_ordered_once_more(start: Start) -> None:
    def draw(instruction: Instruction, label: str) -> bytes:
        if label.endswith("-1"):
            raise Crash
        return picture(instruction.seed)

    pipeline = start(ONE.format(caps="", review="none"), ScriptedModels(draws=draw))
    for _ in range(2):
        with pytest.raises(Crash):
            pipeline.drive()
        sweep(pipeline.ports, takeover=True)
    pipeline.drive()
    assert [call for call, _ in pipeline.models.calls if "-" in call] == ["b/sea/0001-1"] * 2 + ["b/sea/0001-2"]
    assert pipeline.keepers() == ["b/sea/0001"]
    invariants.check_ended(pipeline)
