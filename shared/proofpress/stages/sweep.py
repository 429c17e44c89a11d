"""Send again what was committed but not published, and take back leases that ran out.

The state of a record is its outbox: it says which message must be under way. Sending it twice changes nothing.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import TypeVar

from proofpress.domain import queries
from proofpress.domain.events import (
    DraftAccepted,
    DraftPassed,
    DraftRequested,
    Event,
    ManifestSubmitted,
    ObjectFinalized,
)
from proofpress.domain.queries import Query
from proofpress.domain.records import Attempt, Batch, Final, Item, Paid
from proofpress.domain.spec import ReviewMode
from proofpress.domain.states import FINALS_IN_FLIGHT, AttemptState, BatchState, FinalState
from proofpress.ports import Bucket, Ports, Replace, Topic
from proofpress.stages import accepting, settling

PAGE = 500
P = TypeVar("P", Attempt, Final)

_MOVING = (AttemptState.PLANNED, AttemptState.LEASED, AttemptState.DRAFTED, AttemptState.PASSED, AttemptState.APPROVED)


def sweep(ports: Ports, *, takeover: bool = False, batch: str | None = None) -> int:
    """Look over every open batch, or one of them; the number of messages sent again.

    With `takeover` nothing else can be running: every lease is a dead process's and every message is lost,
    whatever its age. Otherwise only what is older than the policy's `stale` is touched.
    """
    sent = 0
    for found in ports.ledger.find(queries.open_batches()):
        if batch in (None, found.id):
            sent += _sweep_batch(ports, found, takeover)
    return sent


def _sweep_batch(ports: Ports, batch: Batch, takeover: bool) -> int:
    if batch.state is BatchState.INTAKE:
        ports.bus.publish(Topic.INBOX, ManifestSubmitted(batch=batch.id, name=batch.manifest))
        return 1
    now = ports.clock.now()
    sent = 0
    for attempt in _pages(ports, queries.attempts_in(batch.id, *_MOVING)):
        sent += _attempt(ports, attempt, now, takeover)
    for final in _pages(ports, queries.finals_in(batch.id, *FINALS_IN_FLIGHT)):
        sent += _final(ports, final, now, takeover)
    for cohort in ports.ledger.find(queries.open_cohorts(batch.id)):
        settling.go_on(ports, cohort.key)
    return sent


def _pages(ports: Ports, query: Query[P]) -> Iterator[P]:
    after = ""
    while page := ports.ledger.find(Query(query.kind, query.where, limit=PAGE, after=after)):
        yield from page
        after = page[-1].key


def _attempt(ports: Ports, attempt: Attempt, now: datetime, takeover: bool) -> int:
    if attempt.state is AttemptState.APPROVED:
        accepting.accept_needed(ports, attempt.item)
        return 0
    if not _is_due(ports, attempt, now, takeover):
        return 0
    if attempt.state is AttemptState.LEASED:
        perhaps = attempt.perhaps_usd + attempt.worst_usd
        ports.ledger.commit(Replace(attempt.as_planned(now, lease_until=None, perhaps_usd=perhaps)))
    elif attempt.state is AttemptState.PASSED and attempt.lease_until is not None:
        perhaps = attempt.perhaps_usd + attempt.worst_usd
        ports.ledger.commit(Replace(attempt.having(lease_until=None, perhaps_usd=perhaps)))
    message = _message_of_attempt(ports, attempt)
    return _send(ports, attempt, *message) if message else 0


def _message_of_attempt(ports: Ports, attempt: Attempt) -> tuple[Topic, Event] | None:
    if attempt.state is AttemptState.DRAFTED and attempt.image is not None:
        return Topic.DRAFTED, ObjectFinalized(bucket=Bucket.DRAFTS, name=attempt.image.name)
    if attempt.state is AttemptState.PASSED:
        item = ports.ledger.get(Item, attempt.item)
        by_model = item is not None and item.spec.review.mode is ReviewMode.MODEL
        return (Topic.REVIEWS, DraftPassed(attempt=attempt.key)) if by_model else None
    return Topic.DRAFTS, DraftRequested(attempt=attempt.key)


def _final(ports: Ports, final: Final, now: datetime, takeover: bool) -> int:
    if not _is_due(ports, final, now, takeover):
        return 0
    if final.state is FinalState.RENDERED and final.image is not None:
        return _send(ports, final, Topic.RENDERED, ObjectFinalized(bucket=Bucket.FINALS, name=final.image.name))
    if final.state is FinalState.LEASED:
        perhaps = final.perhaps_usd + final.worst_usd
        ports.ledger.commit(Replace(final.as_planned(now, lease_until=None, perhaps_usd=perhaps)))
    attempt = f"{final.item}/{final.number:04d}"
    return _send(ports, final, Topic.ACCEPTS, DraftAccepted(attempt=attempt, render=final.render))


def _is_due(ports: Ports, record: Paid, now: datetime, takeover: bool) -> bool:
    if takeover:
        return True
    if record.lease_until is not None:
        return record.lease_until <= now
    return record.changed + ports.policy.stale <= now


def _send(ports: Ports, record: Paid, topic: Topic, event: Event) -> int:
    ports.bus.publish(topic, event, traceparent=record.traceparent)
    return 1
