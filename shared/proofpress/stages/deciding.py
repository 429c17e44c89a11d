"""What a person decides about drafts: accept, decline, take back; refine and cancel have modules of their own."""

from proofpress.domain.dislikes import dislike_of
from proofpress.domain.errors import BadInput, Overtaken
from proofpress.domain.events import ObjectFinalized
from proofpress.domain.records import MAX_RENDERS, Attempt, Final, Item
from proofpress.domain.spec import ReviewMode
from proofpress.domain.states import AttemptState, FinalState, ItemState, StopReason
from proofpress.ports import Bucket, Change, Ports, Replace, Topic
from proofpress.stages import accepting, budget, closing, settling, slots
from proofpress.stages.cancelling import cancel
from proofpress.stages.finding import check_seen, draft_and_item
from proofpress.stages.rating import rate
from proofpress.stages.refining import refine
from proofpress.stages.revisions import is_current
from proofpress.stages.taking_back import take_back

__all__ = ["accept", "cancel", "decline", "rate", "refine", "take_back"]

_CAN_BE_ACCEPTED = (AttemptState.PASSED, AttemptState.APPROVED, AttemptState.DECLINED, AttemptState.REJECTED)
_CAN_BE_DECLINED = (AttemptState.PASSED, AttemptState.APPROVED, AttemptState.RETURNED)
_OVERTAKEN = "{} was decided by somebody else just now: look at it again."


def accept(ports: Ports, key: str, by: str, *, as_is: bool = False, seen: AttemptState | None = None) -> Attempt:
    """Accept a draft, which orders its final; with `as_is`, deliver a final that was handed back as it is.

    A draft that was screened out or declined can be accepted too: a person knows better. `seen` is the state in which
    that person saw it.

    Raises:
        BadInput: there is no such draft, or it is not in a state to be accepted.
        Overtaken: somebody else decided since it was seen.
        CapReached: the item has its keepers, or the dollar cap has no room for the final.
    """
    attempt, item = draft_and_item(ports, key)
    check_seen(attempt, seen)
    if closing.is_cancelled(ports, item.batch):
        raise BadInput(f"{item.batch} was cancelled: nothing more is rendered for it.")
    if as_is and (lost := _lost_final(ports, attempt)):
        _take_as_it_is(ports, item, attempt, lost, by)
    else:
        _accept(ports, item, attempt, by, as_is=as_is)
    settling.go_on(ports, attempt.cohort)
    return draft_and_item(ports, key)[0]


def decline(ports: Ports, key: str, by: str, reason: str = "", *, seen: AttemptState | None = None) -> Attempt:
    """Decline a draft that waits for a decision; BadInput where it does not.

    A reason that has a name, as in domain.dislikes, is counted in the report. Overtaken where somebody else decided since
    the draft was `seen` in a state.
    """
    attempt, item = draft_and_item(ports, key)
    check_seen(attempt, seen)
    if attempt.state not in _CAN_BE_DECLINED:
        raise BadInput(f"{key} is {attempt.state}: only a draft that waits for a decision can be declined.")
    free = attempt.taken_from_reviewer()
    declined = free.moved(AttemptState.DECLINED, ports.clock.now(), decided_by=by, **_why(reason))
    while not ports.ledger.commit(Replace(declined), *closing.missed(ports, attempt)):
        _check_current(ports, attempt)
    settling.settled(ports, item)
    return declined


def _why(reason: str) -> dict[str, object]:
    named = dislike_of(reason)
    words = named.words if named else reason
    return {"comments": (words,) if words else (), "reason": named or ""}


def _accept(ports: Ports, item: Item, attempt: Attempt, by: str, *, as_is: bool) -> None:
    if attempt.state is AttemptState.RETURNED:
        raise BadInput(
            f"{attempt.key} lost its look twice: take its final with --as-is, or `proofpress refine` the draft."
        )
    if attempt.state not in _CAN_BE_ACCEPTED:
        raise BadInput(
            f"{attempt.key} is {attempt.state}: only a draft that waits, was declined or was handed back can be "
            "accepted."
        )
    if as_is:
        raise BadInput(f"{attempt.key} has no final to take as it is: accept it without --as-is.")

    def besides() -> tuple[Change, ...]:
        changes = closing.reopening(ports, item.cohort)
        budget.promise(ports, item.cohort, item.final_worst_usd)
        return (*changes, *_filled(ports, item.key))

    if not accepting.accept(ports, item, attempt.taken_from_reviewer(), by, besides):
        raise Overtaken(_OVERTAKEN.format(attempt.key))


def _filled(ports: Ports, item_key: str) -> tuple[Change, ...]:
    """The item that a person fills by taking the last of its slots: what is still undecided may stay so.

    One that was given up because its finals had come to nothing is filled by that, whoever reviews it.
    """
    item = ports.ledger.get(Item, item_key)
    if item is None or not _can_be_filled(item) or not slots.is_last(ports, item):
        return ()
    return (Replace(item.having(state=ItemState.FILLED, stop_reason=None, untold=False)),)


def _can_be_filled(item: Item) -> bool:
    if item.state is ItemState.OPEN:
        return item.spec.review.mode is ReviewMode.HAND
    return item.stop_reason is StopReason.FINALS_USED


def _lost_final(ports: Ports, attempt: Attempt) -> Final | None:
    """The last final of a draft that was handed back, whatever was decided about it since."""
    if attempt.state not in (AttemptState.RETURNED, AttemptState.DECLINED):
        return None
    tries = (ports.ledger.get(Final, f"{attempt.key}-{render}") for render in range(MAX_RENDERS, 0, -1))
    return next((final for final in tries if final and final.state is FinalState.LOST), None)


def _take_as_it_is(ports: Ports, item: Item, attempt: Attempt, lost: Final, by: str) -> None:
    """Let delivery go on from the final that lost the look; it costs nothing."""
    now = ports.clock.now()
    accepted = attempt.moved(AttemptState.ACCEPTED, now, decided_by=by)
    while True:
        changes = (*closing.reopening(ports, item.cohort), *_filled(ports, item.key))
        slot = slots.take(ports, item, attempt, rendering=False)
        rendered = lost.moved(FinalState.RENDERED, now, slot=slot.record.key)
        if ports.ledger.commit(Replace(accepted), Replace(rendered), slot, *changes):
            break
        _check_current(ports, attempt, lost)
    if lost.image is not None:
        event = ObjectFinalized(bucket=Bucket.FINALS, name=lost.image.name, generation=lost.image.generation)
        ports.bus.publish(Topic.RENDERED, event, traceparent=lost.traceparent)


def _check_current(ports: Ports, attempt: Attempt, *others: Final) -> None:
    if not is_current(ports, attempt, *others):
        raise Overtaken(_OVERTAKEN.format(attempt.key))
