"""Rebuild an accepted draft by the final model, and measure whether it kept the look."""

from functools import partial

from proofpress.domain.catalog import Lane
from proofpress.domain.errors import Drop, FailureClass
from proofpress.domain.events import DraftAccepted
from proofpress.domain.instructions import Instruction, final_instruction
from proofpress.domain.money import ZERO
from proofpress.domain.pricing import Bill
from proofpress.domain.records import Attempt, Final, Item, Likeness, StoredImage
from proofpress.domain.spec import Route
from proofpress.domain.states import AttemptState, FinalState
from proofpress.imaging.likeness import likeness_of
from proofpress.imaging.screening import Screened, screen
from proofpress.ports import Bucket, Ports, Replace
from proofpress.stages import closing, leasing, pictures, rerendering
from proofpress.stages.calling import Order, draw


def render(event: DraftAccepted, ports: Ports) -> None:
    """Bring a final from planned to rendered; the finals bucket's notification goes on from there.

    What goes to the batch lane is rendered by its job: see `collecting`.
    """
    final = ports.ledger.get(Final, f"{event.attempt}-{event.render}")
    attempt = ports.ledger.get(Attempt, event.attempt)
    item = ports.ledger.get(Item, attempt.item) if attempt else None
    if final is None or attempt is None or item is None or attempt.image is None:
        raise Drop(f"the ledger has no final {event.subject}")
    if final.state is not FinalState.PLANNED or attempt.state is not AttemptState.ACCEPTED:
        return
    if item.route is not Route.TWO_TIER:
        _carry_over(ports, final, attempt.image)
    elif final.lane is Lane.BATCH or (final.leases and adopt(ports, item, attempt, final)):
        return
    elif closing.is_cancelled(ports, final.batch):
        ports.ledger.commit(Replace(final.moved(FinalState.CANCELLED, ports.clock.now())))
    else:
        _render(ports, item, attempt, final)


def _render(ports: Ports, item: Item, attempt: Attempt, final: Final) -> None:
    order = Order("render", instruction_of(ports, item, attempt, final), Bucket.FINALS, item.final_worst_usd)
    made = draw(ports, final, order, partial(rerendering.failed, ports, item, attempt))
    if made is not None:
        rendered(ports, item, attempt, *made)


def instruction_of(ports: Ports, item: Item, attempt: Attempt, final: Final) -> Instruction:
    """The call that a final is for; Drop where nobody knows how its draft was asked for."""
    if attempt.instruction is None or attempt.image is None:
        raise Drop(f"{attempt.key} has no recorded instruction to render again")
    draft = pictures.reference(attempt.image)
    return final_instruction(ports.catalog, item.spec, attempt.instruction, draft, final.render)


def adopt(ports: Ports, item: Item, attempt: Attempt, final: Final) -> bool:
    """Whether the picture of a final lies in the bucket already; it is taken over, unpaid."""
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


def _carry_over(ports: Ports, final: Final, draft: StoredImage) -> None:
    """The draft is the final: copied to the finals bucket, unpaid, so that delivery goes one way for all."""
    data = ports.store.get(Bucket.DRAFTS, draft.name)
    image = pictures.copy(ports, Bucket.FINALS, final, data, draft)
    ports.ledger.commit(Replace(final.moved(FinalState.RENDERED, ports.clock.now(), image=image)))
