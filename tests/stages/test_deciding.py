"""What a person decides, and what follows from it."""

import pytest

from proofpress.domain import queries
from proofpress.domain.errors import BadInput, CapReached
from proofpress.domain.instructions import Instruction
from proofpress.domain.records import Attempt, Cohort
from proofpress.domain.states import AttemptState, BatchState, FinalState, ItemState
from proofpress.stages import budget, deciding
from proofpress.stages.sweep import sweep
from tests.stages import invariants
from tests.stages.conftest import Start
from tests.stages.crashing import Crash, Tripwire
from tests.support.pipeline import Pipeline, ScriptedModels, picture

BY_HAND = """
defaults: {want: 1, final: pro, image_size: 2K, route: two_tier, review: hand, max_usd_per_keeper: 2}
items: [{id: sea, prompt: the sea}]
"""
BY_MODEL = BY_HAND.replace("hand", "model")


def attempt(pipeline: Pipeline, key: str) -> Attempt:
    found = pipeline.ledger.get(Attempt, key)
    assert found is not None
    return found


def cohort(pipeline: Pipeline) -> Cohort:
    (found,) = pipeline.ledger.find(queries.cohorts("b"))
    return found


def first_is_dark(instruction: Instruction, label: str) -> bytes:
    return picture(instruction.seed, brightest=24 if label == "b/sea/0001" else 236)


def first_loses_its_look(instruction: Instruction, label: str) -> bytes:
    return picture(instruction.seed + label.startswith("b/sea/0001-"))


def test_an_accepted_draft_is_rendered_and_the_batch_closes_with_others_undecided(start: Start) -> None:
    pipeline = start(BY_HAND)
    pipeline.drive()
    waiting = [a.key for a in pipeline.attempts() if a.state is AttemptState.PASSED]
    assert len(waiting) > 1
    deciding.accept(pipeline.ports, waiting[1], "alice")
    pipeline.drive()
    assert pipeline.keepers() == [waiting[1]]
    assert pipeline.batch().state is BatchState.CLOSED
    assert attempt(pipeline, waiting[0]).state is AttemptState.PASSED


def test_a_keeper_too_many_is_refused_and_leaves_the_batch_closed(start: Start) -> None:
    pipeline = start(BY_HAND)
    pipeline.drive()
    first, second = (a.key for a in pipeline.attempts()[:2])
    deciding.accept(pipeline.ports, first, "alice")
    pipeline.drive()
    with pytest.raises(CapReached, match="as many keepers as were asked for"):
        deciding.accept(pipeline.ports, second, "alice")
    assert pipeline.batch().state is BatchState.CLOSED
    assert attempt(pipeline, second).state is AttemptState.PASSED


def test_declining_every_draft_brings_the_next_wave(start: Start) -> None:
    pipeline = start(BY_HAND)
    pipeline.drive()
    first_wave = pipeline.attempts()
    for draft in first_wave:
        deciding.decline(pipeline.ports, draft.key, "alice", "too bright")
    pipeline.drive()
    assert {a.wave for a in pipeline.attempts()} == {1, 2}
    assert attempt(pipeline, first_wave[0].key).comments == ("too bright",)


def test_a_draft_that_was_screened_out_can_be_rescued(start: Start) -> None:
    pipeline = start(BY_HAND, ScriptedModels(draws=first_is_dark))
    pipeline.drive()
    assert attempt(pipeline, "b/sea/0001").state is AttemptState.REJECTED
    deciding.accept(pipeline.ports, "b/sea/0001", "alice")
    pipeline.drive()
    assert pipeline.keepers() == ["b/sea/0001"]


def test_a_rescue_that_finds_no_slot_changes_nothing(start: Start) -> None:
    pipeline = start(BY_MODEL, ScriptedModels(draws=first_is_dark))
    pipeline.drive()
    before = pipeline.attempts()
    with pytest.raises(CapReached):
        deciding.accept(pipeline.ports, "b/sea/0001", "alice")
    assert pipeline.attempts() == before
    assert pipeline.batch().state is BatchState.CLOSED


