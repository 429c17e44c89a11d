"""Make one draft: lease the slot, call the draft model, keep the picture, settle its bill."""

from functools import partial

from proofpress.domain.errors import Drop
from proofpress.domain.events import DraftRequested
from proofpress.domain.instructions import Instruction, draft_instruction, edit_instruction
from proofpress.domain.pricing import Bill
from proofpress.domain.records import Attempt, Item, StoredImage
from proofpress.domain.states import AttemptState
from proofpress.ports import Bucket, Ports, Replace
from proofpress.stages import closing, leasing, pictures
from proofpress.stages.calling import Order, draw
from proofpress.stages.settling import settled


def draft(event: DraftRequested, ports: Ports) -> None:
    """Bring an allocated attempt from planned to drafted; the drafts bucket's notification goes on from there."""
    attempt, item = _read(ports, event.attempt)
    if attempt.state is not AttemptState.PLANNED or (attempt.leases and _adopt(ports, item, attempt)):
        return
    if closing.is_called_off(ports, item):
        ports.ledger.commit(Replace(attempt.moved(AttemptState.CANCELLED, ports.clock.now())))
        return
    order = Order("draft", _instruction(ports, item, attempt), Bucket.DRAFTS, item.draft_worst_usd)
    made = draw(ports, attempt, order, partial(_fail, ports, item))
    if made is not None:
        _drafted(ports, item, *made)


def _read(ports: Ports, key: str) -> tuple[Attempt, Item]:
    attempt = ports.ledger.get(Attempt, key)
    item = ports.ledger.get(Item, attempt.item) if attempt else None
    if attempt is None or item is None:
        raise Drop(f"the ledger has no attempt {key}")
    return attempt, item


def _instruction(ports: Ports, item: Item, attempt: Attempt) -> Instruction:
    tier, size = item.draft_tier, item.draft_size
    if attempt.parent is None:
        return draft_instruction(ports.catalog, item.spec, tier, size, attempt.number)
    parent = ports.ledger.get(Attempt, f"{item.key}/{attempt.parent:04d}")
    if parent is None or parent.image is None:
        raise Drop(f"{attempt.key} edits draft {attempt.parent}, which has no picture")
    last = pictures.reference(parent.image)
    return edit_instruction(ports.catalog, item.spec, tier, size, attempt.number, last, attempt.edit)


def _adopt(ports: Ports, item: Item, attempt: Attempt) -> bool:
    found = pictures.left_behind(ports, Bucket.DRAFTS, attempt.key)
    if found is None:
        return False
    image, bill = found
    _drafted(ports, item, leasing.answered(attempt, item.draft_worst_usd) if bill else attempt, image, bill)
    return True


def _drafted(ports: Ports, item: Item, attempt: Attempt, image: StoredImage, bill: Bill | None) -> None:
    billed = attempt.billed(bill) if bill else attempt
    now, worst = ports.clock.now(), item.review_worst_usd
    drafted = billed.moved(AttemptState.DRAFTED, now, image=image, leases=0, lease_until=None, worst_usd=worst)
    ports.ledger.commit(Replace(drafted))


def _fail(ports: Ports, item: Item, attempt: Attempt) -> None:
    if ports.ledger.commit(Replace(attempt.as_failed(ports.clock.now()))):
        settled(ports, item)
