"""Near duplicates: of alike drafts the lowest stands, in the whole batch, whichever arrived first."""

import random
from collections.abc import Callable
from dataclasses import replace

import pytest

from proofpress.domain import queries
from proofpress.domain.events import decode
from proofpress.domain.instructions import Instruction
from proofpress.domain.records import Attempt
from proofpress.domain.states import AttemptState, ItemState
from proofpress.ports import Bucket, Topic
from proofpress.stages import deciding
from proofpress.stages.screen import screen
from tests.stages import alike, invariants
from tests.stages.alike import again, drawing
from tests.stages.conftest import Start
from tests.stages.interleaving import Meanwhile, run_until
from tests.support.pipeline import Pipeline, picture

TWO = """
defaults: {want: 2, route: cheap, review: hand, waves: 4, max_usd_per_keeper: 9}
items: [{id: ash, prompt: an ash}, {id: oak, prompt: an oak}]
"""
ASH, OAK = "b/ash/0001", "b/oak/0002"


def state_of(pipeline: Pipeline, key: str) -> tuple[AttemptState, str | None]:
    found = pipeline.ledger.get(Attempt, key)
    assert found is not None
    return found.state, found.duplicate_of


def deliver(pipeline: Pipeline, *, last: str) -> None:
    """Deliver everything that is not about one draft first."""
    while pipeline.bus.waiting:
        parcel = min(pipeline.bus.waiting, key=lambda parcel: last.encode() in parcel[1].data)
        pipeline.bus.waiting.remove(parcel)
        pipeline.deliver(*parcel)


@pytest.mark.parametrize("last", [ASH.removeprefix("b/"), OAK.removeprefix("b/")])
def test_a_draft_that_nearly_repeats_a_lower_one_is_rejected_whichever_came_first(start: Start, last: str) -> None:
    pipeline = start(TWO, drawing({ASH: picture(7), OAK: again(7)}))
    deliver(pipeline, last=last)
    assert state_of(pipeline, OAK) == (AttemptState.REJECTED, ASH)
    assert state_of(pipeline, ASH) == (AttemptState.PASSED, None)
    rejected = pipeline.ledger.get(Attempt, OAK)
    assert rejected is not None
    assert rejected.reasons == ("duplicate",)


@pytest.mark.parametrize("change", [alike.mirrored, alike.recoloured, alike.relit])
def test_a_mirrored_recoloured_or_relit_draft_is_another_picture(start: Start, change: Callable[[int], bytes]) -> None:
    pipeline = start(TWO, drawing({ASH: picture(7), OAK: change(7)}))
    pipeline.drive()
    assert state_of(pipeline, OAK) == (AttemptState.PASSED, None)


@pytest.mark.parametrize("order", [(ASH, OAK), (OAK, ASH)])
def test_of_alike_drafts_that_are_screened_at_once_only_the_lower_passes(start: Start, order: tuple[str, str]) -> None:
    pipeline = start(TWO, drawing({ASH: picture(7), OAK: again(7)}))
    run_until(pipeline, Topic.DRAFTED)
    parcels = {decode(message).subject.removeprefix("drafts/"): message for _, message in pipeline.bus.waiting}
    first, second = (decode(parcels[f"{key}.jpg"]) for key in order)
    meanwhile = Meanwhile(
        lambda changes: any(isinstance(c.record, Attempt) and c.record.key == order[0] for c in changes),
        lambda: screen(second, pipeline.ports),  # type: ignore[arg-type]
    )
    screen(first, meanwhile.wrap(pipeline.ports))  # type: ignore[arg-type]
    assert meanwhile.happened
    assert state_of(pipeline, OAK) == (AttemptState.REJECTED, ASH)
    assert state_of(pipeline, ASH) == (AttemptState.PASSED, None)


def test_a_draft_that_fails_its_own_checks_takes_the_place_of_none(start: Start) -> None:
    wide = TWO.replace("id: ash", "id: ash, aspect_ratio: '16:9'")
    pipeline = start(wide, drawing({ASH: picture(7), OAK: again(7)}))
    pipeline.drive()
    assert state_of(pipeline, ASH) == (AttemptState.REJECTED, None)
    assert state_of(pipeline, OAK) == (AttemptState.PASSED, None)


def test_a_duplicate_counts_for_others_though_it_does_not_stand_itself(start: Start) -> None:
    third = "b/oak/0001"
    pipeline = start(TWO, drawing({ASH: picture(7), third: again(7), OAK: again(7, 2)}))
    pipeline.drive()
    assert state_of(pipeline, third) == (AttemptState.REJECTED, ASH)
    assert state_of(pipeline, OAK) == (AttemptState.REJECTED, ASH)


