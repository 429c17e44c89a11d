"""What `sweep` does with one record that stands still: take back its lease, send its message again, or let it wait."""

from dataclasses import dataclass, field

from proofpress.domain.dead_letters import dead_letter_id
from proofpress.domain.events import DraftPassed, Event, JobRequested, ObjectFinalized
from proofpress.domain.records import Attempt, Batch, DeadLetter, Final, Item, Job, Paid, Watched
from proofpress.domain.spec import ReviewMode
from proofpress.domain.states import AttemptState, FinalState
from proofpress.ports import Bucket, Ports, Replace, Topic
from proofpress.stages import accepting, packing, requesting
from proofpress.stages.manifest_source import arrival

Parcel = tuple[Topic, Event]


@dataclass
class Resender:
    """Sets records of one batch going again.

    With `takeover` everything is sent at once, as often as it is asked for. Otherwise a record is put off before its
    message is sent, so that two sweeps do not both send it, and what lies in the dead letters is left there.
    """

    ports: Ports
    takeover: bool
    items: set[str] = field(default_factory=set)
    """Items whose approved drafts were looked at."""
    is_to_pack: bool = False
    """Whether a call was met that waits for a job of the batch lane."""

    def manifest(self, batch: Batch) -> None:
        """Send the manifest of a batch whose intake broke off."""
        if self.takeover or batch.stands_still(self.ports.clock.now(), self.ports.policy.stale):
            self._send(batch, batch, arrival(self.ports.ledger, batch), batch.traceparent)

    def attempt(self, attempt: Attempt) -> None:
        """Bring an attempt nearer to its verdict, or to its keeper slot."""
        if attempt.state is AttemptState.APPROVED:
            self._accept(attempt)
        elif packing.is_in_batch_lane(attempt):
            self.is_to_pack = self.is_to_pack or packing.is_waiting(attempt)
        elif self._is_free(attempt):
            free = attempt.taken_from_reviewer()
            if attempt.state is AttemptState.LEASED:
                free = free.as_planned(self.ports.clock.now())
            self._send(attempt, free, self._message_of_attempt(free), attempt.traceparent)

    def final(self, final: Final) -> None:
        """Bring a final nearer to its delivery."""
        if packing.is_in_batch_lane(final):
            self.is_to_pack = self.is_to_pack or packing.is_waiting(final)
        elif self._is_free(final):
            free = final
            if final.state is FinalState.LEASED:
                free = final.unanswered().as_planned(self.ports.clock.now())
            self._send(final, free, _message_of_final(free), final.traceparent)

    def job(self, job: Job) -> None:
        """Ask for the next step of a job that is due; in a takeover, whoever held one is dead."""
        now, stale = self.ports.clock.now(), self.ports.policy.stale
        if self.takeover and job.lease_until is not None:
            self.ports.ledger.commit(Replace(job.waiting(now, stale)))
        elif not job.stands_still(now, stale) or (not self.takeover and not self._put_off(job)):
            return
        self.ports.bus.publish(Topic.JOBS, JobRequested(job=job.key), traceparent=job.traceparent)

    def _is_free(self, record: Paid) -> bool:
        return self.takeover or not record.leased_by_another(self.ports.clock.now())

    def _accept(self, attempt: Attempt) -> None:
        if attempt.item not in self.items:
            self.items.add(attempt.item)
            if item := self.ports.ledger.get(Item, attempt.item):
                accepting.accept_needed(self.ports, item)
        if not self.takeover:
            self._put_off(attempt)

    def _send(self, before: Watched, record: Watched, parcel: Parcel | None, traceparent: str) -> None:
        """Send a record's message, once what was changed of it has been committed; nobody else's changes are lost."""
        if parcel is None:
            # It waits for a person, who needs no reminder.
            self.ports.ledger.commit(Replace(record.at_rest()))
            return
        if self.takeover:
            if record is not before:
                self.ports.ledger.commit(Replace(record))
        elif not self._put_off(record) or self._lies_dead(*parcel):
            return
        self.ports.bus.publish(*parcel, traceparent=traceparent)

    def _put_off(self, record: Watched) -> bool:
        return bool(self.ports.ledger.commit(Replace(record.put_off(self.ports.clock.now(), self.ports.policy.stale))))

    def _lies_dead(self, topic: Topic, event: Event) -> bool:
        """Whether a message waits in the dead letters for somebody to replay it."""
        letter = self.ports.ledger.get(DeadLetter, dead_letter_id(topic, {"ce-subject": event.subject}))
        return letter is not None and not letter.replayed

    def _message_of_attempt(self, attempt: Attempt) -> Parcel | None:
        if attempt.state is AttemptState.DRAFTED and attempt.image is not None:
            return Topic.DRAFTED, ObjectFinalized(bucket=Bucket.DRAFTS, name=attempt.image.name)
        if attempt.state is AttemptState.PASSED:
            item = self.ports.ledger.get(Item, attempt.item)
            by_model = item is not None and item.spec.review.mode is ReviewMode.MODEL and not attempt.waits_for_person
            return (Topic.REVIEWS, DraftPassed(attempt=attempt.key)) if by_model else None
        return requesting.request_of(attempt)


def _message_of_final(final: Final) -> Parcel:
    if final.state is FinalState.RENDERED and final.image is not None:
        return Topic.RENDERED, ObjectFinalized(bucket=Bucket.FINALS, name=final.image.name)
    return requesting.request_of(final)
