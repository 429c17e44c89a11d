"""The ledger's records."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofpress.domain.pricing import Bill, Usage
from proofpress.domain.records import (
    MAX_RENDERS,
    MAX_SLOT_RENDERS,
    NEVER,
    Attempt,
    Final,
    Keeper,
    Sketch,
    epoch_seconds,
)
from proofpress.domain.states import AttemptState, FinalState, IllegalMove
from tests.unit.planned_records import NOW, attempt, cohort, item

A = AttemptState


def keeper(**changes: object) -> Keeper:
    return Keeper(batch="b", cohort="b/0001", item="b/sea", slot=1, attempt=1).having(**changes)


def final(render: int = 1) -> Final:
    return Final(batch="b", cohort="b/0001", item="b/sea", number=7, render=render, changed=NOW)


def sketch(attempt_key: str, *, wave: int, opened: int = 2) -> Sketch:
    return Sketch(
        attempt=attempt_key, scope="s", opened=opened, wave=wave, sha256="", hash="", signature="", radius=60, marks=()
    )


def test_keys_say_what_belongs_together() -> None:
    assert attempt(7, A.PLANNED).key == "b/sea/0007"
    assert [final(1).key, final(2).key] == ["b/sea/0007-1", "b/sea/0007-2"]
    assert [keeper().key, keeper(spare=True).key] == ["b/sea/k0001", "b/sea/k0001s"]
    assert [cohort().key, item().key] == ["b/0001", "b/sea"]


@pytest.mark.parametrize("record", [attempt(1, A.PASSED), final(), keeper(), cohort(), item()])
def test_a_record_survives_storage(record: Attempt | Final | Keeper) -> None:
    assert type(record).model_validate_json(record.model_dump_json()) == record


def test_a_record_moves_along_the_table_only() -> None:
    assert attempt(1, A.PLANNED).moved(A.LEASED, NOW).state is A.LEASED
    with pytest.raises(IllegalMove):
        attempt(1, A.DELIVERED).moved(A.PLANNED, NOW)
    with pytest.raises(IllegalMove):
        final().moved(FinalState.DELIVERED, NOW)


def test_bills_add_up() -> None:
    bill = Bill(stage="draft", model="m", usage=Usage(), usd=Decimal("0.03"))
    assert attempt(1, A.LEASED).billed(bill).billed(bill).usd == Decimal("0.06")


def test_a_call_without_an_answer_moves_what_was_held_back_to_perhaps() -> None:
    leased = attempt(1, A.LEASED).having(worst_usd=Decimal("0.3"), perhaps_usd=Decimal("0.1"), lease_until=NOW)
    noted = leased.unanswered()
    assert (noted.perhaps_usd, noted.worst_usd, noted.lease_until) == (Decimal("0.4"), Decimal(0), None)
    assert noted.unanswered() == noted


def test_a_draft_that_no_reviewer_holds_is_taken_without_a_note() -> None:
    free = attempt(1, A.PASSED).having(worst_usd=Decimal("0.3"))
    assert free.taken_from_reviewer() is free
    assert free.having(lease_until=NOW).taken_from_reviewer().perhaps_usd == Decimal("0.3")


def test_a_lease_ends_when_its_time_has_come() -> None:
    leased = attempt(1, A.LEASED).having(lease_until=NOW)
    assert leased.leased_by_another(NOW - timedelta(seconds=1))
    assert not leased.leased_by_another(NOW)
    assert not attempt(1, A.PLANNED).leased_by_another(NOW)


def test_of_alike_drafts_the_earlier_batch_then_the_earlier_wave_then_the_lower_key_stands_and_edits_come_last() -> (
    None
):
    made = [
        sketch("old/a/0001", opened=1, wave=0),
        sketch("b/a/0009", wave=1),
        sketch("b/b/0001", wave=1),
        sketch("b/a/0002", wave=2),
        sketch("b/a/0001", wave=0),
    ]
    assert sorted([made[2], made[4], made[3], made[1], made[0]], key=lambda each: each.rank) == made


def test_a_slot_pays_for_two_finals_of_its_first_draft_and_one_of_the_spare() -> None:
    assert [keeper(renders=renders).can_render for renders in range(4)] == [True, True, False, False]
    assert [keeper(spare=True, renders=renders).can_render for renders in range(2)] == [True, False]
    assert MAX_SLOT_RENDERS == MAX_RENDERS + 1


def test_a_slot_is_taken_while_it_is_held_and_once_its_spare_came_to_nothing() -> None:
    assert keeper().is_taken
    assert not keeper(held=False, renders=2).is_taken
    assert keeper(held=False, renders=1, spare=True).is_taken
    assert not keeper(held=False, spare=True).is_taken
    assert keeper(held=False).is_free


@given(st.integers(0, 40))
def test_the_wait_before_another_look_doubles_up_to_a_bound_and_starts_anew_with_a_move(times: int) -> None:
    stale = timedelta(minutes=5)
    record, now = attempt(1, A.PLANNED).having(still_since=epoch_seconds(NOW)), NOW
    assert record.stands_still(NOW + stale, stale)
    for _ in range(times):
        record = record.put_off(now, stale)
    wait = stale * 2 ** min(times, Attempt.most_doublings)
    assert record.stands_still(now + wait, stale)
    assert not record.stands_still(now + wait - timedelta(seconds=1), stale)
    assert record.as_leased(now).stands_still(now + stale, stale)


@pytest.mark.parametrize("state", [A.REJECTED, A.DECLINED, A.FAILED])
def test_what_is_decided_is_never_looked_at_again(state: A) -> None:
    passed = attempt(1, A.DRAFTED if state is A.FAILED else A.PASSED)
    assert passed.moved(state, NOW).still_since == NEVER


def test_a_final_is_looked_at_until_it_is_delivered() -> None:
    rendered = final().moved(FinalState.LEASED, NOW).moved(FinalState.RENDERED, NOW)
    assert rendered.still_since == epoch_seconds(NOW)
    assert rendered.moved(FinalState.DELIVERED, NOW).still_since == NEVER
