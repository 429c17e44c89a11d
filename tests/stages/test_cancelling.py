"""A cancelled batch pays for nothing more, whatever was under way."""

from dataclasses import replace
from typing import NoReturn, cast

import pytest

from proofpress.domain import queries
from proofpress.domain.errors import BadInput, FailureClass, RefusedForGood, RefusedForNow
from proofpress.domain.events import BatchClosed, ManifestSubmitted
from proofpress.domain.instructions import Instruction, Purpose
from proofpress.domain.records import Cohort
from proofpress.domain.states import AttemptState, BatchState, CohortState, FinalState, ItemState, StopReason
from proofpress.ports import Replace, Store, Topic
from proofpress.stages import deciding
from proofpress.stages.intake import intake
from proofpress.stages.sweep import sweep
from tests.stages import invariants
from tests.stages.conftest import Start
from tests.stages.crashing import Crash, Tripwire
from tests.stages.interleaving import Meanwhile, run_until
from tests.support.pipeline import Pipeline, ScriptedModels, picture

MANIFEST = """
defaults: {want: 2, final: pro, image_size: 2K, route: two_tier, review: none, max_usd_per_keeper: 2}
items: [{id: sea, prompt: the sea}]
"""


def states(pipeline: Pipeline) -> set[str]:
    return {attempt.state for attempt in pipeline.attempts()} | {final.state for final in pipeline.finals()}


def test_slots_that_are_not_leased_are_given_back_and_never_called(start: Start) -> None:
    pipeline = start(MANIFEST)
    assert deciding.cancel(pipeline.ports, "b") == len(pipeline.attempts())
    pipeline.drive()
    assert pipeline.models.calls == []
    assert states(pipeline) == {AttemptState.CANCELLED}
    assert pipeline.items()[0].stop_reason is StopReason.CANCELLED
    assert [type(event) for event in pipeline.bus.outcomes] == [BatchClosed]


def test_a_paid_final_that_is_not_leased_is_given_back_and_its_draft_stays_accepted(start: Start) -> None:
    pipeline = start(MANIFEST)
    run_until(pipeline, Topic.ACCEPTS)
    assert {final.state for final in pipeline.finals()} == {FinalState.PLANNED}
    deciding.cancel(pipeline.ports, "b")
    pipeline.drive()
    assert {final.state for final in pipeline.finals()} == {FinalState.CANCELLED}
    assert not [call for call, _ in pipeline.models.calls if "-" in call]
    assert AttemptState.ACCEPTED in states(pipeline)


class NoBuckets:
    """What a function has that may touch no bucket."""

    def __getattr__(self, name: str) -> NoReturn:
        raise AssertionError(f"{name} was called")


@pytest.mark.parametrize("stage", [Topic.DRAFTS, Topic.ACCEPTS])
@pytest.mark.parametrize("lost", [False, True])
def test_a_picture_that_a_dead_worker_left_is_kept_with_its_bill_before_its_slot_is_given_back(
    start: Start, stage: Topic, lost: bool
) -> None:
    pipeline = start(MANIFEST)
    run_until(pipeline, stage)
    topic, message = pipeline.bus.waiting.pop(0)
    plain = pipeline.ports
    pipeline.ports = Tripwire(at=3, after=True).wrap(plain)  # the lease, the call, the object
    with pytest.raises(Crash):
        pipeline.deliver(topic, message)
    pipeline.ports = plain
    elsewhere = replace(plain, store=cast("Store", NoBuckets()))
    sweep(elsewhere, takeover=True)
    deciding.cancel(elsewhere, "b")
    if lost:
        pipeline.bus.waiting.clear()
        assert not pipeline.bus.outcomes
    for _ in range(2):
        pipeline.drive()
        pipeline.clock.sleep(86_400)
        sweep(elsewhere)
    pipeline.drive()
    sweep(elsewhere)
    assert [type(event) for event in pipeline.bus.outcomes].count(BatchClosed) == 1
    invariants.check_objects(pipeline)
    records = [*pipeline.attempts(), *pipeline.finals()]
    assert sum(record.usd for record in records) == sum(usd for _, usd in pipeline.models.paid)
    assert not any(record.perhaps_usd for record in records)


def test_an_accepted_draft_that_is_its_own_final_is_still_delivered(start: Start) -> None:
    pipeline = start(MANIFEST.replace("two_tier", "cheap").replace("2K", "1K"))
    run_until(pipeline, Topic.ACCEPTS)
    deciding.cancel(pipeline.ports, "b")
    pipeline.drive()
    assert pipeline.keepers() == ["b/sea/0001", "b/sea/0002"]


def test_a_call_that_was_given_back_unpaid_is_not_made_again(start: Start) -> None:
    def draw(_instruction: Instruction, _label: str) -> bytes:
        raise RefusedForNow(FailureClass.RATE_LIMITED, "slow down")

    pipeline = start(MANIFEST, ScriptedModels(draws=draw))
    meanwhile = Meanwhile(
        lambda changes: any(getattr(change.record, "state", "") is AttemptState.PLANNED for change in changes),
        lambda: deciding.cancel(pipeline.ports, "b"),
    )
    topic, message = pipeline.bus.waiting.pop(0)
    pipeline.ports, plain = meanwhile.wrap(pipeline.ports), pipeline.ports
    pipeline.deliver(topic, message)
    pipeline.ports = plain
    assert meanwhile.happened
    pipeline.drive()
    assert len(pipeline.models.calls) == 1
    assert states(pipeline) == {AttemptState.CANCELLED}


