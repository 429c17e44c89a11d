"""The one table of allowed moves."""

from collections.abc import Mapping
from itertools import product
from typing import TypeVar

import pytest

from proofpress.domain.states import (
    ALIVE,
    ATTEMPT_MOVES,
    FINAL_MOVES,
    FINALS_IN_FLIGHT,
    IN_WORK,
    JOB_MOVES,
    JOBS_UNDER_WAY,
    LIKED,
    UNSETTLED,
    AttemptState,
    FinalState,
    IllegalMove,
    JobStep,
    check_attempt,
    check_final,
    check_job,
)

S = TypeVar("S", AttemptState, FinalState, JobStep)


def reached(moves: Mapping[S, frozenset[S]], start: S) -> set[S]:
    seen, new = set[S](), {start}
    while new:
        seen |= new
        new = {after for state in new for after in moves[state]} - seen
    return seen


def test_every_state_is_in_the_table_and_can_be_reached() -> None:
    assert set(ATTEMPT_MOVES) == reached(ATTEMPT_MOVES, AttemptState.PLANNED) == set(AttemptState)
    assert set(FINAL_MOVES) == reached(FINAL_MOVES, FinalState.PLANNED) == set(FinalState)
    assert set(JOB_MOVES) == reached(JOB_MOVES, JobStep.PLANNED) == set(JobStep)


def test_every_state_can_still_come_to_an_end() -> None:
    for state in AttemptState:
        assert reached(ATTEMPT_MOVES, state) & {AttemptState.DELIVERED, AttemptState.FAILED, AttemptState.CANCELLED}
    for final in FinalState:
        assert reached(FINAL_MOVES, final) & {FinalState.DELIVERED, FinalState.FAILED, FinalState.CANCELLED}


@pytest.mark.parametrize(("old", "new"), list(product(AttemptState, AttemptState)))
def test_an_attempt_moves_along_the_table_only(old: AttemptState, new: AttemptState) -> None:
    if new in ATTEMPT_MOVES[old]:
        check_attempt(old, new)
    else:
        with pytest.raises(IllegalMove, match=f"from {old} to {new}"):
            check_attempt(old, new)


@pytest.mark.parametrize(("old", "new"), list(product(FinalState, FinalState)))
def test_a_final_moves_along_the_table_only(old: FinalState, new: FinalState) -> None:
    if new in FINAL_MOVES[old]:
        check_final(old, new)
    else:
        with pytest.raises(IllegalMove, match=f"from {old} to {new}"):
            check_final(old, new)


@pytest.mark.parametrize(("old", "new"), list(product(JobStep, JobStep)))
def test_a_job_moves_along_the_table_only(old: JobStep, new: JobStep) -> None:
    if new in JOB_MOVES[old]:
        check_job(old, new)
    else:
        with pytest.raises(IllegalMove, match=f"from {old} to {new}"):
            check_job(old, new)


def test_a_job_that_may_have_been_created_is_planned_again_only_from_its_submission() -> None:
    assert [step for step in JobStep if JobStep.PLANNED in JOB_MOVES[step]] == [JobStep.SUBMITTING]
    assert {step for step in JobStep if not JOB_MOVES[step]} == set(JobStep) - set(JOBS_UNDER_WAY)


def test_what_was_paid_for_cannot_be_undone() -> None:
    assert ATTEMPT_MOVES[AttemptState.DELIVERED] == frozenset()
    assert FINAL_MOVES[FinalState.DELIVERED] == frozenset()
    assert FinalState.CANCELLED not in FINAL_MOVES[FinalState.LEASED]


def test_the_groups_of_states_hold_together() -> None:
    assert set(IN_WORK) < set(UNSETTLED) < set(ALIVE)
    assert set(LIKED) & set(UNSETTLED) == set()
    ends = {FinalState.DELIVERED, FinalState.LOST, FinalState.FAILED, FinalState.CANCELLED}
    assert set(FINALS_IN_FLIGHT) == set(FinalState) - ends
