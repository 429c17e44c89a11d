"""Pictures that somebody wrote without living to commit them: they are paid for, and taken over instead of made again."""

from proofpress.domain.records import Attempt, Final, Item
from proofpress.domain.states import AttemptState
from proofpress.ports import Ports
from proofpress.stages import drafting, rendering


def adopted(ports: Ports, item: Item, call: Attempt | Final) -> bool:
    """Whether the picture of a call lies in its bucket already, from an earlier lease; it is taken over, unpaid."""
    if isinstance(call, Attempt):
        return drafting.adopt(ports, item, call)
    attempt = ports.ledger.get(Attempt, call.attempt)
    if attempt is None or attempt.state is not AttemptState.ACCEPTED:
        return False
    return rendering.adopt(ports, item, attempt, call)
