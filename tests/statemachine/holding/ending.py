"""After a calm while nothing is stuck: every batch is at its end, or waits for a person."""

from proofpress.domain import queries
from proofpress.domain.records import Batch
from proofpress.domain.spec import ReviewMode
from proofpress.domain.states import BatchState
from tests.stages import invariants
from tests.statemachine.holding.outcomes import check_told
from tests.statemachine.snapshot import Snapshot


def check_end(seen: Snapshot) -> None:
    """Of all batches."""
    assert not seen.pipeline.ledger.find(queries.untold_finals())
    assert not [job.key for job in seen.jobs.values() if job.is_under_way]
    check_told(seen)
    for batch in seen.batches:
        invariants.check_objects(seen.pipeline, batch.id)
        if batch.state is BatchState.CLOSED:
            invariants.check_ended(seen.pipeline, batch.id)
        elif batch.state is BatchState.CANCELLED:
            assert not batch.untold
        else:
            assert _waits_for_person(seen, batch), f"the batch {batch.id} is stuck"


def _waits_for_person(seen: Snapshot, batch: Batch) -> bool:
    by_hand = any(item.spec.review.mode is ReviewMode.HAND for item in seen.items.values() if item.batch == batch.id)
    return by_hand or any(attempt.waits_for_person for attempt in seen.attempts if attempt.batch == batch.id)
