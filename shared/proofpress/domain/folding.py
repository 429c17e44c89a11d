"""What a settled wave taught: its verdicts folded into the counts of items, templates and the cohort."""

from collections.abc import Iterable, Sequence

from proofpress.domain.errors import FailureClass
from proofpress.domain.records import Attempt, Cohort, Item, Tally
from proofpress.domain.states import LIKED, AttemptState

_REFUSED_FOR_GOOD = frozenset({FailureClass.SAFETY, FailureClass.RECITATION, FailureClass.BAD_REQUEST})
_ENOUGH_REFUSALS = 3


def verdict(attempt: Attempt) -> bool | None:
    """Whether the draft was liked; None where it taught nothing, because it is to be replaced or was never made."""
    if attempt.state in LIKED or (attempt.state is AttemptState.FAILED and attempt.decided_by):
        return True
    if attempt.state in (AttemptState.REJECTED, AttemptState.DECLINED):
        return False
    return False if attempt.state is AttemptState.FAILED and not is_replaceable(attempt) else None


def is_replaceable(attempt: Attempt) -> bool:
    """Whether a failed attempt is owed its one regeneration."""
    failed = attempt.state is AttemptState.FAILED and not attempt.decided_by
    return failed and attempt.replaces is None and attempt.failure is not None and attempt.failure.regenerable


def is_refused(attempts: Sequence[Attempt]) -> bool:
    """Whether the service refused all of an item's attempts in a way that more of them would not change."""
    refused = [a for a in attempts if a.state is AttemptState.FAILED and a.failure in _REFUSED_FOR_GOOD]
    if not attempts or len(refused) < len(attempts):
        return False
    certain = all(a.failure is FailureClass.BAD_REQUEST for a in refused)
    return certain or len(refused) >= _ENOUGH_REFUSALS


def fold(cohort: Cohort, items: Iterable[Item], wave: Sequence[Attempt]) -> tuple[Cohort, list[Item]]:
    """The cohort and its items with the verdicts of a settled wave counted in."""
    of_item: dict[str, list[bool]] = {}
    for attempt in wave:
        liked = verdict(attempt)
        if liked is not None:
            of_item.setdefault(attempt.item, []).append(liked)
    folded = []
    for item in items:
        verdicts = of_item.get(item.key, [])
        cohort = _cohort_with(cohort, item, verdicts)
        likes = sum(verdicts)
        folded.append(item.having(liked=item.liked + likes, disliked=item.disliked + len(verdicts) - likes))
    return cohort, folded


def _cohort_with(cohort: Cohort, item: Item, verdicts: list[bool]) -> Cohort:
    if not verdicts:
        return cohort
    liked = sum(verdicts)
    tally = cohort.tallies.get(item.spec.template, Tally())
    tally = Tally(liked=tally.liked + liked, disliked=tally.disliked + len(verdicts) - liked)
    first = item.liked + item.disliked == 0
    return cohort.having(
        tallies={**cohort.tallies, item.spec.template: tally},
        first_waves=cohort.first_waves + first,
        first_wave_rates=cohort.first_wave_rates + (liked / len(verdicts) if first else 0),
    )
