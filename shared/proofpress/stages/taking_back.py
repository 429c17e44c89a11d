"""Undo: a decision that has cost nothing yet is taken back, and the draft waits for a person again."""

from proofpress.domain.errors import BadInput
from proofpress.domain.records import Attempt, Final, Item
from proofpress.domain.states import AttemptState, FinalState, ItemState
from proofpress.ports import Change, Ports, Replace
from proofpress.stages import closing, slots
from proofpress.stages.finding import draft_and_item
from proofpress.stages.revisions import is_current


def take_back(ports: Ports, key: str, by: str) -> Attempt:
    """Bring an accepted or declined draft back to where it waits for a decision, which is a person's from now on.

    The keeper slot is freed and the planned final cancelled in the same commit.

    Raises:
        BadInput: there is no such draft, it was not decided, its final is under way, or its batch was cancelled.
    """
    while True:
        attempt, item = draft_and_item(ports, key)
        if closing.is_cancelled(ports, item.batch):
            raise BadInput(f"{item.batch} was cancelled: its decisions stand.")
        if attempt.state is AttemptState.ACCEPTED:
            changes = _unordered(ports, attempt, item)
        elif attempt.state is AttemptState.DECLINED:
            changes = ()
        else:
            raise BadInput(f"{key} is {attempt.state}: only a draft that was accepted or declined can be taken back.")
        # The reasons of a draft that was screened out stay; the first of them is its reason again.
        forgotten = {"comments": (), "reason": next(iter(attempt.reasons), "")}
        waiting = attempt.moved(_before(ports, attempt), ports.clock.now(), decided_by=by, **forgotten)
        if ports.ledger.commit(Replace(waiting), *changes, *closing.reopening(ports, item.cohort)):
            return draft_and_item(ports, key)[0]


def _before(ports: Ports, attempt: Attempt) -> AttemptState:
    """Where a decided draft waited: after its screen, or with a final that lost the look."""
    final = ports.ledger.get(Final, f"{attempt.key}-1")
    lost = final is not None and final.state is FinalState.LOST
    return AttemptState.RETURNED if lost else AttemptState.PASSED


def _unordered(ports: Ports, attempt: Attempt, item: Item) -> tuple[Change, ...]:
    """The order of an accepted draft undone: its final, its slot, and the item that is short again."""
    final = ports.ledger.get(Final, f"{attempt.key}-1")
    slot = slots.slot_of(ports, final) if final else None
    if final is None or slot is None or final.state is not FinalState.PLANNED or final.leases:
        if is_current(ports, attempt):
            raise BadInput(f"The final of {attempt.key} is under way: it cannot be taken back any more.")
        return ()
    cancelled = final.moved(FinalState.CANCELLED, ports.clock.now())
    opened = item.having(state=ItemState.OPEN) if item.state is ItemState.FILLED else item
    return Replace(cancelled), Replace(slot.having(held=False, renders=slot.renders - 1)), Replace(opened)
