"""How far campaigns are: their products, banners and dollars."""

from decimal import Decimal

from pydantic import BaseModel

from proofpress.domain import queries
from proofpress.domain.campaigns.index import product_index_name
from proofpress.domain.money import ZERO, Usd
from proofpress.domain.records import NEVER, BannerSet, Campaign, Product
from proofpress.domain.states import BannersState, ProductState
from proofpress.entry.site import Site
from proofpress.ports import Bucket, Ledger
from proofpress.stages.campaigns.given_up import waiting_in_vain

_LOOKED_AT = 1_000


class ProductView(BaseModel):
    """One product of a campaign."""

    product: str
    tenant: str
    product_id: str
    state: ProductState
    words: str
    edition: int
    banners: int
    waiting: int
    """Sets of banners that wait for their background."""
    given_up: tuple[str, ...]
    """Backgrounds that they wait for in vain: the item that was given up, and why. Not those that
    are about to be ordered again."""
    faults: tuple[str, ...]
    index: str
    """Where its index is, once it has one."""


class CampaignView(BaseModel):
    """One campaign."""

    campaign: str
    active: bool
    max_usd: Usd
    spent_usd: Usd
    """What its calls have cost, or may have cost where no answer came."""
    held_usd: Usd
    """What its batches may still cost at most, and is kept for them: until they are over, and room is asked for."""
    batches: tuple[str, ...]
    """Those of them that are not settled."""
    products: tuple[ProductView, ...]


def campaign_view(site: Site, campaign: Campaign) -> CampaignView:
    """A campaign with its products, in the order of their names."""
    spent = {batch: _spent(site, batch) for batch in campaign.promised}
    products = sorted(site.ledger.find(queries.products(campaign.name)), key=lambda product: product.name)
    return CampaignView(
        campaign=campaign.name,
        active=campaign.active,
        max_usd=campaign.max_usd,
        spent_usd=campaign.spent + sum(spent.values(), ZERO),
        held_usd=sum((max(usd - spent[batch], ZERO) for batch, usd in campaign.promised.items()), ZERO),
        batches=tuple(sorted(campaign.promised)),
        products=tuple(_product(site, product) for product in products),
    )


def _spent(site: Site, batch: str) -> Decimal:
    total = site.ledger.total
    drafts, finals = queries.attempts(batch), queries.finals(batch)
    perhaps = total(drafts, "perhaps_usd") + total(finals, "perhaps_usd")
    return perhaps + total(drafts, "usd") + total(finals, "usd")


def _product(site: Site, product: Product) -> ProductView:
    sets: list[BannerSet] = site.ledger.find(queries.banner_sets(product.key))
    faults = [*product.faults, *(fault for each in sets for fault in each.faults)]
    in_vain = [item for item in waiting_in_vain(site.ledger, sets) if item.key not in product.retried]
    index = site.address(Bucket.DELIVERIES, product_index_name(product.campaign, product.name))
    return ProductView(
        product=product.name,
        tenant=product.tenant,
        product_id=product.product,
        state=product.state,
        words=product.words,
        edition=product.edition,
        banners=sum(len(each.banners) for each in sets),
        waiting=sum(each.state is BannersState.WAITING for each in sets),
        given_up=tuple(sorted(f"{item.key} ({item.stop_reason})" for item in in_vain)),
        faults=tuple(sorted(f"{fault.place}: {fault.reason}" for fault in faults)),
        index=index if product.delivered else "",
    )


def waiting_campaigns(ledger: Ledger) -> list[str]:
    """Campaigns with something to do: products to arrange, banners to compose or waiting for their background."""
    products = [product.campaign for product in ledger.find(queries.due_products(NEVER, _LOOKED_AT))]
    sets = [banners.product.partition("/")[0] for banners in ledger.find(queries.due_sets(NEVER, _LOOKED_AT))]
    return sorted({*products, *sets})


def new_batches(ledger: Ledger) -> list[str]:
    """Batches that campaigns ordered and that are not settled."""
    return [batch for campaign in ledger.find(queries.campaigns()) for batch in campaign.promised]
