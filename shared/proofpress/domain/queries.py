"""Every question that the stages ask the ledger, by name. The declared indexes of the cloud follow from this file."""

from dataclasses import dataclass, replace
from typing import Generic, Literal, Protocol, TypeVar

from proofpress.domain.records import (
    Attempt,
    BannerSet,
    Batch,
    Campaign,
    Cohort,
    DeadLetter,
    Final,
    Item,
    Job,
    Keeper,
    Product,
    Record,
    Sketch,
)
from proofpress.domain.states import (
    ALIVE,
    FINALS_IN_FLIGHT,
    IN_WORK,
    JOBS_UNDER_WAY,
    UNSETTLED,
    AttemptState,
    BannersState,
    BatchState,
    CohortState,
    FinalState,
    ItemState,
)

R = TypeVar("R", bound=Record)
Operator = Literal["==", "in", "<", ">=", "contains_any"]
RANGES = ("<", ">=")
"""The operators that compare along an index."""

Value = str | int | bool


@dataclass(frozen=True)
class Where:
    """One condition on an indexed field; `contains_any` on a listed one."""

    field: str
    operator: Operator
    value: Value | tuple[Value, ...]


@dataclass(frozen=True)
class Query(Generic[R]):
    """Records of one kind that meet all conditions, in the order of `order` (the key where it is empty)."""

    kind: type[R]
    where: tuple[Where, ...] = ()
    order: str = ""
    limit: int = 0
    """0 is all of them."""
    after: str = ""
    """Only keys behind this one; for paging in key order."""

    def up_to(self, limit: int) -> "Query[R]":
        """The same records, but no more of them than a limit: what is counted only up to it costs less."""
        return replace(self, limit=limit)


class Moved(Protocol[R]):
    """A question for what moved in a batch since a moment, in epoch seconds."""

    def __call__(self, batch: str, since: int, limit: int) -> Query[R]:
        """The query."""


def _equal(**fields: Value) -> tuple[Where, ...]:
    return tuple(Where(name, "==", value) for name, value in fields.items())


def _among(name: str, values: tuple[Value, ...]) -> tuple[Where, ...]:
    return (Where(name, "in", values),)


def _before(moment: int) -> tuple[Where, ...]:
    return (Where("still_since", "<", moment),)


def _since(moment: int) -> tuple[Where, ...]:
    return (Where("changed", ">=", moment),)


def batches() -> Query[Batch]:
    """All batches."""
    return Query(Batch)


def open_batches() -> Query[Batch]:
    """Batches that still have something to do."""
    return Query(Batch, _among("state", (BatchState.INTAKE, BatchState.OPEN)))


def cohorts(batch: str) -> Query[Cohort]:
    """All cohorts of a batch."""
    return Query(Cohort, _equal(batch=batch))


def open_cohorts(batch: str) -> Query[Cohort]:
    """Cohorts of a batch that still have something to do."""
    return Query(Cohort, _equal(batch=batch, state=CohortState.OPEN))


def items(batch: str) -> Query[Item]:
    """All items of a batch."""
    return Query(Item, _equal(batch=batch))


def open_items(cohort: str) -> Query[Item]:
    """Items of a cohort that may get another wave."""
    return Query(Item, _equal(cohort=cohort, state=ItemState.OPEN))


def stopped_items(batch: str) -> Query[Item]:
    """Items of a batch that were given up short of what was wanted."""
    return Query(Item, _equal(batch=batch, state=ItemState.STOPPED))


def items_of_cohort(cohort: str) -> Query[Item]:
    """All items of a cohort."""
    return Query(Item, _equal(cohort=cohort))


def first_item_of_cohort(cohort: str) -> Query[Item]:
    """One item of a cohort: the only one where a person reviews it."""
    return Query(Item, _equal(cohort=cohort), limit=1)


def filled_items(cohort: str) -> Query[Item]:
    """Items of a cohort that need no further draft, as far as is known."""
    return Query(Item, _equal(cohort=cohort, state=ItemState.FILLED))


def attempts(batch: str) -> Query[Attempt]:
    """All attempts of a batch."""
    return Query(Attempt, _equal(batch=batch))


def attempts_in(batch: str, *states: AttemptState) -> Query[Attempt]:
    """Attempts of a batch in some states."""
    return Query(Attempt, _equal(batch=batch) + _among("state", states))


def rejected_for(batch: str, reason: str) -> Query[Attempt]:
    """Attempts of a batch that were screened out, for this reason before any other."""
    return Query(Attempt, _equal(batch=batch, state=AttemptState.REJECTED, reason=reason))


