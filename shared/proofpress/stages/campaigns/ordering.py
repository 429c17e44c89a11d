"""Order backgrounds that nobody has made yet: as a batch, within what the campaign may still spend."""

import hashlib
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from pathlib import PurePosixPath

from proofpress.domain import queries
from proofpress.domain.campaigns.graph import Group
from proofpress.domain.campaigns.spec import CampaignSpec
from proofpress.domain.dividing import Division, divide
from proofpress.domain.errors import Drop, Retry, Stop
from proofpress.domain.money import ZERO, dollars
from proofpress.domain.records import (
    MAX_LEASES,
    MAX_SLOT_RENDERS,
    Background,
    Batch,
    Campaign,
    CopyZones,
    Item,
    Product,
    Request,
)
from proofpress.domain.states import BatchState
from proofpress.manifests.campaigns.backgrounds import NAME, backgrounds_manifest
from proofpress.manifests.names import joined
from proofpress.ports import Create, Ports, Replace
from proofpress.stages import budget
from proofpress.stages.inbox import read_manifest
from proofpress.stages.opening import new_batch, open_batch

MAX_BACKGROUNDS = 150
"""Of one product: they are claimed in one commit."""
_TRIES = 50
_MANY = 40
"""Promises that are settled when there are more of them, whether or not room is short."""
_INBOX = PurePosixPath()
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Refusal:
    """Why backgrounds cannot be ordered now."""

    words: str


def order(
    ports: Ports, spec: CampaignSpec, product: Product, wanted: Mapping[str, Group], paths: Sequence[str]
) -> Refusal | None:
    """See that every wanted background is there or on its way; a refusal where the campaign's dollars do not allow it.

    A background is claimed in the commit that makes its batch and promises its dollars, so it is ordered once however
    many products and deliveries ask for it. A batch whose opening broke off is opened by the next one who needs it.
    """
    for _ in range(_TRIES):
        missing = {name: group for name, group in wanted.items() if ports.ledger.get(Background, name) is None}
        if not missing:
            return None
        if len(missing) > MAX_BACKGROUNDS:
            return Refusal(f"it needs {len(missing)} backgrounds, and at most {MAX_BACKGROUNDS} are ordered at once")
        campaign = ports.ledger.get(Campaign, spec.name)
        if campaign is None or not campaign.active:
            return Refusal(f"the campaign {spec.name} was removed")
        made = _claim(ports, spec, campaign, product, missing, paths)
        if made is None:
            continue
        return made if isinstance(made, Refusal) else None
    raise Retry(f"the backgrounds of {product.key} are claimed by others all the time")


def _claim(
    ports: Ports,
    spec: CampaignSpec,
    campaign: Campaign,
    product: Product,
    missing: Mapping[str, Group],
    paths: Sequence[str],
) -> Refusal | Batch | None:
    """Claim, promise and open; None where somebody else was faster with one of them."""
    batch_id = joined(spec.name, product.name, hashlib.sha256("\n".join(sorted(missing)).encode()).hexdigest()[:10])
    division = _division(ports, batch_id, backgrounds_manifest(spec, missing, paths, None))
    needed, worst = expected_of(division), worst_of(division)
    campaign = _settled(ports, campaign, needed)
    promise = min(worst, *(cap for cap in (spec.max_usd_per_event, campaign.room) if cap is not None))
    if promise < needed:
        return Refusal(_no_room(spec, campaign, len(missing), needed))
    text = backgrounds_manifest(spec, missing, paths, promise.quantize(Decimal("0.000001"), ROUND_DOWN))
    request = Request(batch=batch_id, name=NAME, text=text)
    asked = read_manifest(ports, NAME, text.encode(), _INBOX)
    batch = new_batch(ports, batch_id, asked, request)
    claims = [_background(spec, batch_id, name, group) for name, group in missing.items()]
    promised = campaign.having(promised={**campaign.promised, batch_id: promise})
    if not ports.ledger.commit(Create(batch), Create(request), *map(Create, claims), Replace(promised)):
        return None
    open_batch(ports, batch_id, asked, request)
    log.info("%s: %d backgrounds ordered for %s", batch_id, len(missing), product.key)
    return batch


