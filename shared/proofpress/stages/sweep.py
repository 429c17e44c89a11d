"""Send again what was committed but not published, and take back leases that ran out.

The state of a record is its outbox: it says which message must be under way. Sending it twice changes nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from proofpress.domain import queries
from proofpress.domain.events import (
    DraftAccepted,
    DraftPassed,
    DraftRequested,
    Event,
    ManifestSubmitted,
    Message,
    ObjectFinalized,
)
from proofpress.domain.queries import Query
from proofpress.domain.records import Attempt, Batch, Final, Item, Paid
from proofpress.domain.spec import ReviewMode
from proofpress.domain.states import FINALS_IN_FLIGHT, UNSETTLED, AttemptState, BatchState, FinalState
from proofpress.ports import Bucket, Bus, Ports, Replace, Topic
from proofpress.stages import accepting, closing, settling

PAGE = 500
P = TypeVar("P", Attempt, Final)


def sweep(ports: Ports, *, takeover: bool = False, batch: str | None = None) -> int:
    """Look over every open batch, or one of them; the number of messages sent that some stage must work on.

    With `takeover` nothing else can be running: every lease is a dead process's and every message is lost,
    whatever its age. Otherwise only what is older than the policy's `stale` is touched.
    """
    bus = _CountingBus(ports.bus)
    for found in ports.ledger.find(queries.open_batches()):
        if batch in (None, found.id):
            _sweep_batch(replace(ports, bus=bus), found, takeover=takeover)
    return bus.sent


@dataclass
class _CountingBus:
    """Counts the messages for the stages, those that planning sends included."""

    inner: Bus
    sent: int = 0

    def publish(self, topic: Topic, event: Event, *, traceparent: str = "") -> None:
        """Send, and count."""
        self.inner.publish(topic, event, traceparent=traceparent)
        self.sent += topic is not Topic.OUTCOMES

    def forward(self, topic: Topic, message: Message) -> None:
        """Send as it is."""
        self.inner.forward(topic, message)

    def flush(self) -> None:
        """Wait for what was sent."""
        self.inner.flush()


def _sweep_batch(ports: Ports, batch: Batch, *, takeover: bool) -> None:
    if batch.state is BatchState.INTAKE:
        ports.bus.publish(Topic.INBOX, ManifestSubmitted(batch=batch.id, name=batch.manifest))
        return
    now = ports.clock.now()
    for attempt in _pages(ports, queries.attempts_in(batch.id, *UNSETTLED)):
        if takeover or _is_due(ports, attempt, now):
            _attempt(ports, attempt, now)
    for final in _pages(ports, queries.finals_in(batch.id, *FINALS_IN_FLIGHT)):
        if takeover or _is_due(ports, final, now):
            _final(ports, final, now)
    _go_on(ports, batch)


def _go_on(ports: Ports, batch: Batch) -> None:
    """What followed from a commit and may have been cut off: accepting, planning, closing."""
    approved = _pages(ports, queries.attempts_in(batch.id, AttemptState.APPROVED))
    for item in sorted({attempt.item for attempt in approved}):
        accepting.accept_needed(ports, item)
    for cohort in ports.ledger.find(queries.open_cohorts(batch.id)):
        settling.go_on(ports, cohort.key)
    closing.close_batch(ports, batch.id)


def _pages(ports: Ports, query: Query[P]) -> Iterator[P]:
    after = ""
    while page := ports.ledger.find(Query(query.kind, query.where, limit=PAGE, after=after)):
        yield from page
        after = page[-1].key


def _attempt(ports: Ports, attempt: Attempt, now: datetime) -> None:
    if attempt.state is AttemptState.LEASED:
        ports.ledger.commit(Replace(attempt.unanswered().as_planned(now)))
    elif attempt.state is AttemptState.PASSED and attempt.lease_until is not None:
        ports.ledger.commit(Replace(attempt.unanswered()))
    message = _message_of_attempt(ports, attempt)
    if message is not None:
        ports.bus.publish(*message, traceparent=attempt.traceparent)


def _message_of_attempt(ports: Ports, attempt: Attempt) -> tuple[Topic, Event] | None:
    if attempt.state is AttemptState.DRAFTED and attempt.image is not None:
        return Topic.DRAFTED, ObjectFinalized(bucket=Bucket.DRAFTS, name=attempt.image.name)
    if attempt.state is AttemptState.PASSED:
        item = ports.ledger.get(Item, attempt.item)
        by_model = item is not None and item.spec.review.mode is ReviewMode.MODEL and not attempt.waits_for_person
        return (Topic.REVIEWS, DraftPassed(attempt=attempt.key)) if by_model else None
    return Topic.DRAFTS, DraftRequested(attempt=attempt.key)


def _final(ports: Ports, final: Final, now: datetime) -> None:
    if final.state is FinalState.LEASED:
        ports.ledger.commit(Replace(final.unanswered().as_planned(now)))
    topic, event = _message_of_final(final)
    ports.bus.publish(topic, event, traceparent=final.traceparent)


def _message_of_final(final: Final) -> tuple[Topic, Event]:
    if final.state is FinalState.RENDERED and final.image is not None:
        return Topic.RENDERED, ObjectFinalized(bucket=Bucket.FINALS, name=final.image.name)
    return Topic.ACCEPTS, DraftAccepted(attempt=f"{final.item}/{final.number:04d}", render=final.render)


def _is_due(ports: Ports, record: Paid, now: datetime) -> bool:
    if record.lease_until is not None:
        return record.lease_until <= now
    return record.changed + ports.policy.stale <= now