def test_an_accepted_draft_stands_against_a_lower_one_that_came_late(start: Start) -> None:
    pipeline = start(TWO, drawing({ASH: picture(7), OAK: again(7)}))
    late = [parcel for parcel in pipeline.bus.waiting if b"ash/0001" in parcel[1].data]
    pipeline.bus.waiting = [parcel for parcel in pipeline.bus.waiting if parcel not in late]
    pipeline.drive()
    deciding.accept(pipeline.ports, OAK, "me")
    pipeline.bus.waiting += late
    pipeline.drive()
    assert state_of(pipeline, ASH) == (AttemptState.REJECTED, OAK)
    assert state_of(pipeline, OAK)[0] is AttemptState.DELIVERED


def test_a_spare_of_a_closed_cohort_gives_way_to_a_late_lower_draft(start: Start) -> None:
    three = """
defaults: {want: 1, route: cheap, review: model, waves: 4, max_usd_per_keeper: 9}
items: [{id: ash, prompt: an ash}, {id: elm, prompt: an elm, review: hand, max_attempts: 1}, {id: oak, prompt: an oak}]
"""
    pipeline = start(three, drawing({ASH: picture(7), OAK: again(7)}))
    late = [parcel for parcel in pipeline.bus.waiting if b"ash/0001" in parcel[1].data]
    pipeline.bus.waiting = [parcel for parcel in pipeline.bus.waiting if parcel not in late]
    pipeline.drive()
    assert state_of(pipeline, OAK) == (AttemptState.APPROVED, None)
    assert {cohort.key for cohort in pipeline.ledger.find(queries.open_cohorts("b"))} == {"b/0001", "b/0002"}
    pipeline.bus.waiting += late
    pipeline.drive()
    deciding.accept(pipeline.ports, "b/elm/0001", "me")
    pipeline.drive()
    assert state_of(pipeline, OAK) == (AttemptState.REJECTED, ASH)
    assert {item.state for item in pipeline.items()} == {ItemState.FILLED}
    invariants.check_ended(pipeline)


def test_an_edit_may_look_like_its_draft_and_like_what_that_looks_like(start: Start) -> None:
    pipeline = start(TWO, drawing({ASH: picture(7), OAK: again(7)}))
    pipeline.drive()
    for parent in (ASH, OAK):
        deciding.refine(pipeline.ports, parent, "a shade warmer")
    pipeline.models.draws = lambda _instruction, label: again(7, 3 if "ash" in label else 4)
    pipeline.drive()
    edits = [attempt for attempt in pipeline.attempts() if attempt.parent]
    assert {edit.state for edit in edits} == {AttemptState.PASSED}


def test_an_edit_that_changes_nothing_is_a_duplicate(start: Start) -> None:
    pipeline = start(TWO)
    pipeline.drive()
    edit = deciding.refine(pipeline.ports, ASH, "change nothing")
    pipeline.models.draws = lambda _instruction, _label: pipeline.store.get(Bucket.DRAFTS, f"{ASH}.jpg")
    pipeline.drive()
    assert state_of(pipeline, edit.key) == (AttemptState.REJECTED, ASH)


@pytest.mark.parametrize("screen_key", ["duplicates: off", "duplicates: {radius: 0}"])
def test_a_manifest_may_allow_alike_drafts(start: Start, screen_key: str) -> None:
    manifest = TWO.replace("waves: 4", f"waves: 4, screen: {{{screen_key}}}")
    pipeline = start(manifest, drawing({ASH: picture(7), OAK: again(7, 7)}))
    pipeline.drive()
    assert state_of(pipeline, OAK) == (AttemptState.PASSED, None)


@pytest.mark.parametrize(("across", "stands"), [("campaign", False), ("batch", True)])
def test_drafts_of_an_earlier_batch_of_the_campaign_stand(start: Start, across: str, *, stands: bool) -> None:
    manifest = f"campaign: spring\n{TWO.replace('waves: 4', f'waves: 4, screen: {{duplicates: {across}}}')}"
    pipeline = start(manifest, drawing({"a/ash/0001": again(7), OAK: picture(7)}))
    pipeline.drive()
    pipeline.clock.sleep(60)
    pipeline.submit(manifest, batch="a")
    pipeline.drive()
    later = next(attempt for attempt in pipeline.attempts("a") if attempt.key == "a/ash/0001")
    assert (later.state is AttemptState.PASSED) is stands
    assert later.duplicate_of == (None if stands else OAK)


def test_any_order_of_arrival_gives_the_same_duplicates(start: Start) -> None:
    """Hand review accepts nothing, so that the rule alone decides."""

    def draw(_instruction: Instruction, label: str) -> bytes:
        number = sum(map(ord, label))
        return again(number % 5, 1 + number % 7)

    def outcome(seed: int) -> dict[str, tuple[AttemptState, str | None]]:
        pipeline = start(TWO.replace("want: 2", "want: 4"), replace(drawing({}), draws=draw))
        pipeline.chance = random.Random(seed)
        pipeline.drive()
        return {attempt.key: (attempt.state, attempt.duplicate_of) for attempt in pipeline.attempts()}

    outcomes = [outcome(seed) for seed in range(4)]
    assert all(each == outcomes[0] for each in outcomes)
    assert len({original for _, original in outcomes[0].values()}) > 2
