"""Edits of drafts, ordered in a sentence."""

from proofpress.domain.deadlines import lane_of_drafts
from proofpress.domain.errors import BadInput, CapReached
from proofpress.domain.records import Attempt, Cohort, Item, epoch_seconds
from proofpress.ports import Create, Ports, Replace
from proofpress.stages import budget, closing, requesting
from proofpress.stages.finding import draft_and_item


def refine(ports: Ports, key: str, sentence: str) -> Attempt:
    """Order an edit of a draft: a new attempt from the item's cap, with a lineage of its own.

    Raises:
        BadInput: there is no such draft, or no sentence, or the batch was cancelled.
        CapReached: no slot or no dollars are left for one more draft.
    """
    parent, _ = draft_and_item(ports, key)
    if parent.image is None:
        raise BadInput(f"{key} has no picture to refine (it is {parent.state}).")
    if not sentence.strip():
        raise BadInput('Say what to change, as in: proofpress refine ATTEMPT "make it dusk".')
    if closing.is_cancelled(ports, parent.batch):
        raise BadInput(f"{parent.batch} was cancelled: nothing more is drawn for it.")
    child = _order(ports, parent, sentence.strip())
    requesting.request(ports, child)
    return child


def _order(ports: Ports, parent: Attempt, sentence: str) -> Attempt:
    while True:
        _, item = draft_and_item(ports, parent.key)
        changes = closing.reopening(ports, item.cohort, allocated=1)
        _check_slots(ports, item)
        budget.promise(ports, item.cohort, item.draft_worst_usd)
        child = _child(ports, parent, item, sentence)
        counted = item.having(allocated=item.allocated + 1)
        if ports.ledger.commit(Replace(counted), Create(child), *changes):
            return child


def _check_slots(ports: Ports, item: Item) -> None:
    cohort = ports.ledger.get(Cohort, item.cohort)
    full = cohort is None or cohort.allocated >= cohort.max_attempts
    if full or item.allocated >= item.max_attempts:
        raise CapReached(f"{item.key} has no slot left for another draft: raise max_attempts in a new batch.")


def _child(ports: Ports, parent: Attempt, item: Item, sentence: str) -> Attempt:
    return Attempt(
        batch=item.batch,
        cohort=item.cohort,
        item=item.key,
        number=item.allocated + 1,
        wave=0,
        lane=lane_of_drafts(item.draft_lane, item.spec.lanes, ports.clock.now()),
        parent=parent.number,
        edit=sentence,
        worst_usd=item.draft_worst_usd,
        changed=ports.clock.now(),
        still_since=epoch_seconds(ports.clock.now()),
        traceparent=parent.traceparent,
    )
