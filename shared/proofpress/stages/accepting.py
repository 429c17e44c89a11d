"""Which approved drafts become keepers, and in which order.

An approved attempt is accepted as soon as fewer than `want` attempts of its item ahead of it are alive, that is
accepted or still without a verdict. So finals start early, nothing is accepted that may turn out to be surplus,
and the keepers do not depend on the order in which answers arrive. See `slots` for what follows when a final fails.
"""

from collections.abc import Callable
from itertools import count

from proofpress.domain import queries
from proofpress.domain.deadlines import lane_of_finals
from proofpress.domain.errors import BadInput, CapReached
from proofpress.domain.records import Attempt, Cohort, Final, Item, epoch_seconds
from proofpress.domain.states import AttemptState, CohortState, FinalState
from proofpress.ports import Change, Create, Ports, Replace
from proofpress.stages import budget, requesting, slots
from proofpress.stages.contention import step_back
from proofpress.stages.revisions import is_current


class _Over(Exception):
    """The cohort is closed, by its end or by a cancel: nothing is ordered in it any more."""


def accept_needed(ports: Ports, item: Item) -> bool:
    """Accept every approved attempt of an item that is sure to be needed and can be paid for; whether there was one."""
    accepted = False
    while approved := ports.ledger.find(queries.next_approved(item.key).up_to(2)):
        if not slots.is_due(ports, item, approved[0]) or not _accept_if_possible(ports, item, approved[0]):
            return accepted
        accepted = True
        if len(approved) == 1:
            return True
    return accepted


def accept_if_due(ports: Ports, item: Item, approved: Attempt) -> None:
    """Accept one attempt that was approved just now, if it is sure to be needed and can be paid for.

    Its approval makes no other one due but a spare, which is looked for at the end of the wave. So workers that bring
    approvals to one item at the same time each see to their own, and do not all reach for the first in line.
    """
    if slots.is_due(ports, item, approved):
        _accept_if_possible(ports, item, approved)


def _accept_if_possible(ports: Ports, item: Item, attempt: Attempt) -> bool:
    """False where the attempt stays a spare: no slot is free, or no dollars are left for its final."""

    def promised() -> tuple[Change, ...]:
        cohort = ports.ledger.get(Cohort, item.cohort)
        if cohort is None or cohort.state is CohortState.CLOSED:
            raise _Over
        return budget.promise_of(ports, cohort, item.final_worst_usd)

    try:
        accept(ports, item, attempt, attempt.decided_by, promised)
    except (CapReached, _Over):
        return False
    return True


def accept(ports: Ports, item: Item, attempt: Attempt, by: str, besides: Callable[[], tuple[Change, ...]]) -> bool:
    """Give an attempt a keeper slot and order its final; False where another decision came first.

    `besides` reads, for every try, what else the commit must carry.

    Raises:
        CapReached: every keeper slot of the item is taken, or `besides` finds no dollars.
        BadInput: a final of this attempt lost the look before.
    """
    accepted = attempt.moved(AttemptState.ACCEPTED, ports.clock.now(), decided_by=by)
    for refusals in count():
        changes = besides()
        slot = slots.take(ports, item, attempt, rendering=True) if refusals else slots.first_choice(item, attempt)
        final = _final(ports, item, attempt, slot.record.key)
        order = _order(ports, final) if refusals else Create(final)
        if order and ports.ledger.commit(Replace(accepted), slot, order, *changes):
            break
        if not is_current(ports, attempt):
            return False
        if order is None:
            raise BadInput(f"{attempt.key} lost its look twice: take its final with --as-is, or refine the draft.")
        step_back(ports, refusals)
    requesting.request(ports, final)
    return True


def _final(ports: Ports, item: Item, attempt: Attempt, slot: str) -> Final:
    return Final(
        batch=item.batch,
        cohort=item.cohort,
        item=item.key,
        number=attempt.number,
        lane=lane_of_finals(item.final_lane, item.spec.lanes, ports.clock.now()),
        changed=ports.clock.now(),
        still_since=epoch_seconds(ports.clock.now()),
        slot=slot,
        worst_usd=item.final_worst_usd,
        traceparent=attempt.traceparent,
    )


def _order(ports: Ports, final: Final) -> Change | None:
    """The order of a draft's final, or the renewal of one that was taken back; None where there is one already."""
    before = ports.ledger.get(Final, final.key)
    if before is None:
        return Create(final)
    if before.state is not FinalState.CANCELLED:
        return None
    return Replace(before.as_planned(ports.clock.now(), slot=final.slot, lane=final.lane, job=""))
