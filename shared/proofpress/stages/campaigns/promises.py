"""Dollars that a campaign's batches were promised, and that are given back once those are over."""

from collections.abc import Iterator
from decimal import Decimal

from proofpress.domain import queries
from proofpress.domain.money import ZERO
from proofpress.domain.records import MAX_LEASES, MAX_SLOT_RENDERS, Background, Batch, Campaign, Cohort, Item
from proofpress.domain.states import BatchState
from proofpress.ports import Ports, Replace
from proofpress.stages import budget, slots

_MANY = 40
"""Promises that are settled when there are more of them, whether or not room is short."""


def settled(ports: Ports, campaign: Campaign, needed: Decimal) -> Campaign:
    """The campaign once batches that are over keep what they cost, and no longer what they were promised.

    Nothing is done as long as there is room for what is needed.
    """
    if campaign.room >= needed and len(campaign.promised) <= _MANY:
        return campaign
    for batch in list(campaign.promised):
        campaign = settle(ports, campaign, batch)
    return campaign


def settle(ports: Ports, campaign: Campaign, batch_id: str) -> Campaign:
    """Exchange a batch's promise for what it cost, where it is sure to cost no more; the campaign as it then is.

    Its cohorts' caps are lowered to that in the same commit, so that nothing decided later can spend what was given
    back. A closed batch that fell short keeps what finals cost: a person may still accept one of its drafts.
    """
    batch = ports.ledger.get(Batch, batch_id)
    if batch is None or batch.untold or batch.state not in (BatchState.CLOSED, BatchState.CANCELLED):
        return campaign
    cohorts = ports.ledger.find(queries.cohorts(batch_id))
    if any(budget.held_back(ports, cohort.key) for cohort in cohorts):
        return campaign
    spent = {cohort.key: budget.committed(ports, cohort.key) for cohort in cohorts}
    kept = _kept(ports, batch)
    capped = [_capped(cohort, spent[cohort.key] + kept.get(cohort.key, ZERO)) for cohort in cohorts]
    promised = {name: usd for name, usd in campaign.promised.items() if name != batch_id}
    if kept:
        promised[batch_id] = sum((cohort.max_usd or ZERO for cohort in capped), ZERO)
        if promised[batch_id] >= campaign.promised[batch_id]:
            return campaign
        after = campaign.having(promised=promised)
    else:
        after = campaign.having(promised=promised, spent=campaign.spent + sum(spent.values(), ZERO))
    receipt = ports.ledger.commit(Replace(after), *map(Replace, capped))
    return receipt.of(after) if receipt else campaign


def worst_of_slots(item: Item, slots: int) -> Decimal:
    """Most that the finals of so many keeper slots may cost: each rendered as often as it pays for, and leased twice."""
    return MAX_LEASES * MAX_SLOT_RENDERS * slots * item.final_worst_usd


def _capped(cohort: Cohort, usd: Decimal) -> Cohort:
    return cohort.having(max_usd=usd if cohort.max_usd is None else min(cohort.max_usd, usd))


def _kept(ports: Ports, batch: Batch) -> dict[str, Decimal]:
    """By cohort, what finals of drafts may cost at worst that a person may still accept; empty where there are none."""
    kept: dict[str, Decimal] = {}
    short = [] if batch.state is BatchState.CANCELLED else list(_short(ports, batch.id))
    taken = {cohort: slots.taken(ports, cohort) for cohort in {item.cohort for item in short}}
    for item in short:
        missing = item.spec.want - len(taken[item.cohort][item.key])
        if missing > 0:
            kept[item.cohort] = kept.get(item.cohort, ZERO) + worst_of_slots(item, missing)
    return kept


def _short(ports: Ports, batch_id: str) -> Iterator[Item]:
    """Items that were given up, and that no other one was ordered in place of."""
    for item in ports.ledger.find(queries.stopped_items(batch_id)):
        background = ports.ledger.get(Background, item.spec.id)
        if background is None or background.item == item.key:
            yield item
