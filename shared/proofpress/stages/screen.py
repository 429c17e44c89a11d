"""Judge a draft by its bytes alone: broken, rejected with reasons, or passed on to review."""

from proofpress.domain.errors import FailureClass, NotReady
from proofpress.domain.events import DraftPassed, ObjectFinalized
from proofpress.domain.records import Attempt, Audit, Item
from proofpress.domain.screening import is_audited, judge
from proofpress.domain.spec import ReviewMode
from proofpress.domain.states import AttemptState
from proofpress.imaging.screening import Asked, Screened
from proofpress.imaging.screening import screen as measure
from proofpress.ports import Bucket, Ports, Replace, Topic
from proofpress.stages import duplicates
from proofpress.stages.campaigns import clutter
from proofpress.stages.comparing import demoted
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
    decide(ports, item, attempt, _measured(ports, item, event.name))


def decide(ports: Ports, item: Item, attempt: Attempt, measured: Screened) -> None:
    """Commit the verdict on a drafted attempt that was measured, and go on from it."""
    current: Attempt | None = attempt
    while current is not None and current.state is AttemptState.DRAFTED:
        if _decide(ports, item, _noted(item, current, measured), measured):
            return
        current = ports.ledger.get(Attempt, attempt.key)


def _measured(ports: Ports, item: Item, name: str) -> Screened:
    stored = ports.store.stat(Bucket.DRAFTS, name)
    declared = stored.metadata.get("declared_mime", "") if stored else ""
    data = ports.store.get(Bucket.DRAFTS, name)
    measured = measure(data, _asked(ports, item, declared), item.spec.screen.rules())
    return clutter.judged(ports, item, data, measured)


def _asked(ports: Ports, item: Item, declared: str) -> Asked:
    width, height = ports.catalog.pixel_size(item.spec.aspect_ratio, item.draft_size)
    return Asked(item.spec.aspect_ratio, width, height, declared)


def _noted(item: Item, attempt: Attempt, measured: Screened) -> Attempt:
    image, shadow = attempt.image, item.spec.screen.shadow
    if image is not None:
        image = image.model_copy(update={"width": measured.width, "height": measured.height})
    figures = {**measured.figures, "hash": measured.hash, "signature": measured.signature}
    return attempt.having(
        image=image,
        reason=next(iter(measured.reasons), ""),
        reasons=measured.reasons,
        warnings=measured.warnings,
        figures=figures,
        shadow=judge(figures, shadow.rules()).reasons if shadow and measured.hash else None,
    )


def _decide(ports: Ports, item: Item, attempt: Attempt, measured: Screened) -> bool:
    """Commit the verdict and go on from it; False where the attempt changed meanwhile."""
    if measured.broken:
        words = f"The draft is not a whole picture ({', '.join(measured.reasons)})."
        failed = attempt.as_failed(ports.clock.now(), failure=FailureClass.BROKEN, words=words)
        return _came_to_nothing(ports, item, failed)
    if not measured.passed and not _is_audited(item, attempt):
        return _came_to_nothing(ports, item, attempt.moved(AttemptState.REJECTED, ports.clock.now()))
    if not measured.passed:
        return _pass(ports, item, _audited(item, attempt))
    if original := duplicates.original(ports, item, attempt):
        return _came_to_nothing(ports, item, demoted(ports, attempt, original))
    return _pass(ports, item, attempt)


def _is_audited(item: Item, attempt: Attempt) -> bool:
    """Whether a rejected draft is let through to the reviewer: there is one, and it could be decoded."""
    is_seen = item.spec.review.mode is not ReviewMode.NONE and attempt.figures.get("hash", "") != ""
    return is_seen and is_audited(attempt.key, attempt.reasons, item.spec.screen.audit)


def _audited(item: Item, attempt: Attempt) -> Attempt:
    """A rejected draft as the reviewer gets it, unmarked.

    It takes part in no comparison: a draft that the screen did not want takes the place of none.
    """
    audit = Audit(reasons=attempt.reasons, share=item.spec.screen.audit)
    return attempt.having(audit=audit, reason="", reasons=())


def _came_to_nothing(ports: Ports, item: Item, changed: Attempt) -> bool:
    if not ports.ledger.commit(Replace(changed)):
        return False
    settled(ports, item)
    return True


def _pass(ports: Ports, item: Item, attempt: Attempt) -> bool:
    passed = _passed(ports, item, attempt)
    receipt = ports.ledger.commit(Replace(passed))
    if receipt:
        _go_on(ports, item, receipt.of(passed))
    return bool(receipt)


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