def _division(ports: Ports, batch_id: str, text: str) -> Division:
    try:
        return divide(ports.catalog, batch_id, read_manifest(ports, NAME, text.encode(), _INBOX))
    except Stop as error:
        raise Drop(str(error)) from error


def _background(spec: CampaignSpec, batch: str, address: str, group: Group) -> Background:
    return Background(
        address=address,
        item=f"{batch}/{address}",
        copy_zones=CopyZones.of(group.uses(spec)) if spec.text_space else None,
        visual=group.visual,
        ratio=group.ratio,
    )


def expected_usd(item: Item) -> Decimal:
    """Dollars that an item should cost, at the accept rate that its manifest expects."""
    return item.spec.want * (item.draft_usd / Decimal(str(item.spec.accept_rate)) + item.final_usd)


def expected_of(division: Division) -> Decimal:
    """Dollars that a batch should cost."""
    return sum(map(expected_usd, division.items), ZERO)


def worst_of(division: Division) -> Decimal:
    """Most that a batch may cost: every slot leased twice, every call at its token limit."""
    drafts = sum((item.max_attempts * item.draft_worst_usd for item in division.items), ZERO)
    finals = sum((MAX_SLOT_RENDERS * item.spec.want * item.final_worst_usd for item in division.items), ZERO)
    return MAX_LEASES * (drafts + finals)


def _no_room(spec: CampaignSpec, campaign: Campaign, count: int, needed: Decimal) -> str:
    left = f"of max_usd {dollars(campaign.max_usd)}, {dollars(max(campaign.room, ZERO))} is left"
    if spec.max_usd_per_event is not None and spec.max_usd_per_event < needed:
        left = f"max_usd_per_event is {dollars(spec.max_usd_per_event)}"
    return f"{count} backgrounds should cost {dollars(round(needed, 4))}, and {left}: raise the cap and add the campaign again"


def _settled(ports: Ports, campaign: Campaign, needed: Decimal) -> Campaign:
    """The campaign once batches that are over keep what they cost, and no longer what they were promised."""
    if campaign.room >= needed and len(campaign.promised) <= _MANY:
        return campaign
    for batch in list(campaign.promised):
        campaign = settle(ports, campaign, batch)
    return campaign


def settle(ports: Ports, campaign: Campaign, batch_id: str) -> Campaign:
    """Exchange a batch's promise for what it cost, where it is sure to cost no more; the campaign as it then is.

    Its cohorts' caps are lowered to that in the same commit, so that nothing decided later can spend what was given
    back. A closed batch that fell short keeps its promise: a person may still accept one of its drafts.
    """
    batch = ports.ledger.get(Batch, batch_id)
    if batch is None or batch.untold or batch.state not in (BatchState.CLOSED, BatchState.CANCELLED):
        return campaign
    if batch.state is BatchState.CLOSED and ports.ledger.count(queries.stopped_items(batch_id).up_to(1)):
        return campaign
    cohorts = ports.ledger.find(queries.cohorts(batch_id))
    if any(budget.held_back(ports, cohort.key) for cohort in cohorts):
        return campaign
    spent = {cohort.key: budget.committed(ports, cohort.key) for cohort in cohorts}
    promised = {name: usd for name, usd in campaign.promised.items() if name != batch_id}
    kept = campaign.having(promised=promised, spent=campaign.spent + sum(spent.values(), ZERO))
    capped = [Replace(cohort.having(max_usd=spent[cohort.key])) for cohort in cohorts]
    receipt = ports.ledger.commit(Replace(kept), *capped)
    return receipt.of(kept) if receipt else campaign
