"""Judge a draft by its bytes alone: broken, rejected with reasons, or passed on to review."""

from proofpress.domain.errors import FailureClass, NotReady
from proofpress.domain.events import DraftPassed, ObjectFinalized
from proofpress.domain.records import Attempt, Item
from proofpress.domain.spec import ReviewMode
from proofpress.domain.states import AttemptState
from proofpress.imaging.screening import Asked, Screened
from proofpress.imaging.screening import screen as measure
from proofpress.ports import Bucket, Ports, Replace, Topic
from proofpress.stages import duplicates
from proofpress.stages.campaigns import clutter
from proofpress.stages.names import attempt_key
from proofpress.stages.settling import approved, settled


def screen(event: ObjectFinalized, ports: Ports) -> None:
    """Bring a drafted attempt to passed, rejected or failed."""
    attempt = ports.ledger.get(Attempt, attempt_key(event.name))
    if attempt is None:
        return
    if attempt.state in (AttemptState.PLANNED, AttemptState.LEASED):
        raise NotReady(f"{attempt.key} is not committed yet")
    item = ports.ledger.get(Item, attempt.item)
    if attempt.state is not AttemptState.DRAFTED or attempt.image is None or item is None:
        return
    measured = _measured(ports, item, event.name)
    current: Attempt | None = attempt
    while current is not None and current.state is AttemptState.DRAFTED:
        if _decide(ports, item, _noted(current, measured), measured):
            return
        current = ports.ledger.get(Attempt, attempt.key)


def _measured(ports: Ports, item: Item, name: str) -> Screened:
    stored = ports.store.stat(Bucket.DRAFTS, name)
    declared = stored.metadata.get("declared_mime", "") if stored else ""
    data = ports.store.get(Bucket.DRAFTS, name)
    return clutter.judged(ports, item, data, measure(data, _asked(ports, item, declared)))


def _asked(ports: Ports, item: Item, declared: str) -> Asked:
    width, height = ports.catalog.pixel_size(item.spec.aspect_ratio, item.draft_size)
    return Asked(item.spec.aspect_ratio, width, height, declared)


def _noted(attempt: Attempt, measured: Screened) -> Attempt:
    image = attempt.image
    if image is not None:
        image = image.model_copy(update={"width": measured.width, "height": measured.height})
    figures = {**measured.figures, "hash": measured.hash, "signature": measured.signature}
    return attempt.having(
        image=image,
        reason=next(iter(measured.reasons), ""),
        reasons=measured.reasons,
        warnings=measured.warnings,
        figures=figures,
    )


def _decide(ports: Ports, item: Item, attempt: Attempt, measured: Screened) -> bool:
    """Commit the verdict and go on from it; False where the attempt, or an equal draft, changed meanwhile."""
    if measured.passed and not measured.broken:
        return _pass(ports, item, attempt)
    now = ports.clock.now()
    if measured.broken:
        words = f"The draft is not a whole picture ({', '.join(measured.reasons)})."
        changed = attempt.as_failed(now, failure=FailureClass.BROKEN, words=words, sha256="")
    else:
        changed = attempt.moved(AttemptState.REJECTED, now, sha256="")
    if not ports.ledger.commit(Replace(changed)):
        return False
    settled(ports, item)
    return True


def _pass(ports: Ports, item: Item, attempt: Attempt) -> bool:
    before, undecided = duplicates.standing(ports, attempt)
    if other := duplicates.original(attempt, before):
        if not ports.ledger.commit(Replace(duplicates.demoted(ports, attempt, other.key))):
            return False
        settled(ports, item)
        return True
    passed = _passed(ports, item, attempt)
    demoted = [duplicates.demoted(ports, other, passed.key) for other in before]
    receipt = ports.ledger.commit(Replace(passed), *map(Replace, demoted), *map(Replace, undecided))
    if not receipt:
        return False
    for other in demoted:
        _settle_other(ports, other)
    _go_on(ports, item, receipt.of(passed))
    return True


def _settle_other(ports: Ports, demoted: Attempt) -> None:
    if item := ports.ledger.get(Item, demoted.item):
        settled(ports, item)


def _passed(ports: Ports, item: Item, attempt: Attempt) -> Attempt:
    now = ports.clock.now()
    passed = attempt.moved(AttemptState.PASSED, now)
    if item.spec.review.mode is ReviewMode.NONE:
        return passed.moved(AttemptState.APPROVED, now, decided_by="screen")
    return passed


def _go_on(ports: Ports, item: Item, passed: Attempt) -> None:
    if item.spec.review.mode is ReviewMode.MODEL:
        ports.bus.publish(Topic.REVIEWS, DraftPassed(attempt=passed.key), traceparent=passed.traceparent)
    elif item.spec.review.mode is ReviewMode.NONE:
        approved(ports, item, passed)
