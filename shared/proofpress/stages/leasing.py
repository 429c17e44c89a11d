"""The right to make one paid call: taken before the call, given back after a refusal that cost nothing.

    planned ──take──> leased ──an answer──> drafted, rendered or failed
       ^                 │
       ├──── give_back ──┤  refused unpaid: the lease is not counted
       │                 │  no answer came: the lease is counted, and what it may have cost is noted
       └────── sweep ────┘  the lease ran out (a crash): counted likewise

A slot whose MAX_LEASES are used up fails; the planner may replace it, from the same cap. What was held back for a
call without an answer counts as spent, so a second lease must find room under the dollar cap of its own. In the batch
lane a lease lasts as long as the job that the call is in, and every job counts one: see `releasing`.
"""

from decimal import Decimal
from typing import NoReturn, TypeVar

from proofpress.domain.catalog import Lane
from proofpress.domain.errors import CapReached, FailureClass, ModelRefused, PerhapsPaid, RefusedForNow, Retry, Stop
from proofpress.domain.instructions import Instruction
from proofpress.domain.money import ZERO
from proofpress.domain.pricing import Bill, Usage, settle
from proofpress.domain.records import MAX_LEASES, NEVER, Attempt, Final, epoch_seconds
from proofpress.ports import Ports, Replace
from proofpress.stages import budget
from proofpress.stages.revisions import is_current

P = TypeVar("P", Attempt, Final)

_REFUSES_EVERY_CALL = (FailureClass.FORBIDDEN, FailureClass.NOT_FOUND)


class UsedUp(Exception):
    """No further call may be made for a slot; the message says why."""


def take(ports: Ports, record: P, worst: Decimal, instruction: Instruction) -> P | None:
    """Lease a planned record for its call and record what will be asked; None where another worker has it.

    `worst` is the most that the call may cost.

    Raises:
        UsedUp: no lease is left, or no dollars for the second one.
    """
    return _lease(ports, record, worst, record.as_leased(ports.clock.now(), instruction=instruction))


def take_review(ports: Ports, attempt: Attempt, worst: Decimal) -> Attempt | None:
    """Lease a passed draft for the call of its reviewer; otherwise like `take`."""
    return _lease(ports, attempt, worst, attempt)


def take_for_job(ports: Ports, record: P, worst: Decimal, instruction: Instruction) -> P | None:
    """Lease a planned record for as long as its job lives, which is watched over instead; otherwise like `take`."""
    leased = record.as_leased(ports.clock.now(), instruction=instruction, still_since=NEVER)
    return _counted(ports, record, worst, leased.having(lease_owner=record.job, lease_until=None))


def _lease(ports: Ports, record: P, worst: Decimal, leased: P) -> P | None:
    until = ports.clock.now() + ports.policy.lease
    held = leased.having(
        lease_owner=ports.policy.owner, lease_until=until, still_since=epoch_seconds(until - ports.policy.stale)
    )
    return _counted(ports, record, worst, held)


def _counted(ports: Ports, record: P, worst: Decimal, leased: P) -> P | None:
    if record.leases >= MAX_LEASES:
        raise UsedUp("Every lease ran out without an answer.")
    leased = leased.having(leases=record.leases + 1, resent=0, worst_usd=worst)
    try:
        while True:
            promised = budget.promise(ports, record.cohort, worst - record.worst_usd)
            if receipt := ports.ledger.commit(Replace(leased), *promised):
                return receipt.of(leased)
            if not is_current(ports, record):
                return None
    except CapReached as error:
        raise UsedUp(str(error)) from error


def answered(record: P, worst: Decimal) -> P:
    """A copy whose last call, given up for unanswered, turns out to have brought a picture and its bill."""
    return record.having(perhaps_usd=max(ZERO, record.perhaps_usd - worst))


def give_back(ports: Ports, record: P, refusal: ModelRefused) -> NoReturn:
    """Return a slot to its queue after a refusal that another call may overcome, and ask for that call.

    Raises:
        Retry: another call may succeed.
        Stop: every call would be refused alike (a bad key, a missing model).
    """
    ports.ledger.commit(Replace(without_lease(record, refusal).as_planned(ports.clock.now())))
    ask_again(refusal)


def hand_back(ports: Ports, record: Attempt | Final) -> None:
    """Return a lease whose call was never sent: the process is about to end, or has no credentials or price for it."""
    ports.ledger.commit(Replace(record.as_planned(ports.clock.now(), leases=record.leases - 1, lease_until=None)))


def without_lease(record: P, refusal: ModelRefused) -> P:
    """A copy whose lease ended in a refusal: counted where the call was paid, or may have been."""
    noted = record.having(lease_until=None, words=refusal.words)
    if isinstance(refusal, PerhapsPaid):
        return noted.unanswered()
    if isinstance(refusal.usage, Usage):
        return noted.having(worst_usd=ZERO)
    return noted.having(leases=record.leases - 1)


def ask_again(refusal: ModelRefused) -> NoReturn:
    """Raise Retry, or Stop where every call would be refused alike."""
    if refuses_every_call(refusal):
        raise Stop(f"The model's service refuses every call ({refusal.failure}): {refusal.words}")
    raise Retry(str(refusal)) from refusal


def refuses_every_call(refusal: ModelRefused) -> bool:
    """Whether no call would fare any better: the key, or the right to the model, is missing."""
    return refusal.failure in _REFUSES_EVERY_CALL


def may_come_back(record: Attempt | Final, refusal: ModelRefused) -> bool:
    """Whether a refused slot is to be given back rather than failed."""
    if isinstance(refusal, RefusedForNow) or refuses_every_call(refusal):
        return True
    return isinstance(refusal, PerhapsPaid) and record.leases < MAX_LEASES


def bill_of(ports: Ports, stage: str, model: str, usage: Usage, lane: Lane = Lane.LIVE) -> Bill:
    """The settled bill of a call, from the usage that the server reported."""
    usd = settle(ports.catalog, ports.catalog.model(model), usage, lane)
    return Bill(stage=stage, model=model, lane=lane, usage=usage, usd=usd)


def with_refusal(ports: Ports, record: P, stage: str, model: str, refusal: ModelRefused) -> P:
    """A copy that has the refusal's class, the server's words and, where the refusal was billed, its bill."""
    noted = record.having(failure=refusal.failure, words=refusal.words, lease_until=None)
    if isinstance(refusal, PerhapsPaid):
        noted = noted.unanswered()
    if not isinstance(refusal.usage, Usage):
        return noted
    return noted.billed(bill_of(ports, stage, model, refusal.usage, record.lane))
