"""Exact duplicates: the lower draft stands, whichever arrived first."""

import pytest

from proofpress.domain.events import decode
from proofpress.domain.instructions import Instruction
from proofpress.domain.states import AttemptState
from proofpress.ports import Bucket, Topic
from proofpress.stages import deciding
from proofpress.stages.screen import screen
from tests.stages import invariants
from tests.stages.conftest import Start
from tests.stages.interleaving import Meanwhile, run_until
from tests.support.pipeline import Pipeline, ScriptedModels, picture

TWO = """
defaults: {want: 2, route: cheap, review: model, waves: 4, max_usd_per_keeper: 9}
items: [{id: ash, prompt: an ash}, {id: oak, prompt: an oak}]
"""


def same(*labels: str) -> ScriptedModels:
    """Draws one picture for some drafts, and another for every other one."""

    def draw(instruction: Instruction, label: str) -> bytes:
        return picture(7 if label in labels else instruction.seed)

    return ScriptedModels(draws=draw)


def state_of(pipeline: Pipeline, key: str) -> tuple[AttemptState, str | None]:
    return next((a.state, a.duplicate_of) for a in pipeline.attempts() if a.key == key)


def test_the_lower_draft_stands_though_the_higher_one_passed_before(start: Start) -> None:
    pipeline = start(TWO, same("b/ash/0001", "b/oak/0002"))
    while pipeline.bus.waiting:
        parcel = min(
            pipeline.bus.waiting, key=lambda parcel: (parcel[0] is Topic.REVIEWS, b"ash/0001" in parcel[1].data)
        )
        pipeline.bus.waiting.remove(parcel)
        pipeline.deliver(*parcel)
    assert state_of(pipeline, "b/oak/0002") == (AttemptState.REJECTED, "b/ash/0001")
    assert state_of(pipeline, "b/ash/0001") == (AttemptState.DELIVERED, None)
    invariants.check_ended(pipeline)


def test_a_draft_of_an_earlier_wave_stands_against_a_lower_name(start: Start) -> None:
    def judge(label: str) -> float:
        return float("ash/0001" not in label and "ash/0002" not in label)

    models = same("b/ash/0003", "b/oak/0002")
    models.judges = judge
    pipeline = start(TWO.replace("want: 2", "want: 1"), models)
    pipeline.drive()
    assert state_of(pipeline, "b/ash/0003") == (AttemptState.REJECTED, "b/oak/0002")
    assert state_of(pipeline, "b/oak/0002") == (AttemptState.APPROVED, None)
    invariants.check_ended(pipeline)


def screened_meanwhile(pipeline: Pipeline, first: str, second: str) -> None:
    """Screen one draft, and another between what that reads and what it commits."""
    run_until(pipeline, Topic.DRAFTED)
    parcels = {decode(message).subject.removeprefix("drafts/"): message for _, message in pipeline.bus.waiting}
    pipeline.bus.waiting.clear()
    meanwhile = Meanwhile(
        lambda changes: any(change.record.key == first for change in changes),
        lambda: screen(decode(parcels[f"{second}.jpg"]), pipeline.ports),  # type: ignore[arg-type]
    )
    screen(decode(parcels[f"{first}.jpg"]), meanwhile.wrap(pipeline.ports))  # type: ignore[arg-type]
    assert meanwhile.happened


@pytest.mark.parametrize("order", [("b/ash/0001", "b/oak/0002"), ("b/oak/0002", "b/ash/0001")])
def test_of_equal_drafts_that_are_screened_at_once_only_the_lower_passes(start: Start, order: tuple[str, str]) -> None:
    pipeline = start(TWO, same("b/ash/0001", "b/oak/0002"))
    screened_meanwhile(pipeline, *order)
    assert state_of(pipeline, "b/oak/0002") == (AttemptState.REJECTED, "b/ash/0001")
    assert state_of(pipeline, "b/ash/0001") == (AttemptState.PASSED, None)


def test_a_draft_that_an_equal_one_passed_by_meanwhile_is_still_judged(start: Start) -> None:
    wide = TWO.replace("id: ash", "id: ash, aspect_ratio: '16:9'")
    pipeline = start(wide, same("b/ash/0001", "b/oak/0002"))
    screened_meanwhile(pipeline, "b/ash/0001", "b/oak/0002")
    assert state_of(pipeline, "b/ash/0001") == (AttemptState.REJECTED, None)
    assert state_of(pipeline, "b/oak/0002") == (AttemptState.PASSED, None)


def test_equal_drafts_of_items_that_are_planned_apart_find_each_other(start: Start) -> None:
    pipeline = start(TWO.replace("model", "hand"), ScriptedModels(draws=lambda _instruction, _label: picture(7)))
    pipeline.drive()
    assert state_of(pipeline, "b/ash/0001") == (AttemptState.PASSED, None)
    assert state_of(pipeline, "b/oak/0001") == (AttemptState.REJECTED, "b/ash/0001")


def test_who_waited_for_the_duplicate_is_accepted_at_once(start: Start) -> None:
    pipeline = start(TWO.replace("want: 2", "want: 1"), same("b/ash/0001", "b/oak/0001"))
    held_up = [p for p in pipeline.bus.waiting if b"ash/0001" in p[1].data]
    pipeline.bus.waiting = [p for p in pipeline.bus.waiting if b"oak" in p[1].data]
    run_until(pipeline, Topic.REVIEWS)
    pipeline.deliver(*next(p for p in pipeline.bus.waiting if b"oak/0002" in p[1].data))
    assert state_of(pipeline, "b/oak/0002")[0] is AttemptState.APPROVED
    pipeline.bus.waiting = held_up
    run_until(pipeline, Topic.REVIEWS)
    assert state_of(pipeline, "b/oak/0001") == (AttemptState.REJECTED, "b/ash/0001")
    assert state_of(pipeline, "b/oak/0002")[0] is AttemptState.DELIVERED


def test_a_duplicate_that_took_the_last_review_away_lets_its_cohort_go_on(start: Start) -> None:
    pipeline = start(TWO.replace("want: 2", "want: 1, max_attempts: 1"), same("b/ash/0001", "b/oak/0001"))
    while others := [p for p in pipeline.bus.waiting if b"oak" in p[1].data and p[0] is not Topic.REVIEWS]:
        pipeline.bus.waiting.remove(others[0])
        pipeline.deliver(*others[0])
    pipeline.bus.waiting = [p for p in pipeline.bus.waiting if p[0] is not Topic.REVIEWS]
    pipeline.drive()
    assert state_of(pipeline, "b/oak/0001") == (AttemptState.REJECTED, "b/ash/0001")
    invariants.check_ended(pipeline)


def test_an_edit_never_takes_the_place_of_a_draft(start: Start) -> None:
    pipeline = start(TWO.replace("model", "hand"))
    pipeline.drive()
    deciding.refine(pipeline.ports, "b/ash/0001", "change nothing")
    pipeline.models.draws = lambda _instruction, _label: pipeline.store.get(Bucket.DRAFTS, "b/ash/0001.jpg")
    pipeline.drive()
    child = max(a.key for a in pipeline.attempts() if a.item == "b/ash")
    assert state_of(pipeline, child) == (AttemptState.REJECTED, "b/ash/0001")
