"""Rebuild an accepted draft by the final model."""

from functools import partial

from proofpress.domain.catalog import Lane
from proofpress.domain.errors import Drop
from proofpress.domain.events import DraftAccepted
from proofpress.domain.instructions import Instruction, final_instruction
from proofpress.domain.records import Attempt, Final, Item, StoredImage
from proofpress.domain.spec import Route
from proofpress.domain.states import AttemptState, FinalState
from proofpress.ports import Bucket, Ports, Replace
from proofpress.stages import closing, pictures, rendering, rerendering
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
    elif final.lane is Lane.BATCH or rendering.adopt(ports, item, attempt, final):
        return
    elif closing.is_cancelled(ports, final.batch):
        ports.ledger.commit(Replace(final.moved(FinalState.CANCELLED, ports.clock.now())))
    else:
        _render(ports, item, attempt, final)


def _render(ports: Ports, item: Item, attempt: Attempt, final: Final) -> None:
    order = Order("render", instruction_of(ports, item, attempt, final), Bucket.FINALS, item.final_worst_usd)
    made = draw(ports, final, order, partial(rerendering.failed, ports, item, attempt))
    if made is not None:
        rendering.rendered(ports, item, attempt, *made)


def instruction_of(ports: Ports, item: Item, attempt: Attempt, final: Final) -> Instruction:
    """The call that a final is for; Drop where nobody knows how its draft was asked for."""
    if attempt.instruction is None or attempt.image is None:
        raise Drop(f"{attempt.key} has no recorded instruction to render again")
    draft = pictures.reference(attempt.image)
    return final_instruction(ports.catalog, item.spec, attempt.instruction, draft, final.render)


def _carry_over(ports: Ports, final: Final, draft: StoredImage) -> None:
    """The draft is the final: copied to the finals bucket, unpaid, so that delivery goes one way for all."""
    data = ports.store.get(Bucket.DRAFTS, draft.name)
    image = pictures.copy(ports, Bucket.FINALS, final, data, draft)
    ports.ledger.commit(Replace(final.moved(FinalState.RENDERED, ports.clock.now(), image=image)))