def attempts_of_item(item: str) -> Query[Attempt]:
    """All attempts of an item."""
    return Query(Attempt, _equal(item=item))


def attempts_of_cohort(cohort: str) -> Query[Attempt]:
    """All attempts of a cohort: what its dollars are summed over."""
    return Query(Attempt, _equal(cohort=cohort))


def wave_of_cohort(cohort: str, wave: int) -> Query[Attempt]:
    """The attempts that were allocated together."""
    return Query(Attempt, _equal(cohort=cohort, wave=wave))


def unsettled(cohort: str) -> Query[Attempt]:
    """Attempts of a cohort whose verdict is still to come."""
    return Query(Attempt, _equal(cohort=cohort) + _among("state", UNSETTLED))


def in_work(cohort: str) -> Query[Attempt]:
    """Attempts of a cohort that go on by themselves, to a verdict or to a review."""
    return Query(Attempt, _equal(cohort=cohort) + _among("state", IN_WORK))


def unleased(cohort: str) -> Query[Attempt]:
    """Attempts of a cohort that can still be given back unpaid."""
    return Query(Attempt, _equal(cohort=cohort, state=AttemptState.PLANNED))


def unleased_finals(cohort: str) -> Query[Final]:
    """Finals of a cohort that can still be given back unpaid."""
    return Query(Final, _equal(cohort=cohort, state=FinalState.PLANNED))


def next_approved(item: str) -> Query[Attempt]:
    """The approved attempt of an item that is first in line to be accepted."""
    return Query(Attempt, _equal(item=item, state=AttemptState.APPROVED), order="number", limit=1)


def approved(cohort: str) -> Query[Attempt]:
    """Approved attempts of a cohort: spares, and those that are about to be accepted."""
    return Query(Attempt, _equal(cohort=cohort, state=AttemptState.APPROVED))


def alive_before(item: str, number: int) -> Query[Attempt]:
    """Attempts of an item ahead of a number that are, or may still become, keepers."""
    return Query(Attempt, _equal(item=item) + _among("state", ALIVE) + (Where("number", "<", number),))


def unsettled_before(item: str, number: int) -> Query[Attempt]:
    """Attempts of an item ahead of a number whose verdict is still to come."""
    return Query(Attempt, _equal(item=item) + _among("state", UNSETTLED) + (Where("number", "<", number),))


def keepers_of_item(item: str) -> Query[Keeper]:
    """Keeper slots of an item that were ever held."""
    return Query(Keeper, _equal(item=item))


def freed_keepers(item: str) -> Query[Keeper]:
    """Keeper slots of an item that nobody holds any more."""
    return Query(Keeper, _equal(item=item, held=False))


def freed_keepers_of_cohort(cohort: str) -> Query[Keeper]:
    """Keeper slots of a cohort that nobody holds any more, or that were passed on to a spare."""
    return Query(Keeper, _equal(cohort=cohort, held=False))


def keepers_of_cohort(cohort: str) -> Query[Keeper]:
    """Keeper slots of a cohort that were ever held."""
    return Query(Keeper, _equal(cohort=cohort))


def held_keepers_of_item(item: str) -> Query[Keeper]:
    """Keeper slots of an item that are held."""
    return Query(Keeper, _equal(item=item, held=True))


def held_keepers(batch: str) -> Query[Keeper]:
    """Keeper slots of a batch that are held."""
    return Query(Keeper, _equal(batch=batch, held=True))


def finals(batch: str) -> Query[Final]:
    """All finals of a batch."""
    return Query(Final, _equal(batch=batch))


def finals_in(batch: str, *states: FinalState) -> Query[Final]:
    """Finals of a batch in some states."""
    return Query(Final, _equal(batch=batch) + _among("state", states))


def finals_of_cohort(cohort: str) -> Query[Final]:
    """All finals of a cohort: what its dollars are summed over."""
    return Query(Final, _equal(cohort=cohort))


def finals_in_flight(cohort: str) -> Query[Final]:
    """Finals of a cohort that are not at their end."""
    return Query(Final, _equal(cohort=cohort) + _among("state", FINALS_IN_FLIGHT))


def due_attempts(batch: str, before: int, limit: int) -> Query[Attempt]:
    """Attempts of a batch that have stood still since before a moment, the longest first."""
    return Query(Attempt, _equal(batch=batch) + _before(before), order="still_since", limit=limit)


def due_finals(batch: str, before: int, limit: int) -> Query[Final]:
    """Finals of a batch that have stood still since before a moment, the longest first."""
    return Query(Final, _equal(batch=batch) + _before(before), order="still_since", limit=limit)


