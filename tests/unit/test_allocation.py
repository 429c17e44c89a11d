"""The next wave of a cohort."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofpress.domain.allocation import LARGEST_WAVE, PROBE, Allocation, allocate
from proofpress.domain.errors import FailureClass
from proofpress.domain.records import Attempt, Cohort, Item, Tally
from proofpress.domain.states import AttemptState, ItemState, StopReason
from tests.unit.planned_records import NOW, attempt, cohort, item, spec


def planned(
    items: list[Item],
    *,
    of: Cohort | None = None,
    wave: list[Attempt] | None = None,
    keepers: dict[str, int] | None = None,
    room: str | None = None,
) -> Allocation:
    return allocate(of or cohort(), items, wave or [], keepers or {}, Decimal(room) if room else None, NOW)


def stop_reason(made: Allocation) -> StopReason | None:
    (only,) = made.items
    assert (only.state is ItemState.STOPPED) == (only.stop_reason is not None)
    return only.stop_reason


def test_the_first_wave_asks_for_what_is_wanted_in_numbered_slots() -> None:
    made = planned([item()])
    assert [(a.key, a.wave, a.state) for a in made.attempts] == [
        ("b/sea/0001", 1, AttemptState.PLANNED),
        ("b/sea/0002", 1, AttemptState.PLANNED),
    ]
    assert {a.worst_usd for a in made.attempts} == {Decimal("0.30")}
    assert (made.cohort.wave, made.cohort.allocated) == (1, 2)
    assert [(i.allocated, i.waves) for i in made.items] == [(2, 1)]


def test_the_same_question_has_the_same_answer() -> None:
    assert planned([item(), item(spec("wood"))]) == planned([item(), item(spec("wood"))])


def test_an_item_with_its_keepers_is_filled() -> None:
    made = planned([item()], keepers={"b/sea": 2})
    assert [i.state for i in made.items] == [ItemState.FILLED]
    assert made.attempts == []


def test_a_prompt_that_nobody_likes_stops_its_items() -> None:
    assert stop_reason(planned([item()], of=cohort(tallies={"t": Tally(disliked=40)}))) is StopReason.BAD_PROMPT


def test_a_prompt_is_judged_by_all_of_its_items_together() -> None:
    rejected = [attempt(n, AttemptState.REJECTED, name=name) for name in ("sea", "wood") for n in range(1, 15)]
    made = planned([item(), item(spec("wood")), item(spec("dune"))], wave=rejected)
    assert {i.stop_reason for i in made.items} == {StopReason.BAD_PROMPT}


def test_a_keeper_that_costs_more_than_it_is_worth_stops_the_item() -> None:
    assert stop_reason(planned([item(spec(worth="0.20"))])) is StopReason.NOT_WORTH_MORE
    assert stop_reason(planned([item(spec(worth="0.10"))])) is StopReason.NOT_WORTH_MORE


def test_used_up_waves_stop_the_item() -> None:
    assert stop_reason(planned([item(waves=4, liked=1, disliked=2)])) is StopReason.WAVES_USED


def test_a_used_up_cap_of_the_item_stops_it() -> None:
    assert stop_reason(planned([item(max_attempts=3, allocated=3, waves=1)])) is StopReason.CAP_REACHED


def test_a_used_up_cap_of_the_cohort_stops_its_items() -> None:
    assert stop_reason(planned([item()], of=cohort(max_attempts=5, allocated=5))) is StopReason.CAP_REACHED


def test_no_room_in_dollars_stops_the_items() -> None:
    assert stop_reason(planned([item()], room="1.59")) is StopReason.BUDGET_REACHED


@pytest.mark.parametrize(
    ("failure", "count", "reason"),
    [
        (FailureClass.BAD_REQUEST, 1, StopReason.FAILED),
        (FailureClass.SAFETY, 3, StopReason.FAILED),
        (FailureClass.RECITATION, 3, StopReason.FAILED),
        (FailureClass.SAFETY, 2, None),
        (FailureClass.EMPTY, 3, None),
    ],
)
def test_an_item_whose_every_call_is_refused_for_good_stops(
    failure: FailureClass, count: int, reason: StopReason | None
) -> None:
    refused = [attempt(number, AttemptState.FAILED, failure=failure) for number in range(1, count + 1)]
    assert stop_reason(planned([item(waves=1, allocated=count)], wave=refused)) is reason


def test_an_item_of_which_one_call_was_answered_goes_on() -> None:
    wave = [attempt(n, AttemptState.FAILED, failure=FailureClass.BAD_REQUEST) for n in (1, 2, 3)]
    assert planned([item(waves=1, allocated=4)], wave=[*wave, attempt(4, AttemptState.REJECTED)]).attempts


def test_no_item_may_stop_while_another_is_granted_slots() -> None:
    items = [item(spec("sea", want=1)), item(spec("wood", want=1))]
    made = planned(items, of=cohort(max_attempts=1))
    assert len(made.attempts) == 1
    assert {i.state for i in made.items} == {ItemState.OPEN}


def test_the_first_slots_of_a_wave_stand_in_for_the_failed_ones() -> None:
    wave = [
        attempt(1, AttemptState.FAILED, failure=FailureClass.EMPTY),
        attempt(2, AttemptState.REJECTED),
        attempt(3, AttemptState.FAILED, failure=FailureClass.TIMEOUT),
    ]
    made = planned([item(waves=1, allocated=3)], wave=wave)
    assert [(a.number, a.replaces) for a in made.attempts][:3] == [(4, 1), (5, 3), (6, None)]


def test_a_replacement_is_not_replaced_again() -> None:
    wave = [attempt(2, AttemptState.FAILED, failure=FailureClass.EMPTY, replaces=1)]
    assert {a.replaces for a in planned([item(waves=1, allocated=2)], wave=wave).attempts} == {None}


def test_an_item_without_waves_still_gets_its_replacements_and_no_more() -> None:
    wave = [attempt(n, AttemptState.FAILED, failure=FailureClass.EMPTY) for n in (1, 2)]
    made = planned([item(waves=4, allocated=2)], wave=wave)
    assert [a.replaces for a in made.attempts] == [1, 2]
    assert [i.waves for i in made.items] == [4]
    capped = planned([item(waves=4, allocated=2, max_attempts=3)], wave=wave)
    assert [a.replaces for a in capped.attempts] == [1]


def test_a_template_without_a_liked_draft_gets_no_more_than_a_probe() -> None:
    items = [item(spec("sea", want=500), max_attempts=5_000), item(spec("wood", want=500), max_attempts=5_000)]
    made = planned(items, of=cohort(max_attempts=10_000))
    assert len(made.attempts) == PROBE
    assert [i.waves for i in made.items] == [0, 0], "a wave that was cut is not counted"
    liked = planned(items, of=cohort(max_attempts=10_000, tallies={"t": Tally(liked=1)}))
    assert len(liked.attempts) == 1_000


def test_a_wave_is_no_larger_than_one_commit_takes_and_goes_on_afterwards() -> None:
    items = [item(spec(name, want=1_000), max_attempts=5_000) for name in ("sea", "wood")]
    made = planned(items, of=cohort(max_attempts=10_000, tallies={"t": Tally(liked=1)}))
    assert len(made.attempts) == LARGEST_WAVE
    assert made.bound_by is None
    assert not made.stopped
    assert sum(each.waves for each in made.items) < len(items), "a wave that was cut is not counted"


def test_room_for_the_finals_that_may_follow_is_kept() -> None:
    one = item(spec(want=8))
    for cents in range(160, 2_000, 7):
        room = Decimal(cents) / 100
        slots = len(planned([one], room=str(room)).attempts)
        assert slots * one.draft_worst_usd + min(slots, 8) * one.final_worst_usd <= room


def test_a_free_model_does_not_divide_by_nothing() -> None:
    assert planned([item(draft="0", final="0")], room="1").attempts


def test_every_item_is_judged_by_its_own_expected_rate_when_slots_are_scarce() -> None:
    items = [item(spec("poor", want=1, accept_rate=0.3)), item(spec("rich", want=1, accept_rate=0.9))]
    for order in (items, items[::-1]):
        assert [a.item for a in planned(order, of=cohort(max_attempts=1)).attempts] == ["b/rich"]


@given(
    st.lists(st.tuples(st.integers(1, 30), st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=6),
    st.integers(0, 60),
    st.one_of(st.none(), st.integers(0, 4_000)),
)
def test_no_allocation_passes_a_cap(rows: list[tuple[int, int, int]], slots: int, cents: int | None) -> None:
    items = [
        item(spec(f"i{place}", want=want), max_attempts=cap, allocated=min(used, cap))
        for place, (want, cap, used) in enumerate(rows)
    ]
    room = None if cents is None else Decimal(cents) / 100
    made = allocate(cohort(max_attempts=slots), items, [], {}, room, NOW)
    assert len(made.attempts) == made.cohort.allocated <= slots
    assert all(i.allocated <= i.max_attempts for i in made.items)
    assert len({a.key for a in made.attempts}) == len(made.attempts)
    assert {i.key for i in made.items} == {i.key for i in items}
    if room is not None:
        assert sum((a.worst_usd for a in made.attempts), Decimal(0)) <= room
    if not made.attempts:
        assert all(i.state is not ItemState.OPEN for i in made.items), "nobody would ever plan these items again"
