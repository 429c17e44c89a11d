"""Order backgrounds that nobody has made yet: as a batch, within what the campaign may still spend."""

import hashlib
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from pathlib import PurePosixPath

from proofpress.domain.campaigns.graph import Group
from proofpress.domain.campaigns.spec import CampaignSpec
from proofpress.domain.dividing import Division, divide
from proofpress.domain.errors import Drop, Retry, Stop
from proofpress.domain.money import ZERO, dollars
from proofpress.domain.records import (
    MAX_LEASES,
    Background,
    Campaign,
    CopyZones,
    Item,
    Product,
    Request,
)
from proofpress.domain.seeds import seed_from
from proofpress.manifests.campaigns.backgrounds import NAME, backgrounds_manifest
from proofpress.manifests.names import joined
from proofpress.ports import Change, Create, Ports, Replace
from proofpress.stages.campaigns import promises
from proofpress.stages.campaigns.given_up import gave_up
from proofpress.stages.inbox import read_manifest
from proofpress.stages.opening import new_batch, open_batch

MAX_BACKGROUNDS = 150
"""Of one product: they are claimed in one commit."""
_TRIES = 50
_INBOX = PurePosixPath()
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Refusal:
    """Why backgrounds cannot be ordered now."""

    words: str


_OVERTAKEN = Refusal("somebody else was faster")


@dataclass(frozen=True)
class Wanted:
    """A background that is to be ordered."""

    group: Group
    before: Background | None
    """As it was given up; None where nobody ordered it yet."""

    @property
    def seed(self) -> int | None:
        """What the seeds of a background that was given up are derived from; None where the manifest's will do."""
        return seed_from(self.before.item) if self.before else None


def order(
    ports: Ports, spec: CampaignSpec, product: Product, wanted: Mapping[str, Group], paths: Sequence[str]
) -> Refusal | None:
    """See that every wanted background is there or on its way; a refusal where the campaign's dollars do not allow it.

    A background is claimed in the commit that makes its batch and promises its dollars, so it is ordered once however
    many products and deliveries ask for it. A batch whose opening broke off is opened by the sweep. One whose item was
    given up is ordered again if the product says so.
    """
    for _ in range(_TRIES):
        missing = _missing(ports, product, wanted)
        if not missing:
            return None
        if len(missing) > MAX_BACKGROUNDS:
            return Refusal(f"it needs {len(missing)} backgrounds, and at most {MAX_BACKGROUNDS} are ordered at once")
        campaign = ports.ledger.get(Campaign, spec.name)
        if campaign is None or not campaign.active:
            return Refusal(f"the campaign {spec.name} was removed")
        made = _claim(ports, spec, campaign, product, missing, paths)
        if made is not _OVERTAKEN:
            return made
    raise Retry(f"the backgrounds of {product.key} are claimed by others all the time")


def _missing(ports: Ports, product: Product, wanted: Mapping[str, Group]) -> dict[str, Wanted]:
    """Those that nobody ordered yet, and those that were given up and are to be ordered again."""
    missing = {}
    for address, group in wanted.items():
        before = ports.ledger.get(Background, address)
        if before is None or (before.item in product.retried and gave_up(ports.ledger, before)):
            missing[address] = Wanted(group, before)
    return missing


def _claim(
    ports: Ports,
    spec: CampaignSpec,
    campaign: Campaign,
    product: Product,
    missing: Mapping[str, Wanted],
    paths: Sequence[str],
) -> Refusal | None:
    """Claim, promise and open; _OVERTAKEN where somebody else was faster with one of them."""
    batch_id = joined(spec.name, product.name, _digest(missing))
    groups = {address: wanted.group for address, wanted in missing.items()}
    seeds = {address: wanted.seed for address, wanted in missing.items() if wanted.seed is not None}
    division = _division(ports, batch_id, backgrounds_manifest(spec, groups, paths, None))
    needed, worst = expected_of(division), worst_of(division)
    campaign = promises.settled(ports, campaign, needed)
    promise = min(worst, *(cap for cap in (spec.max_usd_per_event, campaign.room) if cap is not None))
    if promise < needed:
        return Refusal(_no_room(spec, campaign, len(missing), needed))
    text = backgrounds_manifest(spec, groups, paths, promise.quantize(Decimal("0.000001"), ROUND_DOWN), seeds)
    request = Request(batch=batch_id, name=NAME, text=text)
    asked = read_manifest(ports, NAME, text.encode(), _INBOX)
    batch = new_batch(ports, batch_id, asked, request)
    claims = [_claimed(spec, batch_id, address, wanted) for address, wanted in missing.items()]
    promised = campaign.having(promised={**campaign.promised, batch_id: promise})
    if not ports.ledger.commit(Create(batch), Create(request), *claims, Replace(promised)):
        return _OVERTAKEN
    open_batch(ports, batch_id, asked, request)
    log.info("%s: %d backgrounds ordered for %s", batch_id, len(missing), product.key)
    return None


def _digest(missing: Mapping[str, Wanted]) -> str:
    """A mark of what is ordered: what is ordered again gets a batch of its own."""
    names = (wanted.before.item if wanted.before else address for address, wanted in missing.items())
    return hashlib.sha256("\n".join(sorted(names)).encode()).hexdigest()[:10]


def _division(ports: Ports, batch_id: str, text: str) -> Division:
    try:
        return divide(ports.catalog, batch_id, read_manifest(ports, NAME, text.encode(), _INBOX))
    except Stop as error:
        raise Drop(str(error)) from error


def _claimed(spec: CampaignSpec, batch: str, address: str, wanted: Wanted) -> Change:
    item, group = f"{batch}/{address}", wanted.group
    if wanted.before is not None:
        return Replace(wanted.before.of_another(item))
    return Create(
        Background(
            address=address,
            item=item,
            copy_zones=CopyZones.of(group.uses(spec)) if spec.text_space else None,
            visual=group.visual,
            ratio=group.ratio,
        )
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
    finals = sum((promises.worst_of_slots(item, item.spec.want) for item in division.items), ZERO)
    return MAX_LEASES * drafts + finals


def _no_room(spec: CampaignSpec, campaign: Campaign, count: int, needed: Decimal) -> str:
    left = f"of max_usd {dollars(campaign.max_usd)}, {dollars(max(campaign.room, ZERO))} is left"
    if spec.max_usd_per_event is not None and spec.max_usd_per_event < needed:
        left = f"max_usd_per_event is {dollars(spec.max_usd_per_event)}"
    return f"{count} backgrounds should cost {dollars(round(needed, 4))}, and {left}: raise the cap and add the campaign again"
