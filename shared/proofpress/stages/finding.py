"""Drafts by the names that people use."""

from proofpress.domain.errors import BadInput
from proofpress.domain.records import Attempt, Item
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
