"""Let the vision model judge a draft that passed the screen."""

from proofpress.domain.errors import Drop, ModelRefused, NothingUsable, Retry
from proofpress.domain.events import DraftPassed
from proofpress.domain.instructions import review_question
from proofpress.domain.pricing import Usage
from proofpress.domain.records import MAX_LEASES, Attempt, Item
from proofpress.domain.spec import ReviewMode
from proofpress.domain.states import AttemptState, StopReason
from proofpress.ports import Bucket, Image, Opinion, Ports, Replace
from proofpress.stages import leasing
from proofpress.stages.settling import settled

REVIEWER = "model"


def review(event: DraftPassed, ports: Ports) -> None:
    """Bring a passed attempt to approved or declined."""
    attempt = ports.ledger.get(Attempt, event.attempt)
    item = ports.ledger.get(Item, attempt.item) if attempt else None
    if attempt is None or item is None:
        raise Drop(f"the ledger has no attempt {event.attempt}")
    now = ports.clock.now()
    waits = attempt.state is AttemptState.PASSED and not attempt.leased_by_another(now)
    is_asked = item.spec.review.mode is ReviewMode.MODEL and item.stop_reason is not StopReason.CANCELLED
    if not (waits and is_asked) or attempt.image is None:
        return
    if leasing.is_used_up(ports, attempt):
        _decide(ports, attempt, approved=False, comments=("No answer of the reviewer arrived.",))
        return
    leased = attempt.having(
        leases=attempt.leases + 1, lease_owner=ports.policy.owner, lease_until=now + ports.policy.lease
    )
    if not ports.ledger.commit(Replace(leased)):
        return
    held = ports.ledger.get(Attempt, attempt.key)
    if held is not None:
        _ask(ports, item, held)


def _ask(ports: Ports, item: Item, attempt: Attempt) -> None:
    question = review_question(ports.catalog, item.spec)
    image = attempt.image
    if image is None:
        return
    data = ports.store.get(Bucket.DRAFTS, image.name)
    try:
        opinion = ports.models.review(question, Image(data, image.mime), attempt=attempt.key)
    except Retry:
        ports.ledger.commit(Replace(attempt.having(leases=attempt.leases - 1, lease_until=None)))
        raise
    except ModelRefused as refusal:
        _refused(ports, attempt, question.model, refusal)
        return
    _answered(ports, item, attempt.billed(leasing.bill_of(ports, "review", question.model, opinion.usage)), opinion)


def _answered(ports: Ports, item: Item, attempt: Attempt, opinion: Opinion) -> None:
    scored = attempt.having(score=opinion.score)
    _decide(ports, scored, approved=opinion.score >= item.spec.review.threshold, comments=opinion.reasons)


def _refused(ports: Ports, attempt: Attempt, model: str, refusal: ModelRefused) -> None:
    if isinstance(refusal.usage, Usage):
        attempt = attempt.billed(leasing.bill_of(ports, "review", model, refusal.usage))
    unreadable = isinstance(refusal, NothingUsable) and attempt.leases < MAX_LEASES
    if unreadable or leasing.may_come_back(attempt, refusal):
        ports.ledger.commit(Replace(leasing.without_lease(attempt, refusal)))
        leasing.ask_again(refusal)
    _decide(ports, attempt, approved=False, comments=(f"The reviewer refused: {refusal.words}",))


def _decide(ports: Ports, attempt: Attempt, *, approved: bool, comments: tuple[str, ...]) -> None:
    state = AttemptState.APPROVED if approved else AttemptState.DECLINED
    decided = attempt.moved(state, ports.clock.now(), comments=comments, decided_by=REVIEWER, lease_until=None)
    if ports.ledger.commit(Replace(decided)):
        settled(ports, decided)
