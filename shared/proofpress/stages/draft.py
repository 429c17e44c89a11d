"""Make one draft: lease the slot, call the draft model, keep the picture, settle its bill."""

from functools import partial

from proofpress.domain.catalog import Lane
from proofpress.domain.errors import Drop
from proofpress.domain.events import DraftRequested
from proofpress.domain.instructions import Instruction, draft_instruction, edit_instruction
from proofpress.domain.records import Attempt, Item
from proofpress.domain.states import AttemptState
from proofpress.ports import Bucket, Ports, Replace
from proofpress.stages import closing, drafting, pictures
from proofpress.stages.calling import Order, draw


def draft(event: DraftRequested, ports: Ports) -> None:
    """Bring an allocated attempt from planned to drafted; the drafts bucket's notification goes on from there.

    What goes to the batch lane is drafted by its job: see `collecting`.
    """
    attempt, item = _read(ports, event.attempt)
    if attempt.state is not AttemptState.PLANNED or attempt.lane is Lane.BATCH:
        return
    if drafting.adopt(ports, item, attempt):
        return
    if closing.is_called_off(ports, item):
        ports.ledger.commit(Replace(attempt.moved(AttemptState.CANCELLED, ports.clock.now())))
        return
    order = Order("draft", instruction_of(ports, item, attempt), Bucket.DRAFTS, item.draft_worst_usd)
    made = draw(ports, attempt, order, partial(drafting.failed, ports, item))
    if made is not None:
        drafting.drafted(ports, item, *made)


def _read(ports: Ports, key: str) -> tuple[Attempt, Item]:
    attempt = ports.ledger.get(Attempt, key)
    item = ports.ledger.get(Item, attempt.item) if attempt else None
    if attempt is None or item is None:
        raise Drop(f"the ledger has no attempt {key}")
    return attempt, item


def instruction_of(ports: Ports, item: Item, attempt: Attempt) -> Instruction:
    """The call that an attempt is for; Drop where the draft that it edits has no picture."""
    tier, size = item.draft_tier, item.draft_size
    if attempt.parent is None:
        return draft_instruction(ports.catalog, item.spec, tier, size, attempt.number)
    parent = ports.ledger.get(Attempt, f"{item.key}/{attempt.parent:04d}")
    if parent is None or parent.image is None:
        raise Drop(f"{attempt.key} edits draft {attempt.parent}, which has no picture")
    last = pictures.reference(parent.image)
    return edit_instruction(ports.catalog, item.spec, tier, size, attempt.number, last, attempt.edit)