def test_accepting_in_a_closed_batch_opens_it_until_the_final_is_delivered(start: Start) -> None:
    pipeline = start(BY_MODEL.replace("want: 1", "want: 1, waves: 1"), ScriptedModels(judges=lambda _label: 0.0))
    pipeline.drive()
    assert pipeline.batch().state is BatchState.CLOSED
    deciding.accept(pipeline.ports, "b/sea/0001", "alice")
    assert pipeline.batch().state is BatchState.OPEN
    pipeline.bus.waiting.clear()
    while sweep(pipeline.ports, takeover=True):
        pipeline.drive()
    assert pipeline.keepers() == ["b/sea/0001"]
    invariants.check_ended(pipeline)


@pytest.mark.parametrize(
    ("at", "after", "keepers"),
    [(1, False, []), (1, True, ["b/sea/0001"]), (2, False, ["b/sea/0001"]), (2, True, ["b/sea/0001"])],
)
def test_a_crash_while_a_person_accepts_leaves_all_of_it_or_nothing(
    start: Start, at: int, keepers: list[str], *, after: bool
) -> None:
    pipeline = start(BY_MODEL.replace("want: 1", "want: 1, waves: 1"), ScriptedModels(judges=lambda _label: 0.0))
    pipeline.drive()
    with pytest.raises(Crash):
        deciding.accept(Tripwire(at, after=after).wrap(pipeline.ports), "b/sea/0001", "alice")
    pipeline.bus.waiting.clear()
    while sweep(pipeline.ports, takeover=True):
        pipeline.drive()
    assert pipeline.keepers() == keepers
    invariants.check_ended(pipeline)


def test_a_declined_spare_leaves_its_item_filled_and_the_batch_closed(start: Start) -> None:
    pipeline = start(BY_MODEL)
    pipeline.drive()
    spare = next(a for a in pipeline.attempts() if a.state is AttemptState.APPROVED)
    deciding.decline(pipeline.ports, spare.key, "alice")
    pipeline.drive()
    assert pipeline.items()[0].state is ItemState.FILLED
    invariants.check_ended(pipeline)


def test_a_final_that_lost_the_look_is_delivered_as_it_is_unpaid(start: Start) -> None:
    pipeline = start(BY_HAND, ScriptedModels(draws=first_loses_its_look))
    pipeline.drive()
    deciding.accept(pipeline.ports, "b/sea/0001", "alice")
    pipeline.drive()
    assert attempt(pipeline, "b/sea/0001").state is AttemptState.RETURNED
    calls = len(pipeline.models.calls)
    with pytest.raises(BadInput, match="--as-is"):
        deciding.accept(pipeline.ports, "b/sea/0001", "alice")
    deciding.accept(pipeline.ports, "b/sea/0001", "alice", as_is=True)
    pipeline.bus.waiting.clear()
    while sweep(pipeline.ports, takeover=True):
        pipeline.drive()
    assert pipeline.keepers() == ["b/sea/0001"]
    assert [final.state for final in pipeline.finals()] == [FinalState.LOST, FinalState.DELIVERED]
    assert len(pipeline.models.calls) == calls


def test_a_handed_back_draft_that_was_declined_can_still_be_taken_as_it_is(start: Start) -> None:
    pipeline = start(BY_HAND, ScriptedModels(draws=first_loses_its_look))
    pipeline.drive()
    deciding.accept(pipeline.ports, "b/sea/0001", "alice")
    pipeline.drive()
    deciding.decline(pipeline.ports, "b/sea/0001", "alice")
    with pytest.raises(BadInput, match="lost its look"):
        deciding.accept(pipeline.ports, "b/sea/0001", "alice")
    deciding.accept(pipeline.ports, "b/sea/0001", "alice", as_is=True)
    pipeline.drive()
    assert pipeline.keepers() == ["b/sea/0001"]


