"""Slots that are given up: a picture that somebody wrote for one, without living to commit it, is taken over before."""

from proofpress.domain.records import Attempt, Final, Item
from proofpress.domain.states import AttemptState
from proofpress.ports import Ports, Replace
from proofpress.stages import draft


def withdraw(ports: Ports, item: Item, call: Attempt | Final) -> bool:
    """Give a planned call back unpaid; False where its picture was there, or somebody else was faster."""
    if adopted(ports, item, call):
        return False
    return bool(ports.ledger.commit(Replace(call.as_cancelled(ports.clock.now()))))


def adopted(ports: Ports, item: Item, call: Attempt | Final) -> bool:
    """Whether the picture of a call lies in its bucket already, from an earlier lease; it is taken over, unpaid."""
    if not call.leases:
        return False
    if isinstance(call, Attempt):
        return draft.adopt(ports, item, call)
    attempt = ports.ledger.get(Attempt, f"{call.item}/{call.number:04d}")
    if attempt is None or attempt.state is not AttemptState.ACCEPTED:
        return False
    # It measures pictures, which a function that only sweeps does without.
    from proofpress.stages import render

    return render.adopt(ports, item, attempt, call)
