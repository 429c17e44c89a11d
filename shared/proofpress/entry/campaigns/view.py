"""How far campaigns are: their products, banners and dollars."""

from pydantic import BaseModel

from proofpress.domain import queries
from proofpress.domain.campaigns.index import product_index_name
from proofpress.domain.money import ZERO, Usd
from proofpress.domain.records import BannerSet, Campaign, Product
from proofpress.domain.states import BannersState, ProductState
from proofpress.entry.site import Site
from proofpress.ports import Bucket


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
    faults: tuple[str, ...]
    index: str
    """Where its index is, once it has one."""


class CampaignView(BaseModel):
    """One campaign."""

    campaign: str
    active: bool
    max_usd: Usd
    spent_usd: Usd
    """Of the batches that are settled."""
    promised_usd: Usd
    """What the others may cost at most."""
    batches: tuple[str, ...]
    """Those others."""
    products: tuple[ProductView, ...]


def campaign_view(site: Site, campaign: Campaign) -> CampaignView:
    """A campaign with its products, in the order of their names."""
    products = sorted(site.ledger.find(queries.products(campaign.name)), key=lambda product: product.name)
    return CampaignView(
        campaign=campaign.name,
        active=campaign.active,
        max_usd=campaign.max_usd,
        spent_usd=campaign.spent,
        promised_usd=sum(campaign.promised.values(), ZERO),
        batches=tuple(sorted(campaign.promised)),
        products=tuple(_product(site, product) for product in products),
    )


def _product(site: Site, product: Product) -> ProductView:
    sets: list[BannerSet] = site.ledger.find(queries.banner_sets(product.key))
    faults = [*product.faults, *(fault for each in sets for fault in each.faults)]
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
        faults=tuple(sorted(f"{fault.place}: {fault.reason}" for fault in faults)),
        index=index if product.delivered else "",
    )
