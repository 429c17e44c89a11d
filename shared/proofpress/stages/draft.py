"""Make one draft: lease the slot, call the draft model, keep the picture, settle its bill."""

from proofpress.domain.errors import Drop, FailureClass, ModelRefused, Retry
from proofpress.domain.events import DraftRequested
from proofpress.domain.instructions import Instruction, draft_instruction, edit_instruction
from proofpress.domain.pricing import Bill
from proofpress.domain.records import Attempt, Item, StoredImage
from proofpress.domain.states import AttemptState
from proofpress.ports import Bucket, Image, Ports, Replace
from proofpress.stages import closing, leasing, pictures
from proofpress.stages.settling import settled


def draft(event: DraftRequested, ports: Ports) -> None:
    """Bring an allocated attempt from planned to drafted; the drafts bucket's notification goes on from there."""
    attempt, item = _read(ports, event.attempt)
    if attempt.state is not AttemptState.PLANNED or (attempt.leases and _adopt(ports, item, attempt)):
        return
    if closing.is_cancelled(ports, attempt.batch):
        ports.ledger.commit(Replace(attempt.moved(AttemptState.CANCELLED, ports.clock.now())))
        return
    instruction = _instruction(ports, item, attempt)
    images = pictures.load(ports, instruction)
    try:
        leased = leasing.take(ports, attempt, item.draft_worst_usd, instruction)
    except leasing.UsedUp as used_up:
        _fail(ports, attempt.having(failure=FailureClass.CRASHED, words=str(used_up)))
        return
    if leased is not None:
        _call(ports, item, leased, instruction, images)


def _call(ports: Ports, item: Item, leased: Attempt, instruction: Instruction, images: list[Image]) -> None:
    try:
        picture = ports.models.generate(instruction, images, attempt=leased.key)
    except Retry:
        leasing.hand_back(ports, leased)
        raise
    except ModelRefused as refusal:
        if leasing.may_come_back(leased, refusal):
            leasing.give_back(ports, leased, refusal)
        _fail(ports, leasing.with_refusal(ports, leased, "draft", instruction.model, refusal))
        return
    bill = leasing.bill_of(ports, "draft", instruction.model, picture.usage)
    image = pictures.keep(ports, Bucket.DRAFTS, leased.key, picture, bill)
    _drafted(ports, item, leased.having(seconds=picture.seconds), image, bill)


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


def _fail(ports: Ports, attempt: Attempt) -> None:
    if ports.ledger.commit(Replace(attempt.as_failed(ports.clock.now()))):
        settled(ports, attempt)
