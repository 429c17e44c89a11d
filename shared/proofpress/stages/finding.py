"""Drafts by the names that people use."""

from proofpress.domain.errors import BadInput, Overtaken
from proofpress.domain.records import Attempt, Item
from proofpress.domain.states import AttemptState
from proofpress.ports import Ports


def draft_and_item(ports: Ports, key: str) -> tuple[Attempt, Item]:
    """The attempt of a key, and its item; BadInput where there is none."""
    attempt = ports.ledger.get(Attempt, key)
    item = ports.ledger.get(Item, attempt.item) if attempt else None
    if attempt is None or item is None:
        raise BadInput(
            f"there is no draft {key!r}: drafts are named BATCH/ITEM/NUMBER, as `proofpress status` lists them"
        )
    return attempt, item


def check_seen(attempt: Attempt, seen: AttemptState | None) -> None:
    """Overtaken where a person decided on a draft that is not in the state any more in which they saw it."""
    if seen is None or attempt.state is seen:
        return
    who = f" by {attempt.decided_by}" if attempt.decided_by else ""
    raise Overtaken(f"{attempt.key} is {attempt.state}{who} meanwhile: look at it again.")
