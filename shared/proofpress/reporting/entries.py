"""Turns records into the keepers and contact-sheet frames of a report."""

from collections.abc import Sequence

from proofpress.domain.money import ZERO
from proofpress.domain.records import Attempt, Final, Item, StoredImage
from proofpress.domain.states import FinalState
from proofpress.reporting.model import DraftReport, KeeperModels, KeeperObjects, KeeperReport, ObjectReport


def keeper_of(item: Item, attempt: Attempt, finals: Sequence[Final]) -> KeeperReport | None:
    """The keeper that a delivered attempt is, with all tries of its final; None where its picture is unknown."""
    if attempt.image is None or attempt.instruction is None:
        return None
    final = next((final for final in finals if final.state is FinalState.DELIVERED), None)
    rendered = [final for final in finals if final.instruction is not None]
    return KeeperReport(
        item=item.spec.id,
        attempt=attempt.number,
        prompt=attempt.instruction.prompt,
        variables=item.spec.variables,
        seed=attempt.instruction.seed,
        models=KeeperModels(draft=attempt.instruction.model, final=_model(final)),
        objects=KeeperObjects(
            draft=object_of(attempt.image),
            final=object_of(final.image) if final and final.image else None,
            deliveries=tuple(object_of(image) for image in final.deliveries) if final else (),
        ),
        likeness=final.likeness if final else None,
        renders=len(rendered),
        score=attempt.score,
        decided_by=attempt.decided_by,
        usd=sum((final.usd for final in finals), ZERO) + attempt.usd,
    )


def draft_of(attempt: Attempt) -> DraftReport:
    """The contact-sheet frame of an attempt."""
    return DraftReport(
        item=attempt.item.removeprefix(f"{attempt.batch}/"),
        attempt=attempt.number,
        state=attempt.state,
        reasons=attempt.reasons,
        comments=attempt.comments,
        failure=attempt.failure,
        words=attempt.words,
        image=object_of(attempt.image) if attempt.image else None,
    )


def object_of(image: StoredImage) -> ObjectReport:
    """A stored picture as the report names it."""
    return ObjectReport(
        bucket=image.bucket,
        name=image.name,
        sha256=image.sha256,
        mime=image.mime,
        width=image.width,
        height=image.height,
        bytes=image.size,
    )


def _model(final: Final | None) -> str | None:
    return final.instruction.model if final and final.instruction else None
