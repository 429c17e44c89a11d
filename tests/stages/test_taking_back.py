"""Undo: a decision is taken back as long as it has cost nothing."""

import pytest

from proofpress.domain import queries
from proofpress.domain.errors import BadInput, FailureClass, RefusedForNow
from proofpress.domain.instructions import Instruction, Purpose
from proofpress.domain.records import Attempt
from proofpress.domain.states import AttemptState, BatchState, FinalState, ItemState
from proofpress.stages import deciding
from proofpress.stages.sweep import sweep
from tests.stages import invariants
from tests.stages.conftest import Start
from tests.support.pipeline import Pipeline, ScriptedModels, picture

BY_HAND = """
defaults: {want: 1, final: pro, image_size: 2K, route: two_tier, review: hand, max_usd_per_keeper: 2}
items: [{id: sea, prompt: the sea}]
"""


def state_of(pipeline: Pipeline, key: str) -> AttemptState:
    found = pipeline.ledger.get(Attempt, key)
    assert found is not None
    return found.state


def test_an_accepted_draft_waits_again_and_its_slot_and_final_are_free(start: Start) -> None:
    pipeline = start(BY_HAND)
    pipeline.drive()
    deciding.accept(pipeline.ports, "b/sea/0001", "alice")
    taken = deciding.take_back(pipeline.ports, "b/sea/0001", "bob")
    assert (taken.state, taken.decided_by) == (AttemptState.PASSED, "bob")
    assert pipeline.ledger.count(queries.held_keepers("b")) == 0
    assert [final.state for final in pipeline.finals()] == [FinalState.CANCELLED]
    assert pipeline.items()[0].state is ItemState.OPEN
    pipeline.drive()
    assert not [call for call, _ in pipeline.models.calls if "-" in call]


def test_what_was_taken_back_can_be_accepted_again_and_is_rendered_once(start: Start) -> None:
    pipeline = start(BY_HAND)
    pipeline.drive()
    for _ in range(3):
        deciding.accept(pipeline.ports, "b/sea/0001", "alice")
        deciding.take_back(pipeline.ports, "b/sea/0001", "alice")
    deciding.accept(pipeline.ports, "b/sea/0001", "alice")
    pipeline.drive()
    assert pipeline.keepers() == ["b/sea/0001"]
    assert [call for call, _ in pipeline.models.calls if "-" in call] == ["b/sea/0001-1"]
    invariants.check_ended(pipeline)
    invariants.check_caps(pipeline)


def test_another_draft_can_be_accepted_in_its_place(start: Start) -> None:
    pipeline = start(BY_HAND)
    pipeline.drive()
    deciding.accept(pipeline.ports, "b/sea/0001", "alice")
    deciding.take_back(pipeline.ports, "b/sea/0001", "alice")
    deciding.accept(pipeline.ports, "b/sea/0002", "alice")
    pipeline.drive()
    assert pipeline.keepers() == ["b/sea/0002"]
    invariants.check_ended(pipeline)


def test_a_declined_draft_waits_again_and_so_does_its_cohort(start: Start) -> None:
    pipeline = start(BY_HAND)
    pipeline.drive()
    keys = [draft.key for draft in pipeline.attempts()]
    deciding.decline(pipeline.ports, keys[0], "alice")
    deciding.take_back(pipeline.ports, keys[0], "alice")
    for key in keys[1:]:
        deciding.decline(pipeline.ports, key, "alice")
    assert len(pipeline.attempts()) == len(keys)
    assert state_of(pipeline, keys[0]) is AttemptState.PASSED


def test_a_draft_taken_back_from_the_model_waits_for_a_person(start: Start) -> None:
    manifest = BY_HAND.replace("hand", "model").replace("want: 1", "want: 1, waves: 1")
    pipeline = start(manifest, ScriptedModels(judges=lambda _label: 0.0))
    pipeline.drive()
    deciding.take_back(pipeline.ports, "b/sea/0001", "alice")
    assert pipeline.batch().state is BatchState.OPEN
    reviews = len(pipeline.models.reviews)
    assert sweep(pipeline.ports, takeover=True) == 0
    assert len(pipeline.models.reviews) == reviews
    deciding.accept(pipeline.ports, "b/sea/0001", "alice")
    pipeline.drive()
    assert pipeline.keepers() == ["b/sea/0001"]
    invariants.check_ended(pipeline)


def test_a_handed_back_draft_that_was_declined_waits_with_its_final(start: Start) -> None:
    def draw(instruction: Instruction, _label: str) -> bytes:
        return picture(instruction.seed + (instruction.purpose is Purpose.FINAL))

    pipeline = start(BY_HAND, ScriptedModels(draws=draw))
    pipeline.drive()
    deciding.accept(pipeline.ports, "b/sea/0001", "alice")
    pipeline.drive()
    deciding.decline(pipeline.ports, "b/sea/0001", "alice")
    assert deciding.take_back(pipeline.ports, "b/sea/0001", "alice").state is AttemptState.RETURNED


def test_a_final_that_may_have_been_called_cannot_be_taken_back(start: Start) -> None:
    class Crash(BaseException):
        pass

    def draw(instruction: Instruction, _label: str) -> bytes:
        if instruction.purpose is Purpose.FINAL:
            raise Crash
        return picture(instruction.seed)

    pipeline = start(BY_HAND, ScriptedModels(draws=draw))
    pipeline.drive()
    deciding.accept(pipeline.ports, "b/sea/0001", "alice")
    with pytest.raises(Crash):
        pipeline.drive()
    for _ in range(2):
        with pytest.raises(BadInput, match="under way"):
            deciding.take_back(pipeline.ports, "b/sea/0001", "alice")
        sweep(pipeline.ports, takeover=True)


def test_a_final_that_was_refused_unpaid_can_be_taken_back(start: Start) -> None:
    def draw(instruction: Instruction, _label: str) -> bytes:
        if instruction.purpose is Purpose.FINAL:
            raise RefusedForNow(FailureClass.RATE_LIMITED, "slow down")
        return picture(instruction.seed)

    pipeline = start(BY_HAND, ScriptedModels(draws=draw))
    pipeline.drive()
    deciding.accept(pipeline.ports, "b/sea/0001", "alice")
    pipeline.deliver(*pipeline.bus.waiting.pop(0))
    assert deciding.take_back(pipeline.ports, "b/sea/0001", "alice").state is AttemptState.PASSED


@pytest.mark.parametrize("route", ["two_tier", "direct"])
def test_a_keeper_that_was_delivered_cannot_be_taken_back(start: Start, route: str) -> None:
    pipeline = start(BY_HAND.replace("two_tier", route).replace("hand", "none").replace("2K", "1K"))
    pipeline.drive()
    with pytest.raises(BadInput, match="is delivered"):
        deciding.take_back(pipeline.ports, pipeline.keepers()[0], "alice")
