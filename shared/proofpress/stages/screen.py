"""Judge a draft by its bytes alone: broken, rejected with reasons, or passed on to review."""

from proofpress.domain.errors import FailureClass, NotReady
from proofpress.domain.events import DraftPassed, ObjectFinalized
from proofpress.domain.records import Attempt, Digest, Item
from proofpress.domain.spec import ReviewMode
from proofpress.domain.states import AttemptState
from proofpress.imaging.screening import Asked, Screened
from proofpress.imaging.screening import screen as measure
from proofpress.ports import Bucket, Create, Ports, Replace, Topic
from proofpress.stages.names import attempt_key
from proofpress.stages.revisions import is_current
from proofpress.stages.settling import settled


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
    stored = ports.store.stat(Bucket.DRAFTS, event.name)
    declared = stored.metadata.get("declared_mime", "") if stored else ""
    data = ports.store.get(Bucket.DRAFTS, event.name)
    measured = measure(data, _asked(ports, item, declared))
    _decide(ports, item, _noted(attempt, measured), measured)


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


def _decide(ports: Ports, item: Item, attempt: Attempt, measured: Screened) -> None:
    if measured.broken:
        words = f"The draft is not a whole picture ({', '.join(measured.reasons)})."
        changed = attempt.as_failed(ports.clock.now(), failure=FailureClass.BROKEN, words=words)
    elif not measured.passed:
        changed = attempt.moved(AttemptState.REJECTED, ports.clock.now())
    else:
        _pass(ports, item, attempt)
        return
    if ports.ledger.commit(Replace(changed)):
        settled(ports, changed)


def _pass(ports: Ports, item: Item, attempt: Attempt) -> None:
    passed = _passed(ports, item, attempt)
    digest = Digest(cohort=attempt.cohort, sha256=attempt.image.sha256 if attempt.image else "", attempt=attempt.key)
    if ports.ledger.commit(Replace(passed), Create(digest)):
        _go_on(ports, item, passed)
        return
    while is_current(ports, attempt) and (holder := ports.ledger.get(Digest, digest.key)):
        other = ports.ledger.get(Attempt, holder.attempt)
        if other is None or _settle_duplicate(ports, item, passed, attempt, other, holder):
            return


def _settle_duplicate(
    ports: Ports, item: Item, passed: Attempt, attempt: Attempt, other: Attempt, holder: Digest
) -> bool:
    """Let the lower of two equal drafts stand, unless the higher one is accepted already; False where it moved on."""
    if other.state in (AttemptState.PASSED, AttemptState.APPROVED) and passed.rank < other.rank:
        demoted = _duplicate(ports, other.taken_from_reviewer(), passed.key)
        if not ports.ledger.commit(Replace(passed), Replace(demoted), Replace(holder.having(attempt=passed.key))):
            return False
        settled(ports, demoted)
        _go_on(ports, item, passed)
        return True
    duplicate = _duplicate(ports, attempt, other.key)
    if not ports.ledger.commit(Replace(duplicate)):
        return False
    settled(ports, duplicate)
    return True


def _duplicate(ports: Ports, attempt: Attempt, of: str) -> Attempt:
    now, reason = ports.clock.now(), "duplicate"
    return attempt.moved(AttemptState.REJECTED, now, reason=reason, reasons=(reason,), duplicate_of=of)


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
        settled(ports, passed)