@pytest.mark.parametrize("lost", [True, False], ids=["lost look", "refused"])
def test_a_final_that_comes_to_nothing_orders_neither_a_spare_nor_another_wave(start: Start, *, lost: bool) -> None:
    cancelled: list[int] = []

    def draw(instruction: Instruction, _label: str) -> bytes:
        if instruction.purpose is Purpose.FINAL:
            cancelled.append(deciding.cancel(pipeline.ports, "b"))
            if lost:
                return picture(instruction.seed + 1)
            raise RefusedForGood(FailureClass.SAFETY, "blocked")
        return picture(instruction.seed)

    pipeline = start(MANIFEST.replace("want: 2", "want: 1"), ScriptedModels(draws=draw))
    run_until(pipeline, Topic.ACCEPTS)
    assert AttemptState.APPROVED in states(pipeline), "there is no spare to take the place"
    pipeline.drive()
    assert cancelled
    assert AttemptState.APPROVED in states(pipeline)
    assert len([call for call, _ in pipeline.models.calls if "-" in call]) == 1
    assert pipeline.batch().state is BatchState.CANCELLED


def test_a_wave_that_is_planned_while_the_batch_is_cancelled_is_not_called(start: Start) -> None:
    pipeline = start("items: [{id: sea, prompt: the sea, review: hand}]")
    pipeline.drive()
    meanwhile = Meanwhile(
        lambda changes: any(isinstance(change.record, Cohort) for change in changes),
        lambda: deciding.cancel(pipeline.ports, "b"),
    )
    for attempt in pipeline.attempts():
        deciding.decline(meanwhile.wrap(pipeline.ports), attempt.key, "alice")
    assert meanwhile.happened
    calls = len(pipeline.models.calls)
    pipeline.drive()
    assert len(pipeline.models.calls) == calls
    assert pipeline.ledger.find(queries.cohorts("b"))[0].state is CohortState.CLOSED


@pytest.mark.parametrize("verb", ["accept", "refine", "take_back"])
def test_nothing_is_ordered_for_a_cancelled_batch(start: Start, verb: str) -> None:
    pipeline = start("items: [{id: sea, prompt: the sea, review: hand}]")
    pipeline.drive()
    deciding.cancel(pipeline.ports, "b")
    with pytest.raises(BadInput, match="was cancelled"):
        getattr(deciding, verb)(pipeline.ports, "b/sea/0001", "alice")


def test_a_batch_that_is_still_being_taken_in_can_be_cancelled(start: Start) -> None:
    pipeline = start(MANIFEST)
    pipeline.ledger.commit(Replace(pipeline.batch().having(state=BatchState.INTAKE)))
    deciding.cancel(pipeline.ports, "b")
    intake(ManifestSubmitted(batch="b", name="b/manifest.yaml"), pipeline.ports)
    pipeline.drive()
    assert pipeline.batch().state is BatchState.CANCELLED
    assert pipeline.models.calls == []


def test_a_cancel_that_broke_off_is_finished_by_the_next_one(start: Start) -> None:
    pipeline = start(MANIFEST)
    with pytest.raises(Crash):
        deciding.cancel(Tripwire(1, after=True).wrap(pipeline.ports), "b")
    assert deciding.cancel(pipeline.ports, "b") == len(pipeline.attempts())
    assert states(pipeline) == {AttemptState.CANCELLED}


def test_a_cancel_that_broke_off_is_finished_by_the_sweep_which_then_tells_the_world(start: Start) -> None:
    pipeline = start(MANIFEST)
    with pytest.raises(Crash):
        deciding.cancel(Tripwire(1, after=True).wrap(pipeline.ports), "b")
    assert pipeline.bus.outcomes == []
    assert sweep(pipeline.ports) == 0
    assert states(pipeline) == {AttemptState.CANCELLED}
    assert [type(event) for event in pipeline.bus.outcomes] == [BatchClosed]
    sweep(pipeline.ports)
    assert len(pipeline.bus.outcomes) == 1


@pytest.mark.parametrize("state", [ItemState.FILLED, ItemState.STOPPED])
def test_no_draft_of_an_item_that_ended_is_called_once_its_batch_is_cancelled(start: Start, state: ItemState) -> None:
    pipeline = start(MANIFEST)
    (item,) = pipeline.items()
    pipeline.ledger.commit(Replace(item.having(state=state)))
    pipeline.ledger.commit(Replace(pipeline.batch().having(state=BatchState.CANCELLED)))
    pipeline.drive()
    assert pipeline.models.calls == []
    assert states(pipeline) == {AttemptState.CANCELLED}


def test_a_batch_that_ended_cannot_be_cancelled(start: Start) -> None:
    pipeline = start(MANIFEST)
    pipeline.drive()
    with pytest.raises(BadInput, match="nothing left to cancel"):
        deciding.cancel(pipeline.ports, "b")
    with pytest.raises(BadInput, match="there is no batch"):
        deciding.cancel(pipeline.ports, "c")
