"""The right to make one paid call: taken before the call, given back after a refusal that cost nothing.

    planned ──take──> leased ──an answer──> drafted, rendered or failed
       ^                 │
       ├──── give_back ──┤  refused unpaid: the lease is not counted
       │                 │  no answer came: the lease is counted, and what it may have cost is noted
       └────── sweep ────┘  the lease ran out (a crash): counted likewise

A slot whose MAX_LEASES are used up fails; the planner may replace it, from the same cap.
"""

from typing import NoReturn, TypeVar

from proofpress.domain.errors import FailureClass, ModelRefused, PerhapsPaid, RefusedForNow, Retry, Stop
from proofpress.domain.instructions import Instruction
from proofpress.domain.money import ZERO
from proofpress.domain.pricing import Bill, Usage, settle
from proofpress.domain.records import MAX_LEASES, Attempt, Final
from proofpress.ports import Ports, Replace
from proofpress.stages import budget

P = TypeVar("P", Attempt, Final)

_REFUSES_EVERY_CALL = (FailureClass.FORBIDDEN, FailureClass.NOT_FOUND)


def is_used_up(ports: Ports, record: Attempt | Final) -> bool:
    """Whether a planned slot has no lease left, or the budget no room for its second one."""
    return record.leases >= MAX_LEASES or (record.leases > 0 and not budget.allows(ports, record, ZERO))


def take(ports: Ports, record: P, instruction: Instruction) -> P | None:
    """Lease a planned record for its call and record what will be asked; None where another worker has it."""
    now = ports.clock.now()
    leased = record.as_leased(
        now,
        leases=record.leases + 1,
        lease_owner=ports.policy.owner,
        lease_until=now + ports.policy.lease,
        instruction=instruction,
    )
    return ports.ledger.get(type(record), record.key) if ports.ledger.commit(Replace(leased)) else None


def give_back(ports: Ports, record: P, refusal: ModelRefused) -> NoReturn:
    """Return a slot to its queue after a refusal that another call may overcome, and ask for that call.

    Raises:
        Retry: another call may succeed.
        Stop: every call would be refused alike (a bad key, a missing model).
    """
    ports.ledger.commit(Replace(without_lease(record, refusal).as_planned(ports.clock.now())))
    ask_again(refusal)


def hand_back(ports: Ports, record: Attempt | Final) -> None:
    """Return a lease whose call was never sent, because the process is about to end."""
    ports.ledger.commit(Replace(record.as_planned(ports.clock.now(), leases=record.leases - 1, lease_until=None)))


def without_lease(record: P, refusal: ModelRefused) -> P:
    """A copy whose lease ended in a refusal: counted, with its possible cost, where the call may have been paid."""
    unanswered = isinstance(refusal, PerhapsPaid)
    counted = unanswered or isinstance(refusal.usage, Usage)
    return record.having(
        leases=record.leases - (not counted),
        lease_until=None,
        perhaps_usd=record.perhaps_usd + (record.worst_usd if unanswered else ZERO),
        words=refusal.words,
    )


def ask_again(refusal: ModelRefused) -> NoReturn:
    """Raise Retry, or Stop where every call would be refused alike."""
    if refusal.failure in _REFUSES_EVERY_CALL:
        raise Stop(f"The model's service refuses every call ({refusal.failure}): {refusal.words}")
    raise Retry(str(refusal)) from refusal


def may_come_back(record: Attempt | Final, refusal: ModelRefused) -> bool:
    """Whether a refused slot is to be given back rather than failed."""
    if isinstance(refusal, RefusedForNow) or refusal.failure in _REFUSES_EVERY_CALL:
        return True
    return isinstance(refusal, PerhapsPaid) and record.leases < MAX_LEASES


def bill_of(ports: Ports, stage: str, model: str, usage: Usage) -> Bill:
    """The settled bill of a call, from the usage that the server reported."""
    return Bill(stage=stage, model=model, usage=usage, usd=settle(ports.catalog, ports.catalog.model(model), usage))


def with_refusal(ports: Ports, record: P, stage: str, model: str, refusal: ModelRefused) -> P:
    """A copy that has the refusal's class, the server's words and, where the refusal was billed, its bill."""
    perhaps = record.worst_usd if isinstance(refusal, PerhapsPaid) else ZERO
    noted = record.having(
        failure=refusal.failure, words=refusal.words, perhaps_usd=record.perhaps_usd + perhaps, lease_until=None
    )
    return noted.billed(bill_of(ports, stage, model, refusal.usage)) if isinstance(refusal.usage, Usage) else noted
