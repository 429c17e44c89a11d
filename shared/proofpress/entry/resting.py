"""Whether a batch in a deployment has come to rest: nobody there says so, as the end of a local run does."""

from proofpress.domain import queries
from proofpress.domain.records import Item
from proofpress.domain.spec import ReviewMode
from proofpress.domain.states import FINALS_IN_FLIGHT, IN_WORK, AttemptState
from proofpress.entry.outcome import letters_of
from proofpress.entry.progress import Progress
from proofpress.ports import Ledger

STILL_SECONDS = 60.0
"""A batch that has dead letters, and did not move for so long, waits for their replay."""


def is_at_rest(ledger: Ledger, seen: Progress, still: float) -> bool:
    """Whether a batch goes on only after a person has done something; `still` is how long it has not moved, in seconds."""
    if not seen.is_open:
        return True
    if not still:
        return False
    if still >= STILL_SECONDS and letters_of(ledger, seen.batch):
        return True
    under_way = seen.of(*IN_WORK, AttemptState.ACCEPTED) + sum(seen.finals.get(state, 0) for state in FINALS_IN_FLIGHT)
    return not under_way and seen.waiting > 0 and _waits_for_people(ledger, seen.batch)


def _waits_for_people(ledger: Ledger, batch: str) -> bool:
    """Whether no reviewing model is to judge any of the drafts that wait."""
    passed = ledger.find(queries.attempts_in(batch, AttemptState.PASSED))
    to_be_judged = {attempt.item for attempt in passed if not attempt.waits_for_person}
    items = (ledger.get(Item, item) for item in to_be_judged)
    return all(item is None or item.spec.review.mode is ReviewMode.HAND for item in items)
