"""Drafts that repeat another one: the lower stands, unless the higher one is accepted already.

Whoever has passed its own checks writes down what it looks like, then looks for others, and then marks the higher ones
and itself. Of two that are screened at once at least one sees the other, and both go by the same rule.
"""

from proofpress.domain import queries
from proofpress.domain.marks import marks_of
from proofpress.domain.records import Attempt, Batch, Item, Sketch
from proofpress.domain.repeats import Sketched, repeats
from proofpress.domain.states import HELD, AttemptState, BatchState
from proofpress.ports import Change, Create, Ports, Replace
from proofpress.stages import closing
from proofpress.stages.comparing import UNDECIDED, demoted
from proofpress.stages.settling import settled

MOST_FOUND = 60
"""Drafts that one question reads at most, so that a thousand copies of one picture do not cost a million reads. What is
beyond waits for the comparison at the batch's end."""


def sketch_of(item: Item, attempt: Attempt) -> Sketch:
    """What a screened draft looks like."""
    sha256 = attempt.image.sha256 if attempt.image else ""
    look, signature = (str(attempt.figures[name]) for name in ("hash", "signature"))
    return Sketch(
        attempt=attempt.key,
        scope=item.scope,
        opened=item.opened,
        wave=attempt.wave,
        sha256=sha256,
        hash=look,
        signature=signature,
        radius=item.spec.screen.duplicates.radius,
        marks=marks_of(item.scope, sha256, look),
    )


def original(ports: Ports, item: Item, attempt: Attempt) -> str | None:
    """The draft that one which has passed its own checks repeats; None where it stands, or nobody wants to know.

    Higher drafts that repeat this one are rejected on the way, whether or not this one stands. Run again, it finds the
    same, and nothing left to do.
    """
    if not item.scope:
        return None
    sketch = sketch_of(item, attempt)
    ports.ledger.commit(Create(sketch))
    found = ports.ledger.find(queries.sketches_marked(*sketch.marks).up_to(MOST_FOUND))
    others = [Sketched.of(other) for other in found if other.key != sketch.key]
    draft = Sketched.of(sketch)
    lower = [other for other in others if other.rank < draft.rank]
    held = [other for other in others if other.rank > draft.rank and _is_held(ports, other, draft)]
    repeated = [other for other in (*lower, *held) if repeats(draft, other)]
    return min(repeated, key=lambda other: other.rank).key if repeated else None


def _is_held(ports: Ports, higher: Sketched, draft: Sketched) -> bool:
    """Reject a higher draft that repeats another one; true where that is too late, because it is accepted."""
    if not repeats(higher, draft) and not repeats(draft, higher):
        return False
    while attempt := ports.ledger.get(Attempt, higher.key):
        if attempt.state in HELD:
            return True
        if not repeats(higher, draft) or attempt.state not in (*UNDECIDED, AttemptState.DRAFTED):
            return False
        if _took_away(ports, attempt, draft.key):
            return False
    return False


def _took_away(ports: Ports, attempt: Attempt, original: str) -> bool:
    """Reject a draft that waits for its decision, and go on without it; False where it changed meanwhile.

    One that is being screened is written unchanged: so its own commit fails, and it looks again and finds the other.
    """
    if attempt.state is AttemptState.DRAFTED:
        return bool(ports.ledger.commit(Replace(attempt)))
    if not ports.ledger.commit(Replace(demoted(ports, attempt, original)), *_missed(ports, attempt)):
        return False
    if item := ports.ledger.get(Item, attempt.item):
        settled(ports, item)
    return True


def _missed(ports: Ports, attempt: Attempt) -> tuple[Change, ...]:
    """What its loss leaves to do; nothing in a batch that has ended."""
    batch = ports.ledger.get(Batch, attempt.batch)
    return closing.missed(ports, attempt) if batch is not None and batch.state is BatchState.OPEN else ()
