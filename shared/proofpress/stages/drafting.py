"""What comes of a draft's call, whoever made it: its picture, or its failure. No model is called here."""

from proofpress.domain.pricing import Bill
from proofpress.domain.records import Attempt, Item, StoredImage
from proofpress.domain.states import AttemptState
from proofpress.ports import Bucket, Ports, Replace
from proofpress.stages import leasing, pictures
from proofpress.stages.settling import settled


def adopt(ports: Ports, item: Item, attempt: Attempt) -> bool:
    """Whether the picture of an attempt lies in the bucket already, from an earlier lease; it is taken over, unpaid."""
    if not attempt.leases:
        return False
    found = pictures.left_behind(ports, Bucket.DRAFTS, attempt.key)
    if found is None:
        return False
    image, bill = found
    drafted(ports, item, leasing.answered(attempt, item.draft_worst_usd) if bill else attempt, image, bill)
    return True


def drafted(ports: Ports, item: Item, attempt: Attempt, image: StoredImage, bill: Bill | None) -> None:
    """Commit that an attempt has its picture, and what it cost."""
    billed = attempt.billed(bill) if bill else attempt
    now, worst = ports.clock.now(), item.review_worst_usd
    moved = billed.moved(AttemptState.DRAFTED, now, image=image, leases=0, lease_until=None, worst_usd=worst)
    ports.ledger.commit(Replace(moved))


def failed(ports: Ports, item: Item, attempt: Attempt) -> None:
    """Commit that an attempt came to nothing, and go on from there."""
    if ports.ledger.commit(Replace(attempt.as_failed(ports.clock.now()))):
        settled(ports, item)
