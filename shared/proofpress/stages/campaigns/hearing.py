"""Hear what a shop says of a product: note it, unless it is a copy or out of date, and have its banners arranged."""

import hashlib
import logging
from collections.abc import Iterable

from proofpress.domain import queries, tracing
from proofpress.domain.campaigns.news import News, Rank
from proofpress.domain.campaigns.spec import CampaignSpec, Told
from proofpress.domain.errors import Drop
from proofpress.domain.events import ObjectFinalized, ProductUpdated, ShopEventReceived
from proofpress.domain.records import REMEMBERED, Campaign, Fault, Product, epoch_seconds
from proofpress.manifests.campaigns.expressions import Interest, hears, passes, tell
from proofpress.manifests.names import joined, slug
from proofpress.manifests.senders import Ignored, read_news, read_raw
from proofpress.manifests.spelling import Speller
from proofpress.ports import Bucket, Create, Ports, Replace, Topic
from proofpress.stages.campaigns.lookups import looked_up
from proofpress.stages.campaigns.reading import spec_of

log = logging.getLogger(__name__)


def hear(event: ShopEventReceived, ports: Ports) -> None:
    """Bring what an event says to every campaign that hears it.

    Raises:
        Drop: nobody can make anything of it; the message says what to do.
    """
    news = read_news(read_raw(event.text.encode(), event.attributes, event.published))
    if isinstance(news, Ignored):
        log.info("%s: nothing to do", news.why)
        return
    campaigns = ports.ledger.find(queries.active_campaigns())
    named = [campaign for campaign in campaigns if news.campaign in ("", campaign.name)]
    if not named:
        wanted = f"campaign {news.campaign!r}" if news.campaign else "campaign"
        raise Drop(f"no {wanted} hears this event about {news.about}: `proofpress campaign add` makes one")
    refusals = [refusal for campaign in named if (refusal := _heard(ports, campaign, news))]
    if refusals:
        # What the other campaigns made of it stands, and making it again changes nothing.
        raise refusals[0]


def hear_file(event: ObjectFinalized, ports: Ports) -> None:
    """Hear an event that lies as a file in the inbox bucket; raises as `hear` does."""
    try:
        data = ports.store.get(Bucket.INBOX, event.name)
    except FileNotFoundError as error:
        raise Drop(f"the inbox has no {event.name}") from error
    try:
        hear(ShopEventReceived(text=data.decode("utf-8-sig")), ports)
    except UnicodeDecodeError as error:
        raise Drop(f"{event.name} is no UTF-8 text") from error


def _heard(ports: Ports, campaign: Campaign, news: News) -> Drop | None:
    """Let one campaign hear the news; why it could not, where it could not."""
    try:
        spec = spec_of(ports, campaign)
        if not hears(spec, news) or not Interest(spec).in_news(news):
            return None
        document = looked_up(ports, spec, news)
        if passes(spec, document):
            absorb(ports, spec, news, tell(spec, document))
    except Drop as refusal:
        return refusal
    return None


def absorb(ports: Ports, spec: CampaignSpec, news: News, told: Told) -> Product | None:
    """Note what an event says of a product; the product where that changes it."""
    faults = _unknown(spec, news)
    name = product_name(news)
    while True:
        current = ports.ledger.get(Product, f"{spec.name}/{name}")
        if current is not None and is_stale(current, news):
            return None
        noted = _noted(ports, current, spec, name, news, told, faults)
        if ports.ledger.commit(Replace(noted) if current else Create(noted)):
            break
    if current is not None and noted.edition == current.edition:
        return None
    ports.bus.publish(
        Topic.BANNERS, ProductUpdated(product=noted.key, edition=noted.edition), traceparent=noted.traceparent
    )
    return noted


def product_name(news: News) -> str:
    """How object names call a product: its shop and its id, told apart by a hash where a slug could be another's."""
    shop, product = slug(news.tenant.removesuffix(".myshopify.com"), 40), slug(news.product, 50)
    is_plain = product == news.product and news.tenant.removesuffix(".myshopify.com") == shop
    mark = "" if is_plain else hashlib.sha256(f"{news.tenant}\n{news.product}".encode()).hexdigest()[:6]
    return joined(shop, product, mark)


def is_stale(known: Product, news: News) -> bool:
    """Whether news are a copy, or older than what is known."""
    return bool(set(news.dedup) & set(known.seen)) or news.rank.is_before(known.rank)


def _noted(
    ports: Ports,
    current: Product | None,
    spec: CampaignSpec,
    name: str,
    news: News,
    told: Told,
    faults: tuple[Fault, ...],
) -> Product:
    now = ports.clock.now()
    segments, locales = _among(spec.segments, news.segments), _among(spec.locales, news.locales)
    if current is None:
        return Product(
            campaign=spec.name,
            name=name,
            tenant=news.tenant,
            product=news.product,
            told=told,
            rank=news.rank,
            seen=news.dedup,
            changed=now,
            segments=segments,
            locales=locales,
            faults=faults,
            traceparent=ports.trace or tracing.new(),
            still_since=epoch_seconds(now),
        )
    seen = (*current.seen, *news.dedup)[-REMEMBERED:]
    heard = current.having(rank=_newer(current.rank, news.rank), seen=seen)
    known = {**current.told, **told}
    wanted = {"segments": segments or current.segments, "locales": locales or current.locales}
    if known == current.told and wanted == {"segments": current.segments, "locales": current.locales}:
        return heard
    return heard.renewed(now, told=known, faults=faults, **wanted)


def _newer(known: Rank, told: Rank) -> Rank:
    number = (told.scale, told.number) if told.number is not None else (known.scale, known.number)
    return Rank(scale=number[0], number=number[1], time=told.time or known.time)


def _among(known: Iterable[str], wanted: tuple[str, ...] | None) -> tuple[str, ...] | None:
    return None if wanted is None else tuple(name for name in known if name in wanted)


def _unknown(spec: CampaignSpec, news: News) -> tuple[Fault, ...]:
    """What an event asks for that the campaign does not have; the rest is made."""
    speller = Speller()
    faults = []
    for what, known, wanted in (("segment", spec.segments, news.segments), ("locale", spec.locales, news.locales)):
        for name in wanted or ():
            if name not in known:
                hint = speller.hint(name, list(known), f"it has {', '.join(known)}")
                faults.append(Fault(place=name, reason=f"{spec.name} has no {what} {name!r} ({hint})"))
    return tuple(faults)
