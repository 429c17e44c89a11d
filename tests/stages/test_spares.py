"""Who takes the place of a keeper whose final came to nothing."""

from proofpress.domain.events import ItemStopped
from proofpress.domain.instructions import Instruction
from proofpress.domain.states import AttemptState, FinalState, ItemState, StopReason
from proofpress.ports import Topic
from proofpress.stages import deciding
from tests.stages import invariants
from tests.stages.conftest import Start
from tests.stages.interleaving import run_until
from tests.support.pipeline import Pipeline, ScriptedModels, picture

MANIFEST = """
defaults: {want: 2, waves: 2, final: pro, image_size: 2K, route: two_tier, review: model, max_usd_per_keeper: 9}
items: [{id: sea, prompt: the sea}]
"""


def losing(*finals: str) -> ScriptedModels:
    """Finals that lose the look of their drafts."""

    def draw(instruction: Instruction, label: str) -> bytes:
        return picture(instruction.seed + (label in finals))

    return ScriptedModels(draws=draw)


def review(pipeline: Pipeline, number: int) -> None:
    """Let the review of one draft take place, and all that follows from it but other reviews."""
    label = f"b/sea/{number:04}".encode()
    parcel = next(p for p in pipeline.bus.waiting if label in p[1].data)
    pipeline.bus.waiting.remove(parcel)
    pipeline.deliver(*parcel)
    run_until(pipeline, Topic.REVIEWS)


def states(pipeline: Pipeline) -> list[AttemptState]:
    return [attempt.state for attempt in pipeline.attempts()]


def test_a_spare_waits_until_everybody_ahead_of_it_is_decided(start: Start) -> None:
    pipeline = start(MANIFEST, losing("b/sea/0001-1", "b/sea/0001-2", "b/sea/0002-1"))
    run_until(pipeline, Topic.REVIEWS)
    assert len(pipeline.attempts()) > 3
    review(pipeline, 1)
    review(pipeline, 3)
    assert states(pipeline)[:3] == [AttemptState.RETURNED, AttemptState.PASSED, AttemptState.APPROVED]
    review(pipeline, 2)
    pipeline.drive()
    assert pipeline.keepers() == ["b/sea/0002", "b/sea/0003"], "the second draft has both of its renders"
    invariants.check_ended(pipeline)


def test_a_spare_is_rendered_once(start: Start) -> None:
    lost = ("b/sea/0001-1", "b/sea/0001-2", "b/sea/0003-1")
    pipeline = start(MANIFEST, losing(*lost))
    pipeline.drive()
    assert [final.key for final in pipeline.finals() if final.state is FinalState.LOST] == list(lost)
    assert pipeline.keepers() == ["b/sea/0002"], "the slot paid for three finals"
    told = [event for event in pipeline.bus.outcomes if isinstance(event, ItemStopped)]
    assert [(event.reason, event.keepers, event.want) for event in told] == [(StopReason.FINALS_USED, 1, 2)]
    invariants.check_ended(pipeline)
    invariants.check_caps(pipeline)


def test_a_final_that_is_taken_as_it_is_fills_the_item_that_was_given_up(start: Start) -> None:
    pipeline = start(MANIFEST, losing("b/sea/0001-1", "b/sea/0001-2", "b/sea/0003-1"))
    pipeline.drive()
    assert pipeline.items()[0].stop_reason is StopReason.FINALS_USED
    deciding.accept(pipeline.ports, "b/sea/0001", "ann", as_is=True)
    pipeline.drive()
    assert pipeline.keepers() == ["b/sea/0001", "b/sea/0002"]
    assert (pipeline.items()[0].state, pipeline.items()[0].stop_reason) == (ItemState.FILLED, None)
    invariants.check_ended(pipeline)
