"""What comes of a final's call, whoever made it: whether its picture kept the look. No model is called here."""

from proofpress.domain.errors import FailureClass
from proofpress.domain.money import ZERO
from proofpress.domain.pricing import Bill
from proofpress.domain.records import Attempt, Final, Item, Likeness, StoredImage
from proofpress.domain.states import FinalState
from proofpress.imaging.likeness import likeness_of
from proofpress.imaging.screening import Screened, screen
from proofpress.ports import Bucket, Ports, Replace
from proofpress.stages import leasing, pictures, rerendering


def adopt(ports: Ports, item: Item, attempt: Attempt, final: Final) -> bool:
    """Whether the picture of a final lies in the bucket already, from an earlier lease; it is taken over, unpaid."""
    if not final.leases:
        return False
    found = pictures.left_behind(ports, Bucket.FINALS, final.key)
    if found is None:
        return False
    image, bill = found
    rendered(ports, item, attempt, leasing.answered(final, item.final_worst_usd) if bill else final, image, bill)
    return True


def rendered(ports: Ports, item: Item, attempt: Attempt, final: Final, image: StoredImage, bill: Bill | None) -> None:
    """Measure a final and commit what came of it, and what it cost."""
    measured = screen(ports.store.get(Bucket.FINALS, image.name), None)
    sized = image.model_copy(update={"width": measured.width, "height": measured.height})
    ended = (final.billed(bill) if bill else final).having(image=sized, lease_until=None, worst_usd=ZERO)
    if measured.broken or not measured.hash:
        broken = ended.having(failure=FailureClass.BROKEN, words="The final is not a whole picture.")
        rerendering.failed(ports, item, attempt, broken)
        return
    likeness = _likeness(attempt, measured)
    if likeness.band == "lost":
        rerendering.lost(ports, item, attempt, ended.having(likeness=likeness))
        return
    now = ports.clock.now()
    ports.ledger.commit(Replace(ended.moved(FinalState.RENDERED, now, likeness=likeness)))


def _likeness(attempt: Attempt, final: Screened) -> Likeness:
    """Measured on what screening stored of the draft, so that neither picture is decoded again."""
    drafted = attempt.figures
    return likeness_of(str(drafted["hash"]), str(drafted["signature"]), final.hash, final.signature)
