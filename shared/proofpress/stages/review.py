"""Let the vision model judge a draft that passed the screen."""

from proofpress.domain.errors import Drop, ModelRefused, NothingUsable, Retry, Stop
from proofpress.domain.events import DraftPassed
from proofpress.domain.instructions import review_question
from proofpress.domain.pricing import Usage
from proofpress.domain.records import MAX_LEASES, Attempt, Item
from proofpress.domain.spec import ReviewMode
from proofpress.domain.states import AttemptState
from proofpress.ports import Bucket, Image, Opinion, Ports, Replace
from proofpress.stages import closing, leasing, settling

REVIEWER = "model"


def review(event: DraftPassed, ports: Ports) -> None:
    """Bring a passed attempt to approved or declined."""
    attempt = ports.ledger.get(Attempt, event.attempt)
    item = ports.ledger.get(Item, attempt.item) if attempt else None
    if attempt is None or item is None:
        raise Drop(f"the ledger has no attempt {event.attempt}")
    now = ports.clock.now()
    waits = attempt.state is AttemptState.PASSED and not attempt.leased_by_another(now)
    is_asked = item.spec.review.mode is ReviewMode.MODEL and not attempt.waits_for_person
    draft = attempt.image
    if not (waits and is_asked) or draft is None or closing.is_called_off(ports, item):
        return
    # Before the lease, which a picture that cannot be read must not use up.
    image = Image(ports.store.get(Bucket.DRAFTS, draft.name), draft.mime)
    attempt = attempt.taken_from_reviewer()
    try:
        leased = leasing.take_review(ports, attempt, item.review_worst_usd)
    except leasing.UsedUp as used_up:
        _decide(ports, item, attempt, approved=False, comments=(f"No answer of the reviewer arrived. {used_up}",))
        return
    if leased is not None:
        _ask(ports, item, leased, image)


def _ask(ports: Ports, item: Item, attempt: Attempt, image: Image) -> None:
    question = review_question(ports.catalog, item.spec)
    try:
        opinion = ports.models.review(question, image, attempt=attempt.key)
    except (Retry, Stop):
        ports.ledger.commit(Replace(attempt.having(leases=attempt.leases - 1, lease_until=None)))
        raise
    except ModelRefused as refusal:
        _refused(ports, item, attempt, question.model, refusal)
        return
    _answered(ports, item, attempt.billed(leasing.bill_of(ports, "review", question.model, opinion.usage)), opinion)


def _answered(ports: Ports, item: Item, attempt: Attempt, opinion: Opinion) -> None:
    scored = attempt.having(score=opinion.score)
    _decide(ports, item, scored, approved=opinion.score >= item.spec.review.threshold, comments=opinion.reasons)


def _refused(ports: Ports, item: Item, attempt: Attempt, model: str, refusal: ModelRefused) -> None:
    if isinstance(refusal.usage, Usage):
        attempt = attempt.billed(leasing.bill_of(ports, "review", model, refusal.usage))
    unreadable = isinstance(refusal, NothingUsable) and attempt.leases < MAX_LEASES
    ended = leasing.without_lease(attempt, refusal)
    if unreadable or leasing.may_come_back(attempt, refusal):
        ports.ledger.commit(Replace(ended))
        leasing.ask_again(refusal)
    _decide(ports, item, ended, approved=False, comments=(f"The reviewer refused: {refusal.words}",))


def _decide(ports: Ports, item: Item, attempt: Attempt, *, approved: bool, comments: tuple[str, ...]) -> None:
    state = AttemptState.APPROVED if approved else AttemptState.DECLINED
    decided = attempt.moved(state, ports.clock.now(), comments=comments, decided_by=REVIEWER, lease_until=None)
    receipt = ports.ledger.commit(Replace(decided))
    if receipt and approved:
        settling.approved(ports, item, receipt.of(decided))
    elif receipt:
        settling.settled(ports, item)