def changed_attempts(batch: str, since: int, limit: int) -> Query[Attempt]:
    """Attempts of a batch that moved at or after a moment, the earliest first."""
    return Query(Attempt, _equal(batch=batch) + _since(since), order="changed", limit=limit)


def changed_finals(batch: str, since: int, limit: int) -> Query[Final]:
    """Finals of a batch that moved at or after a moment, the earliest first."""
    return Query(Final, _equal(batch=batch) + _since(since), order="changed", limit=limit)


def due_cohorts(batch: str, before: int, limit: int) -> Query[Cohort]:
    """Cohorts of a batch that have stood still since before a moment, the longest first."""
    return Query(Cohort, _equal(batch=batch) + _before(before), order="still_since", limit=limit)


def sketches(scope: str) -> Query[Sketch]:
    """All drafts that are compared with each other."""
    return Query(Sketch, _equal(scope=scope))


def sketches_marked(*marks: str) -> Query[Sketch]:
    """Drafts that may be alike: those that have one of up to 30 marks."""
    return Query(Sketch, (Where("marks", "contains_any", marks),))


def due_jobs(batch: str, before: int, limit: int) -> Query[Job]:
    """Jobs of a batch that have stood still since before a moment, the longest first."""
    return Query(Job, _equal(batch=batch) + _before(before), order="still_since", limit=limit)


def jobs(batch: str) -> Query[Job]:
    """All jobs of a batch."""
    return Query(Job, _equal(batch=batch))


def jobs_under_way(batch: str) -> Query[Job]:
    """Jobs of a batch of which something is still to come."""
    return Query(Job, _equal(batch=batch) + _among("step", JOBS_UNDER_WAY))


def all_jobs_under_way() -> Query[Job]:
    """Jobs of which something is still to come, whichever batch they are of."""
    return Query(Job, _among("step", JOBS_UNDER_WAY))


def jobs_named(name: str) -> Query[Job]:
    """The job that the service has given a name."""
    return Query(Job, _equal(name=name))


def attempts_of_job(job: str) -> Query[Attempt]:
    """Attempts whose call is in a job and has brought nothing so far."""
    return Query(Attempt, _equal(job=job) + _among("state", (AttemptState.PLANNED, AttemptState.LEASED)))


def finals_of_job(job: str) -> Query[Final]:
    """Finals whose call is in a job and has brought nothing so far."""
    return Query(Final, _equal(job=job) + _among("state", (FinalState.PLANNED, FinalState.LEASED)))


def untold_finals() -> Query[Final]:
    """Delivered finals that the world is still to be told of."""
    return Query(Final, _equal(untold=True))


def untold_items() -> Query[Item]:
    """Stopped items that the world is still to be told of."""
    return Query(Item, _equal(untold=True))


def untold_batches() -> Query[Batch]:
    """Ended batches that the world is still to be told of."""
    return Query(Batch, _equal(untold=True))


def dead_letters() -> Query[DeadLetter]:
    """Dead letters that were not replayed."""
    return Query(DeadLetter, _equal(replayed=False))


def campaigns() -> Query[Campaign]:
    """All campaigns, those that hear nothing any more too."""
    return Query(Campaign)


def active_campaigns() -> Query[Campaign]:
    """Campaigns that hear events."""
    return Query(Campaign, _equal(active=True))


def products(campaign: str) -> Query[Product]:
    """All products that a campaign was told of."""
    return Query(Product, _equal(campaign=campaign))


def due_products(before: int, limit: int) -> Query[Product]:
    """Products that have stood still since before a moment, the longest first."""
    return Query(Product, _before(before), order="still_since", limit=limit)


def untold_products() -> Query[Product]:
    """Products of whose banners the world is still to be told."""
    return Query(Product, _equal(untold=True))


def banner_sets(product: str) -> Query[BannerSet]:
    """The banners of a product, by the backgrounds that they share."""
    return Query(BannerSet, _equal(product=product))


def sets_due(product: str) -> Query[BannerSet]:
    """Banners of a product that are still to be composed."""
    return Query(BannerSet, _equal(product=product, state=BannersState.DUE))


def sets_to_list(product: str) -> Query[BannerSet]:
    """Banners of a product that were composed, and that its index does not name yet."""
    return Query(BannerSet, _equal(product=product, state=BannersState.COMPOSED))


def sets_over(background: str) -> Query[BannerSet]:
    """Banners of all products that share a background."""
    return Query(BannerSet, _equal(background=background))


def due_sets(before: int, limit: int) -> Query[BannerSet]:
    """Banners that have stood still since before a moment, the longest first."""
    return Query(BannerSet, _before(before), order="still_since", limit=limit)
