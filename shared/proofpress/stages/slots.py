"""Keeper slots: `want` records of an item, each held by one accepted draft at a time, and those of their spares.

The first draft of a slot may be rendered twice, the spare that replaces it once. Which drafts come first and which
spares replace them follows from their numbers alone, so that keepers do not depend on how soon a final failed.
"""

from collections import defaultdict
from random import SystemRandom

from proofpress.domain import queries
from proofpress.domain.errors import CapReached
from proofpress.domain.records import Attempt, Final, Item, Keeper
from proofpress.ports import Change, Create, Ports, Replace

_lot = SystemRandom()
"""Of the fresh slots any will do; drawn by lot, so that two who missed their first choice part ways."""


def is_due(ports: Ports, item: Item, attempt: Attempt) -> bool:
    """Whether the first approved attempt in line is sure to be needed.

    It is where fewer than `want` of those ahead of it are alive or gave up a slot. Otherwise it may become somebody's
    spare, once everybody ahead of it has a verdict.
    """
    if attempt.number == 1:
        return True
    alive = ports.ledger.count(queries.alive_before(item.key, attempt.number).up_to(item.spec.want))
    if alive in (0, item.spec.want):
        return alive == 0
    if alive + ports.ledger.count(queries.freed_keepers(item.key)) < item.spec.want:
        return True
    return not ports.ledger.count(queries.unsettled_before(item.key, attempt.number).up_to(1))


def first_choice(item: Item, attempt: Attempt) -> Change:
    """The fresh slot that an attempt tries first, unread: by its number, so that many do not reach for the same one."""
    return Create(_slot(item, attempt, (attempt.number - 1) % item.spec.want + 1, rendering=True))


def take(ports: Ports, item: Item, attempt: Attempt, *, rendering: bool) -> Change:
    """The change by which an attempt takes a slot: a fresh one, or else the place of a draft that came to nothing.

    `rendering` says whether a final is ordered; without one the place of a spare that came to nothing will do too.

    Raises:
        CapReached: every slot is held or used up.
    """
    keepers = ports.ledger.find(queries.keepers_of_item(item.key))
    if fresh := sorted({*range(1, item.spec.want + 1)} - {keeper.slot for keeper in keepers}):
        return Create(_slot(item, attempt, _lot.choice(fresh), rendering=rendering))
    freed = [keeper for keeper in keepers if not keeper.held]
    for keeper in freed:
        if keeper.is_free:
            return Replace(keeper.having(held=True, attempt=attempt.number, renders=int(rendering)))
    for keeper in freed:
        spare = _slot(item, attempt, keeper.slot, rendering=rendering).having(spare=True)
        if not keeper.spare and ports.ledger.get(Keeper, spare.key) is None:
            return Create(spare)
    for keeper in freed:
        if keeper.spare and not rendering:
            return Replace(keeper.having(held=True, attempt=attempt.number))
    raise CapReached(
        f"{item.key} has as many keepers as were asked for ({item.spec.want}): take one of them back before its "
        "final is rendered, or ask for more in a new batch."
    )


def slot_of(ports: Ports, final: Final) -> Keeper | None:
    """The keeper slot that the draft of a final holds."""
    keeper = ports.ledger.get(Keeper, final.slot)
    return keeper if keeper is not None and keeper.held and keeper.attempt == final.number else None


def are_all_held(ports: Ports, item: Item) -> bool:
    """Whether an item has a draft in every one of its slots."""
    return ports.ledger.count(queries.held_keepers_of_item(item.key)) >= item.spec.want


def is_last(ports: Ports, item: Item) -> bool:
    """Whether one more held slot gives an item all its keepers."""
    return ports.ledger.count(queries.held_keepers_of_item(item.key)) + 1 >= item.spec.want


def taken(ports: Ports, cohort: str) -> defaultdict[str, set[int]]:
    """By item, the slots that need no further draft: the attempts that hold one, and -n for slot n that is used up."""
    of_item = defaultdict[str, set[int]](set)
    for keeper in ports.ledger.find(queries.keepers_of_cohort(cohort)):
        if keeper.is_taken:
            of_item[keeper.item].add(keeper.attempt if keeper.held else -keeper.slot)
    return of_item


def _slot(item: Item, attempt: Attempt, slot: int, *, rendering: bool) -> Keeper:
    return Keeper(
        batch=item.batch,
        cohort=item.cohort,
        item=item.key,
        slot=slot,
        attempt=attempt.number,
        renders=int(rendering),
    )