def test_as_is_needs_a_final_to_take(start: Start) -> None:
    pipeline = start(BY_HAND)
    pipeline.drive()
    with pytest.raises(BadInput, match="no final"):
        deciding.accept(pipeline.ports, "b/sea/0001", "alice", as_is=True)


def test_an_edit_is_a_new_attempt_that_counts_against_the_caps_of_item_and_batch(start: Start) -> None:
    pipeline = start("max_attempts: 3\n" + BY_HAND)
    pipeline.drive()
    made = cohort(pipeline).allocated
    for _ in range(3 - made):
        child = deciding.refine(pipeline.ports, "b/sea/0001", "make it dusk")
        assert (child.parent, child.edit) == (1, "make it dusk")
    pipeline.drive()
    invariants.check_caps(pipeline)
    assert cohort(pipeline).allocated == 3
    with pytest.raises(CapReached, match="no slot left"):
        deciding.refine(pipeline.ports, "b/sea/0001", "make it dawn")


def test_an_edit_takes_no_slot_of_another_item(start: Start) -> None:
    two = "[{id: sea, prompt: the sea, max_attempts: 2}, {id: fen, prompt: a fen, max_attempts: 9}]"
    pipeline = start(BY_MODEL.replace("[{id: sea, prompt: the sea}]", two))
    pipeline.drive()
    found = cohort(pipeline)
    sea = pipeline.items()[0]
    for _ in range(sea.max_attempts - sea.allocated):
        deciding.refine(pipeline.ports, "b/sea/0001", "make it dusk")
    assert found.max_attempts - found.allocated > sea.max_attempts, "the other item has no slots to take"
    with pytest.raises(CapReached, match="b/sea has no slot left"):
        deciding.refine(pipeline.ports, "b/sea/0001", "make it dawn")
    invariants.check_caps(pipeline)


def without_room(start: Start) -> Pipeline:
    """A batch whose dollar cap has no room for another draft."""
    pipeline = start("max_usd: 0.90\n" + BY_HAND)
    pipeline.drive()
    room = budget.left(pipeline.ports, cohort(pipeline))
    assert room is not None
    for _ in range(int(room // pipeline.items()[0].draft_worst_usd)):
        deciding.refine(pipeline.ports, "b/sea/0001", "make it dusk")
    return pipeline


def test_an_edit_that_the_dollar_cap_has_no_room_for_is_refused(start: Start) -> None:
    pipeline = without_room(start)
    with pytest.raises(CapReached, match="dollar cap"):
        deciding.refine(pipeline.ports, "b/sea/0001", "make it dawn")
    invariants.check_dollars(pipeline)


def test_a_final_that_the_dollar_cap_has_no_room_for_is_not_ordered(start: Start) -> None:
    pipeline = without_room(start)
    with pytest.raises(CapReached, match="dollar cap"):
        deciding.accept(pipeline.ports, "b/sea/0001", "alice")
    assert pipeline.finals() == []


@pytest.mark.parametrize("verb", [deciding.accept, deciding.decline, deciding.take_back, deciding.refine])
def test_an_unknown_draft_is_bad_input(start: Start, verb: object) -> None:
    pipeline = start(BY_HAND)
    assert callable(verb)
    with pytest.raises(BadInput, match="there is no draft"):
        verb(pipeline.ports, "b/sea/0099", "alice")


def test_a_draft_that_was_delivered_can_be_neither_declined_nor_accepted_again(start: Start) -> None:
    pipeline = start(BY_MODEL)
    pipeline.drive()
    (keeper,) = pipeline.keepers()
    with pytest.raises(BadInput, match="is delivered"):
        deciding.decline(pipeline.ports, keeper, "alice")
    with pytest.raises(BadInput, match="is delivered"):
        deciding.accept(pipeline.ports, keeper, "alice")
