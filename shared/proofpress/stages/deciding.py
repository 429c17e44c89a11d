"""What a person decides about drafts: accept, decline, take back, refine, cancel."""

from proofpress.domain import queries
from proofpress.domain.errors import BadInput, CapReached
from proofpress.domain.events import DraftRequested
from proofpress.domain.records import Attempt, Batch, Item
from proofpress.domain.states import AttemptState, BatchState, CohortState, FinalState, ItemState, StopReason
from proofpress.ports import Create, Ports, Replace, Topic
from proofpress.stages import accepting, budget, closing, settling
from proofpress.stages.deliver import deliver_final

_CAN_BE_ACCEPTED = (AttemptState.PASSED, AttemptState.APPROVED, AttemptState.DECLINED, AttemptState.RETURNED)
_CAN_BE_DECLINED = (AttemptState.PASSED, AttemptState.APPROVED, AttemptState.RETURNED)


def accept(ports: Ports, key: str, by: str, *, as_is: bool = False) -> Attempt:
    """Accept a draft, which orders its final; with `as_is`, deliver a final that was handed back as it is.

    Raises:
        BadInput: there is no such draft, or it is not in a state to be accepted.
        CapReached: the item has its keepers, or the dollar cap has no room for the final.
    """
    attempt, item = _read(ports, key)
    if attempt.state is AttemptState.REJECTED:
        attempt = _rescue(ports, attempt)
    if attempt.state not in _CAN_BE_ACCEPTED:
        raise BadInput(
            f"{key} is {attempt.state}: only a draft that waits, was declined or was handed back can be accepted."
        )
    if as_is and attempt.state is AttemptState.RETURNED:
        return _take_as_it_is(ports, item, attempt, by)
    if attempt.state is AttemptState.RETURNED:
        raise BadInput(f"{key} lost its look twice: take its final with --as-is, or `proofpress refine` the draft.")
    if not budget.allows(ports, attempt, item.final_worst_usd):
        raise CapReached(f"The dollar cap of {attempt.batch} has no room for the final of {key}.")
    closing.reopen(ports, attempt.cohort)
    if not accepting.accept(ports, item, attempt, by):
        raise BadInput(f"{key} was decided by somebody else just now: look at it again.")
    settling.go_on(ports, attempt.cohort)
    return _read(ports, key)[0]


def decline(ports: Ports, key: str, by: str, reason: str = "") -> Attempt:
    """Decline a draft that waits for a decision; BadInput where it does not."""
    attempt, _ = _read(ports, key)
    if attempt.state not in _CAN_BE_DECLINED:
        raise BadInput(f"{key} is {attempt.state}: only a draft that waits for a decision can be declined.")
    comments = (reason,) if reason else ()
    declined = attempt.moved(AttemptState.DECLINED, ports.clock.now(), decided_by=by, comments=comments)
    if not ports.ledger.commit(Replace(declined)):
        raise BadInput(f"{key} was decided by somebody else just now: look at it again.")
    settling.settled(ports, declined)
    return declined


def refine(ports: Ports, key: str, sentence: str) -> Attempt:
    """Order an edit of a draft: a new attempt from the item's cap, with a lineage of its own.

    Raises:
        BadInput: there is no such draft, or no sentence.
        CapReached: no slot or no dollars are left for one more draft.
    """
    parent, item = _read(ports, key)
    if parent.image is None:
        raise BadInput(f"{key} has no picture to refine (it is {parent.state}).")
    if not sentence.strip():
        raise BadInput('Say what to change, as in: proofpress refine ATTEMPT "make it dusk".')
    if item.allocated >= item.max_attempts or not budget.allows(ports, parent, item.draft_worst_usd):
        raise CapReached(f"{item.key} has no slot or no dollars left for another draft: raise its caps in a new batch.")
    child = Attempt(
        batch=item.batch,
        cohort=item.cohort,
        item=item.key,
        number=item.allocated + 1,
        wave=0,
        parent=parent.number,
        edit=sentence.strip(),
        worst_usd=item.draft_worst_usd,
        changed=ports.clock.now(),
    )
    if not ports.ledger.commit(Replace(item.having(allocated=item.allocated + 1)), Create(child)):
        raise BadInput(f"{item.key} was planned on just now: try again.")
    closing.reopen(ports, item.cohort)
    ports.bus.publish(Topic.DRAFTS, DraftRequested(attempt=child.key))
    return child


def cancel(ports: Ports, batch_id: str) -> int:
    """Give back every slot that is not leased and end the batch; the number of slots given back.

    Calls in flight are finished and kept; what was accepted stays.
    """
    batch = ports.ledger.get(Batch, batch_id)
    if batch is None:
        raise BadInput(f"there is no batch {batch_id!r}")
    returned = 0
    for cohort in ports.ledger.find(queries.open_cohorts(batch_id)):
        for item in ports.ledger.find(queries.open_items(cohort.key)):
            stopped = item.having(state=ItemState.STOPPED, stop_reason=StopReason.CANCELLED)
            ports.ledger.commit(Replace(stopped))
        for attempt in ports.ledger.find(queries.unleased(cohort.key)):
            cancelled = attempt.moved(AttemptState.CANCELLED, ports.clock.now())
            returned += ports.ledger.commit(Replace(cancelled))
        ports.ledger.commit(Replace(cohort.having(state=CohortState.CLOSED)))
    closing.close_batch(ports, batch_id, BatchState.CANCELLED)
    return returned


def _read(ports: Ports, key: str) -> tuple[Attempt, Item]:
    attempt = ports.ledger.get(Attempt, key)
    item = ports.ledger.get(Item, attempt.item) if attempt else None
    if attempt is None or item is None:
        raise BadInput(
            f"there is no draft {key!r}: drafts are named BATCH/ITEM/NUMBER, as `proofpress status` lists them"
        )
    return attempt, item


def _rescue(ports: Ports, attempt: Attempt) -> Attempt:
    """A screened-out draft that a person wants after all."""
    passed = attempt.moved(AttemptState.PASSED, ports.clock.now())
    if not ports.ledger.commit(Replace(passed)):
        raise BadInput(f"{attempt.key} was decided by somebody else just now: look at it again.")
    return _read(ports, attempt.key)[0]


def _take_as_it_is(ports: Ports, item: Item, attempt: Attempt, by: str) -> Attempt:
    lost = [
        f for f in ports.ledger.find(queries.finals(item.batch)) if f.item == item.key and f.number == attempt.number
    ]
    final = next((f for f in reversed(lost) if f.state is FinalState.LOST), None)
    if final is None:
        raise BadInput(f"{attempt.key} has no final to take as it is: accept it without --as-is.")
    accepting.hold(ports, item, attempt, by)
    deliver_final(ports, final)
    return _read(ports, attempt.key)[0]
