"""Questions about items and their keepers."""

from proofpress.domain.queries.query import Query, equal
from proofpress.domain.records import Item, Keeper
from proofpress.domain.states import ItemState


def items(batch: str) -> Query[Item]:
    """All items of a batch."""
    return Query(Item, equal(batch=batch))


def open_items(cohort: str) -> Query[Item]:
    """Items of a cohort that may get another wave."""
    return Query(Item, equal(cohort=cohort, state=ItemState.OPEN))


def stopped_items(batch: str) -> Query[Item]:
    """Items of a batch that were given up short of what was wanted."""
    return Query(Item, equal(batch=batch, state=ItemState.STOPPED))


def items_of_cohort(cohort: str) -> Query[Item]:
    """All items of a cohort."""
    return Query(Item, equal(cohort=cohort))


def first_item_of_cohort(cohort: str) -> Query[Item]:
    """One item of a cohort: the only one where a person reviews it."""
    return Query(Item, equal(cohort=cohort), limit=1)


def filled_items(cohort: str) -> Query[Item]:
    """Items of a cohort that need no further draft, as far as is known."""
    return Query(Item, equal(cohort=cohort, state=ItemState.FILLED))


def keepers_of_item(item: str) -> Query[Keeper]:
    """Keeper slots of an item that were ever held."""
    return Query(Keeper, equal(item=item))


def freed_keepers(item: str) -> Query[Keeper]:
    """Keeper slots of an item that nobody holds any more."""
    return Query(Keeper, equal(item=item, held=False))


def freed_keepers_of_cohort(cohort: str) -> Query[Keeper]:
    """Keeper slots of a cohort that nobody holds any more, or that were passed on to a spare."""
    return Query(Keeper, equal(cohort=cohort, held=False))


def keepers_of_cohort(cohort: str) -> Query[Keeper]:
    """Keeper slots of a cohort that were ever held."""
    return Query(Keeper, equal(cohort=cohort))


def held_keepers_of_item(item: str) -> Query[Keeper]:
    """Keeper slots of an item that are held."""
    return Query(Keeper, equal(item=item, held=True))


def held_keepers(batch: str) -> Query[Keeper]:
    """Keeper slots of a batch that are held."""
    return Query(Keeper, equal(batch=batch, held=True))


def untold_items() -> Query[Item]:
    """Stopped items that the world is still to be told of."""
    return Query(Item, equal(untold=True))
