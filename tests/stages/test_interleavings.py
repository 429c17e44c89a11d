"""Two workers at once, at the worst moment: no decision is lost, and none is made on counts that are out of date."""

from collections import defaultdict

from proofpress.domain import queries
from proofpress.domain.errors import FailureClass, RefusedForGood
from proofpress.domain.instructions import Instruction, Purpose
from proofpress.domain.records import Attempt, Cohort, Final, Item
from proofpress.domain.states import AttemptState, CohortState, FinalState, ItemState
from proofpress.ports import Change, Topic
from proofpress.stages import accepting, budget, deciding, slots, waves
from proofpress.stages.settling import go_on
from tests.stages import invariants
from tests.stages.conftest import Start
from tests.stages.interleaving import Meanwhile, run_until
from tests.support.pipeline import ScriptedModels, picture

MANIFEST = """
defaults: {want: 1, final: pro, image_size: 2K, route: two_tier, review: none, max_usd_per_keeper: 2}
items: [{id: sea, prompt: the sea}]
"""


def has(changes: tuple[Change, ...], kind: type, state: str) -> bool:
    return any(isinstance(c.record, kind) and getattr(c.record, "state", "") == state for c in changes)


def refused_finals(instruction: Instruction, _label: str) -> bytes:
    if instruction.purpose is Purpose.FINAL:
        raise RefusedForGood(FailureClass.SAFETY, "blocked")
    return picture(instruction.seed)


def test_a_final_that_fails_while_its_item_is_found_filled_opens_it_again(start: Start) -> None:
    pipeline = start(MANIFEST.replace("want: 1", "want: 2"), ScriptedModels(draws=refused_finals))
    ordered: list[int] = []

    def all_finals_fail() -> None:
        ordered.append(len(pipeline.finals()))
        pipeline.drive()

    meanwhile = Meanwhile(lambda changes: has(changes, Item, ItemState.FILLED), all_finals_fail)
    pipeline.ports, plain = meanwhile.wrap(pipeline.ports), pipeline.ports
    run_until(pipeline, Topic.ACCEPTS)
    pipeline.ports = plain
    pipeline.drive()
    assert meanwhile.happened
    assert ordered
    assert len({attempt.wave for attempt in pipeline.attempts()}) > 1, "nothing was planned in their place"
    invariants.check_ended(pipeline)


def test_the_bill_of_a_failed_final_is_kept_while_others_write_its_item(start: Start) -> None:
    pipeline = start(MANIFEST, ScriptedModels(draws=refused_finals))
    run_until(pipeline, Topic.ACCEPTS)

    def touch() -> None:
        (item,) = pipeline.items()
        deciding.refine(pipeline.ports, f"{item.key}/0001", "make it dusk")

    meanwhile = Meanwhile(lambda changes: has(changes, Final, FinalState.FAILED), touch)
    pipeline.ports, plain = meanwhile.wrap(pipeline.ports), pipeline.ports
    pipeline.deliver(*pipeline.bus.waiting.pop(0))
    pipeline.ports = plain
    assert meanwhile.happened
    assert pipeline.finals()[0].state is FinalState.FAILED
    assert pipeline.finals()[0].failure is FailureClass.SAFETY


def test_a_cohort_does_not_close_while_a_person_accepts_in_it(start: Start) -> None:
    pipeline = start(MANIFEST.replace("review: none", "review: model, waves: 1"), ScriptedModels(judges=lambda _: 0.0))

    def accept() -> None:
        deciding.accept(pipeline.ports, "b/sea/0001", "alice")

    meanwhile = Meanwhile(lambda changes: has(changes, Cohort, CohortState.CLOSED), accept)
    pipeline.ports, plain = meanwhile.wrap(pipeline.ports), pipeline.ports
    while not meanwhile.happened:
        pipeline.deliver(*pipeline.bus.waiting.pop(0))
    pipeline.ports = plain
    (cohort,) = pipeline.ledger.find(queries.cohorts("b"))
    assert cohort.state is CohortState.OPEN
    pipeline.drive()
    assert pipeline.keepers() == ["b/sea/0001"]
    invariants.check_ended(pipeline)


