"""What a settled wave teaches."""

import pytest

from proofpress.domain.errors import FailureClass
from proofpress.domain.folding import fold, verdict
from proofpress.domain.records import Attempt, Tally
from proofpress.domain.states import AttemptState
from tests.unit.planned_records import attempt, cohort, item, spec

A = AttemptState


@pytest.mark.parametrize(
    ("settled", "liked"),
    [
        (attempt(1, A.APPROVED), True),
        (attempt(1, A.ACCEPTED), True),
        (attempt(1, A.DELIVERED), True),
        (attempt(1, A.RETURNED), True),
        (attempt(1, A.FAILED, failure=FailureClass.SAFETY, decided_by="model"), True),
        (attempt(1, A.REJECTED), False),
        (attempt(1, A.DECLINED), False),
        (attempt(1, A.FAILED, failure=FailureClass.SAFETY), False),
        (attempt(1, A.FAILED, failure=FailureClass.EMPTY, replaces=3), False),
        (attempt(1, A.FAILED, failure=FailureClass.EMPTY), None),
        (attempt(1, A.CANCELLED), None),
        (attempt(1, A.PASSED), None),
    ],
    ids=lambda value: f"{value.state}-{value.failure}" if isinstance(value, Attempt) else str(value),
)
def test_a_verdict_is_what_the_reviewer_said_whatever_became_of_the_final(settled: Attempt, liked: bool | None) -> None:
    assert verdict(settled) is liked


def test_verdicts_are_counted_by_item_template_and_cohort() -> None:
    wave = [attempt(1, A.APPROVED), attempt(2, A.REJECTED), attempt(1, A.DECLINED, name="wood")]
    folded, items = fold(cohort(), [item(), item(spec("wood"))], wave)
    assert [(i.liked, i.disliked) for i in items] == [(1, 1), (0, 1)]
    assert folded.tallies == {"t": Tally(liked=1, disliked=2)}
    assert (folded.first_waves, folded.first_wave_rates) == (2, 0.5)


def test_only_an_items_first_wave_counts_towards_the_shared_rate() -> None:
    folded, _ = fold(cohort(), [item(liked=1)], [attempt(2, A.APPROVED)])
    assert (folded.first_waves, folded.tallies["t"].liked) == (0, 1)


def test_a_wave_that_taught_nothing_changes_nothing() -> None:
    before = cohort()
    folded, items = fold(before, [item()], [attempt(1, A.FAILED, failure=FailureClass.EMPTY)])
    assert folded == before
    assert items == [item()]
