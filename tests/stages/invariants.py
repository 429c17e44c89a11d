"""What must hold of every work folder, whatever happened on the way."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from proofpress.domain import queries
from proofpress.domain.records import MAX_SLOT_RENDERS, Attempt, Final, StoredImage
from proofpress.domain.spec import ReviewMode
from proofpress.domain.states import FINALS_IN_FLIGHT, UNSETTLED, AttemptState, BatchState
from proofpress.ports import Bucket
from proofpress.stages import budget
from tests.support.books import Books
from tests.support.pipeline import Pipeline


def check_caps(books: Books, batch: str = "b") -> None:
    """Slots and finals stay within what was planned for, in every state of the ledger."""
    attempts = Counter(attempt.item for attempt in books.attempts(batch))
    finals = Counter(final.item for final in books.finals(batch))
    for item in books.items(batch):
        assert attempts[item.key] == item.allocated <= item.max_attempts
        assert finals[item.key] <= item.spec.want * MAX_SLOT_RENDERS
        held = [keeper for keeper in books.ledger.find(queries.keepers_of_item(item.key)) if keeper.held]
        assert len({keeper.attempt for keeper in held}) == len(held) <= item.spec.want
    for cohort in books.ledger.find(queries.cohorts(batch)):
        members = {item.key for item in books.items(batch) if item.cohort == cohort.key}
        assert sum(attempts[item] for item in members) == cohort.allocated <= cohort.max_attempts


def check_dollars(pipeline: Pipeline, batch: str = "b") -> None:
    """What is spent and what is held back stay below the cap together, so no bill can pass it."""
    for cohort in pipeline.ledger.find(queries.cohorts(batch)):
        if cohort.max_usd is not None:
            outstanding = budget.held_back(pipeline.ports, cohort.key)
            assert budget.committed(pipeline.ports, cohort.key) + outstanding <= cohort.max_usd


def check_books(pipeline: Pipeline) -> None:
    """Every call that was paid is settled, or counted as perhaps paid."""
    records: list[Attempt | Final] = [*pipeline.attempts(), *pipeline.finals()]
    booked = sum((record.usd + record.perhaps_usd for record in records), Decimal(0))
    assert all(record.perhaps_usd >= 0 for record in records)
    assert booked >= sum((usd for _, usd in pipeline.models.paid), Decimal(0))


def check_ended(books: Books, batch: str = "b") -> None:
    """The batch is closed and nothing is left under way; keepers are what holds a slot."""
    assert books.batch(batch).state is BatchState.CLOSED
    assert not books.ledger.find(queries.open_cohorts(batch))
    by_hand = {item.key for item in books.items(batch) if item.spec.review.mode is ReviewMode.HAND}
    moving = [attempt for attempt in books.attempts(batch) if attempt.state in (*UNSETTLED, AttemptState.ACCEPTED)]
    assert not [
        attempt.key for attempt in moving if attempt.state is not AttemptState.PASSED or attempt.item not in by_hand
    ]
    assert not [final.key for final in books.finals(batch) if final.state in FINALS_IN_FLIGHT]
    assert books.ledger.count(queries.held_keepers(batch)) == len(books.keepers(batch))


def check_objects(books: Books, batch: str = "b") -> None:
    """Every object has its record, and every record with a picture its object, byte for byte."""
    finals = books.finals(batch)
    _check_bucket(books, batch, Bucket.DRAFTS, [attempt.image for attempt in books.attempts(batch)])
    _check_bucket(books, batch, Bucket.FINALS, [final.image for final in finals])
    _check_bucket(books, batch, Bucket.DELIVERIES, [image for final in finals for image in final.deliveries])


def _check_bucket(books: Books, batch: str, bucket: Bucket, images: Iterable[StoredImage | None]) -> None:
    recorded = {image.name: image.sha256 for image in images if image is not None}
    names = books.store.names(bucket, f"{batch}/")
    assert {name: hashlib.sha256(books.store.get(bucket, name)).hexdigest() for name in names} == recorded