def test_a_cohort_does_not_close_before_an_approved_draft_is_accepted(start: Start) -> None:
    pipeline = start(MANIFEST)
    looked: list[bool] = []

    def another_worker_goes_on() -> None:
        go_on(pipeline.ports, "b/0001")
        looked.append(not pipeline.ledger.find(queries.open_cohorts("b")))

    def ordering(changes: tuple[Change, ...]) -> bool:
        settled = not pipeline.ledger.count(queries.unsettled("b/0001"))
        return settled and has(changes, Attempt, AttemptState.ACCEPTED)

    meanwhile = Meanwhile(ordering, another_worker_goes_on)
    one = next(parcel for parcel in pipeline.bus.waiting)
    pipeline.bus.waiting.remove(one)
    pipeline.deliver(*one)
    drafted = [parcel for parcel in pipeline.bus.waiting if parcel[0] is Topic.DRAFTED]
    others = [parcel for parcel in pipeline.bus.waiting if parcel[0] is Topic.DRAFTS]
    pipeline.bus.waiting = others
    run_until(pipeline, Topic.ACCEPTS)
    pipeline.ports, plain = meanwhile.wrap(pipeline.ports), pipeline.ports
    pipeline.deliver(*drafted[0])
    pipeline.ports = plain
    assert meanwhile.happened
    assert looked == [False]
    pipeline.drive()
    invariants.check_ended(pipeline)


def test_an_approved_draft_is_accepted_before_the_next_wave_is_planned(start: Start) -> None:
    def judge(label: str) -> float:
        return float(label == "b/sea/0002")

    manifest = MANIFEST.replace("want: 1", "want: 2").replace("none", "model")
    pipeline = start(manifest, ScriptedModels(judges=judge))
    seen: list[tuple[str, int]] = []

    def another_worker_goes_on() -> None:
        go_on(pipeline.ports, "b/0001")
        seen.extend((attempt.state, attempt.wave) for attempt in pipeline.attempts())

    meanwhile = Meanwhile(lambda changes: has(changes, Attempt, AttemptState.ACCEPTED), another_worker_goes_on)
    run_until(pipeline, Topic.REVIEWS)
    pipeline.deliver(*pipeline.bus.waiting.pop(0))
    pipeline.ports, plain = meanwhile.wrap(pipeline.ports), pipeline.ports
    pipeline.deliver(*pipeline.bus.waiting.pop(0))
    pipeline.ports = plain
    assert (AttemptState.ACCEPTED, 1) in seen
    assert (AttemptState.PLANNED, 2) in seen


def test_a_draft_that_is_accepted_while_a_wave_is_planned_counts_once(start: Start) -> None:
    pipeline = start(MANIFEST.replace("want: 1", "want: 2"))
    run_until(pipeline, Topic.ACCEPTS)
    (item,) = pipeline.items()
    held = pipeline.ledger.count(queries.held_keepers_of_item(item.key))
    accepted = next(a for a in pipeline.attempts() if a.state is AttemptState.ACCEPTED)

    spares = {attempt.number for attempt in pipeline.ledger.find(queries.approved(item.cohort))}
    claimed = defaultdict(set, {item.key: spares | {accepted.number}})
    taken = slots.taken(pipeline.ports, item.cohort)
    assert waves.sure_keepers([item], claimed, taken) == {item.key: held + len(spares)}


def test_a_worker_that_comes_late_to_accept_leaves_it_at_that(start: Start) -> None:
    pipeline = start(MANIFEST.replace("none", "hand"))
    pipeline.drive()
    (item,) = pipeline.items()
    stale = pipeline.attempts()[0]
    deciding.accept(pipeline.ports, stale.key, "alice")
    finals = pipeline.finals()
    assert not accepting.accept(
        pipeline.ports, item.having(spec=item.spec.model_copy(update={"want": 2})), stale, "bob", tuple
    )
    assert pipeline.finals() == finals


def test_two_workers_cannot_promise_the_same_dollars(start: Start) -> None:
    pipeline = start("max_usd: 0.95\n" + MANIFEST.replace("none", "hand"))
    pipeline.drive()
    (cohort,) = pipeline.ledger.find(queries.cohorts("b"))
    room = budget.left(pipeline.ports, cohort)
    assert room is not None
    first = budget.promise(pipeline.ports, cohort.key, room)
    second = budget.promise(pipeline.ports, cohort.key, room)
    assert pipeline.ledger.commit(*first)
    assert not pipeline.ledger.commit(*second)
